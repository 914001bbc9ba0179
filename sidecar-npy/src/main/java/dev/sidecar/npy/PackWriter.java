package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Writes a packed tree. What is written as one file is in memory until it is complete, so there are as many files as a
 * bound on their size makes. Each is written under a temporary name, opened again, and compared; they are moved into place
 * when all are there, the one with the name of the tree last. What follows which file is told by digests, so that files of
 * two trees are never taken for one.
 */
final class PackWriter implements AutoCloseable {
    /** A group of HDF5 has all its names in its header; more than this makes finding one slow. */
    private static final int MAX_CLIPS = 4_096;

    private final PackPaths paths;
    private final long maxBytes;
    private final List<Path> temps = new ArrayList<>();
    private Hdf5Group root = new Hdf5Group();
    private Map<String, String> digests = new LinkedHashMap<>();
    private PackChain chain = PackChain.START;
    private long bytes;

    PackWriter(Path file, long maxBytes) {
        checkReplaceable(file);
        this.paths = new PackPaths(file.toAbsolutePath());
        this.maxBytes = maxBytes;
    }

    /** Nothing is lost but an older packed tree. */
    private static void checkReplaceable(Path file) {
        if (Files.isDirectory(file)) {
            throw new SidecarException(IO, Place.file(file), "expected a file to write to, found a folder");
        }
        try {
            if (Files.exists(file) && Files.size(file) > 0 && !PackFile.isPack(file)) {
                throw new SidecarException(
                        USAGE,
                        Place.file(file),
                        "something else than a packed tree is there, and would be lost; move it away, or pack to"
                                + " another file");
            }
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    /** Adds a clip, after all clips before it. */
    void add(PackedClip clip) {
        long weight = clip.weight();
        if (!digests.isEmpty() && (bytes + weight > maxBytes || digests.size() == MAX_CLIPS)) {
            finishPart();
        }
        clip.into(root);
        digests.put(clip.id(), clip.digest());
        bytes += weight;
    }

    private void finishPart() {
        PackChain next = chain.with(digests);
        root.attribute(PackFile.VERSION_KEY, PackFile.VERSION);
        root.attribute(PackFile.PART_KEY, temps.size() + 1);
        root.attribute(PackFile.BEFORE_KEY, chain.digest());
        root.attribute(PackFile.AFTER_KEY, next.digest());
        Path folder = paths.main().toAbsolutePath().getParent();
        Path temp = paths.main()
                .resolveSibling(
                        "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        try {
            if (folder != null) {
                Folders.create(folder);
            }
        } catch (IOException e) {
            throw SidecarException.io(paths.main(), e);
        }
        temps.add(temp);
        try {
            Hdf5.write(temp, root);
            root = new Hdf5Group();
            bytes = 0;
            check(temp, digests);
        } catch (SidecarException e) {
            throw new SidecarException(e.kind(), Place.file(paths.main()).within(e.place()), e.reason(), e);
        }
        digests = new LinkedHashMap<>();
        chain = next;
    }

    /** Reads what was written, all of it. */
    private void check(Path temp, Map<String, String> expected) {
        try (Hdf5File file = Hdf5.open(temp)) {
            expected.forEach((id, digest) -> {
                if (!PackedClip.isAt(file, id)
                        || !PackedClip.read(file, id).digest().equals(digest)) {
                    throw new SidecarException(
                            IO,
                            Place.file(paths.main()).within(Place.clip(id)),
                            "what was written reads differently; nothing was put into place");
                }
            });
        }
    }

    /** Writes what is left, and puts all files into place. */
    int commit() {
        root.attribute(PackFile.PARTS_KEY, temps.size() + 1);
        finishPart();
        int parts = temps.size();
        List<Path> targets = IntStream.rangeClosed(1, parts)
                .mapToObj(number -> number < parts ? paths.part(number) : paths.main())
                .toList();
        targets.forEach(PackWriter::checkReplaceable);
        for (int i = 0; i < parts; i++) {
            move(temps.get(i), targets.get(i));
        }
        removeOlder(parts);
        return parts;
    }

    private static void move(Path from, Path to) {
        try {
            PairCommit.move(from, to);
        } catch (IOException e) {
            throw SidecarException.io(to, e);
        }
    }

    /** Parts of the tree that lay here before, of which there were more. */
    private void removeOlder(int parts) {
        for (int number = parts; ; number++) {
            Path part = paths.part(number);
            try {
                if (!Files.isRegularFile(part) || !PackFile.isPart(part)) {
                    return;
                }
                Files.delete(part);
            } catch (IOException e) {
                throw SidecarException.io(part, e);
            }
        }
    }

    /** Without a commit what lay there before stays. */
    @Override
    public void close() {
        for (Path temp : temps) {
            try {
                Files.deleteIfExists(temp);
            } catch (IOException e) {
                throw SidecarException.io(temp, e);
            }
        }
    }
}
