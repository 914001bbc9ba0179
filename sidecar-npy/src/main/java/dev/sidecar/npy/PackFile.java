package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A tree of sidecars in one HDF5 file, or several, as {@link SidecarPack} writes them. A clip is read without unpacking
 * the others:
 *
 * <pre>{@code
 * try (PackFile pack = PackFile.open(Path.of("tree.h5"))) {
 *     FeatureFrame frame = pack.frame("a/x_120.0.ecdc");
 * }
 * }</pre>
 *
 * <p>Safe for several threads, one of which reads at a time. Needs {@code io.jhdf:jhdf} on the class path. Files are
 * trusted: one that was made to do harm may take any memory or time.
 */
public final class PackFile implements AutoCloseable {
    static final int VERSION = 1;
    static final String VERSION_KEY = "sidecar_pack";
    static final String PART_KEY = "part";
    static final String PARTS_KEY = "parts";
    static final String BEFORE_KEY = "before";
    static final String AFTER_KEY = "after";

    private final Path path;
    private final List<Hdf5File> files;
    private final NavigableMap<String, Hdf5File> clips = new TreeMap<>();

    private PackFile(Path path, List<Hdf5File> files) {
        this.path = path;
        this.files = files;
        for (Hdf5File file : files) {
            addClips(file, "");
        }
    }

    private void addClips(Hdf5File file, String prefix) {
        for (String name : file.children(prefix)) {
            String id = prefix + name;
            if (PackedClip.isAt(file, id)) {
                clips.put(id, file);
            } else {
                addClips(file, id + "/");
            }
        }
    }

    /**
     * Opens a packed tree, and looks which clips it has.
     *
     * @param path the file that was packed to; those that belong to it, {@code NAME.1.h5} and so on, lie beside it
     * @return the open tree, to be closed by the caller
     * @throws SidecarException IO if a file is missing or unreadable; FORMAT if it is no packed tree, or broken;
     *     UNSUPPORTED if it was written by a later version of this library, or {@code io.jhdf:jhdf} is missing; MISMATCH
     *     if the files are of different trees; USAGE if it is not the first of several files
     */
    public static PackFile open(Path path) {
        List<Hdf5File> files = new ArrayList<>();
        try {
            Hdf5File main = Hdf5.open(path);
            files.add(main);
            checkVersion(main);
            Object parts = main.attribute("", PARTS_KEY)
                    .orElseThrow(() -> new SidecarException(
                            USAGE,
                            Place.file(path),
                            "is one of several files of a packed tree; open the one without a number in its name"));
            PackPaths paths = new PackPaths(path.toAbsolutePath());
            String expected = PackChain.START.digest();
            for (int number = 1; parts instanceof Integer count && number < count; number++) {
                Hdf5File part = Hdf5.open(paths.part(number));
                files.add(part);
                checkVersion(part);
                expected = checkChain(part, expected);
            }
            checkChain(main, expected);
            return new PackFile(path, files);
        } catch (RuntimeException | Error e) {
            close(files);
            throw e;
        }
    }

    private static void checkVersion(Hdf5File file) {
        Object version = file.attribute("", VERSION_KEY)
                .orElseThrow(() -> new SidecarException(
                        FORMAT,
                        Place.file(file.path()),
                        "not a packed tree of sidecars; columns of other HDF5 files are taken with the producer "
                                + FromHdf5.NAME));
        if (!(version instanceof Integer number) || number > VERSION) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file.path()),
                    "a packed tree of version " + version + ", version " + VERSION
                            + " is read here; take a newer version of this library");
        }
    }

    private static String checkChain(Hdf5File file, String expected) {
        if (!file.attribute("", BEFORE_KEY).equals(Optional.of(expected))) {
            throw new SidecarException(
                    MISMATCH,
                    Place.file(file.path()),
                    "the files of this tree do not belong together; pack it again, or bring those that do");
        }
        return String.valueOf(file.attribute("", AFTER_KEY).orElse(""));
    }

    /** Whether a file is a packed tree, or one of several of it. */
    static boolean isPack(Path path) {
        try (Hdf5File file = Hdf5.open(path)) {
            return file.attribute("", VERSION_KEY).isPresent();
        } catch (SidecarException e) {
            return false;
        }
    }

    /** Whether a file is one of several of a packed tree. */
    static boolean isPart(Path path) {
        try (Hdf5File file = Hdf5.open(path)) {
            return file.attribute("", VERSION_KEY).isPresent()
                    && file.attribute("", PARTS_KEY).isEmpty();
        } catch (SidecarException e) {
            return false;
        }
    }

    /**
     * The clips that are in it.
     *
     * @return their ids, sorted
     */
    public SortedSet<String> ids() {
        return Collections.unmodifiableSortedSet(clips.navigableKeySet());
    }

    /**
     * Reads all columns of a clip, with their units and stated statistics.
     *
     * @param id the clip's id, such as {@code a/x_120.0.ecdc}
     * @return a frame of T frames and D columns
     * @throws SidecarException USAGE if there is no such clip; FORMAT if it is broken
     */
    public FeatureFrame frame(String id) {
        return clip(id).frame();
    }

    /**
     * The frame grid of a clip.
     *
     * @param id the clip's id
     * @return sample rate, hop and T
     * @throws SidecarException USAGE if there is no such clip; FORMAT if it is broken
     */
    public FrameGrid grid(String id) {
        return clip(id).grid();
    }

    /**
     * The codes of a clip.
     *
     * @param id the clip's id
     * @return {@code [Cb][T]}, the caller's to keep; empty if the tree was packed without codes, or T is 0
     * @throws SidecarException USAGE if there is no such clip; FORMAT if it is broken
     */
    public Optional<int[][]> codes(String id) {
        return clip(id).codes();
    }

    synchronized PackedClip clip(String id) {
        Hdf5File file = clips.get(id);
        if (file == null) {
            throw new SidecarException(USAGE, Place.file(path).within(Place.clip(id)), "this clip is not in this file");
        }
        return PackedClip.read(file, id);
    }

    /** Closes all files. */
    @Override
    public synchronized void close() {
        close(files);
    }

    private static void close(List<Hdf5File> files) {
        for (Hdf5File file : files) { // a reference to the method would need jhdf
            file.close();
        }
    }

    /** The path and the number of clips, for people. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(path.toString()) + " (" + clips.size() + " clips)";
    }
}
