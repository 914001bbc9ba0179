package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A tree of files that are made of those of another tree, one of each, in the same folders: tokens of audio, or audio of
 * tokens.
 *
 * <p>Files are found by the rules by which a run finds its clips: in the order of their ids, without entering linked
 * folders, without {@code ._*}. The mirror may lie inside the root; it is not looked through then. Memory does not grow
 * with the trees, except for the names in one folder. Nothing is made where a link leads out of the mirror (FORBIDDEN).
 * Immutable and reusable.
 */
public final class Mirror {
    private final Path root;
    private final Path target;
    private final ClipTree.Names names;
    private final Function<String, String> counterpart;

    private Mirror(Path root, Path target, ClipTree.Names names, Function<String, String> counterpart) {
        this.root = root;
        this.target = target;
        this.names = names;
        this.counterpart = counterpart;
    }

    /** Makes a file of another. */
    @FunctionalInterface
    public interface Work {
        /**
         * Makes a file. Called on several threads at once.
         *
         * @param id the path of the file that is there, relative to the root, with {@code /} between folders
         * @param from the file that is there
         * @param to the file to make, whole or not at all; its folder may be missing
         * @throws SidecarException if that fails; a CANCELLED one ends the run
         */
        void make(String id, Path from, Path to);
    }

    /** What became of one file. */
    public sealed interface Result {
        /**
         * Which file.
         *
         * @return its path relative to the root
         */
        String id();

        /**
         * Its counterpart was made.
         *
         * @param id the file's path relative to the root
         */
        record Made(String id) implements Result {}

        /**
         * Its counterpart was there already, and was left as it is.
         *
         * @param id the file's path relative to the root
         */
        record Kept(String id) implements Result {}

        /**
         * It failed; its counterpart is as it was.
         *
         * @param id the file's path relative to the root; that of a folder that cannot be looked into
         * @param failure why
         */
        record Failed(String id, SidecarException failure) implements Result {}

        /**
         * It only looks like one of these files.
         *
         * @param id the file's path relative to the root
         * @param finding why
         */
        record Ignored(String id, Finding finding) implements Result {}
    }

    /**
     * The mirror of a tree of token files: {@code a/x.ecdc} has {@code a/x} and a suffix.
     *
     * @param root the folder with the token files ({@code *.ecdc}, at any depth)
     * @param target where their counterparts belong
     * @param suffix such as {@code .wav}
     * @return the mirror; nothing is looked at yet
     */
    public static Mirror ofTokens(Path root, Path target, String suffix) {
        return new Mirror(root, target, ClipTree.Names.TOKENS, id -> SidecarPaths.base(id) + suffix);
    }

    /**
     * The mirror of a tree of files of any kind.
     *
     * @param root the folder with the files, at any depth
     * @param target where their counterparts belong
     * @param counterpart what the counterpart of a file is called, by its name or its path; empty for a file that has none
     * @return the mirror; nothing is looked at yet
     */
    public static Mirror of(Path root, Path target, Function<String, Optional<String>> counterpart) {
        return new Mirror(
                root,
                target,
                (name, id) -> counterpart.apply(name).isPresent() ? new Entry.Token(id) : null,
                id -> counterpart.apply(id).orElse(id));
    }

    /**
     * Counts the files of which others are made, and the folders that cannot be looked into.
     *
     * @return as many results as {@link #run} gives, without those that are ignored
     * @throws SidecarException (USAGE) if there is no root, or it is no folder
     */
    public long count() {
        try (Stream<Entry> entries = entries()) {
            return entries.filter(entry -> !(entry instanceof Entry.Ignored)).count();
        }
    }

    /**
     * Makes the files that are missing, or all of them. A file that fails does not keep the others from being made.
     *
     * @param parallelism how many at once, 1 to 1,024
     * @param overwrite whether to make anew what is there already
     * @param work what makes a file
     * @param results told of every file in the order of the ids, on the calling thread; what it throws ends the run
     * @throws SidecarException USAGE for a parallelism out of range, or if there is no root, or one of the two is no folder;
     *     IO if nothing can be written to the target; CANCELLED if the thread was interrupted, with the interrupt flag
     *     kept. All threads have ended then.
     */
    public void run(int parallelism, boolean overwrite, Work work, Consumer<Result> results) {
        int threads = InOrder.checkedThreads(parallelism);
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new SidecarException(USAGE, Place.file(target), "expected a folder to write into, found a file");
        }
        try (Stream<Entry> entries = entries()) {
            Iterator<Entry> queue = entries.iterator();
            if (queue.hasNext()) {
                makeTarget();
            }
            InOrder.run(threads, queue, entry -> resultOf(entry, overwrite, work), results);
        }
    }

    private Stream<Entry> entries() {
        Stream<Entry> entries = new ClipTree(root, names).stream();
        boolean isInside = !plain(root).equals(plain(target)) && plain(target).startsWith(plain(root));
        return isInside
                ? entries.filter(entry -> !plain(root.resolve(entry.id())).startsWith(plain(target)))
                : entries;
    }

    private static Path plain(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void makeTarget() {
        try {
            Folders.create(target);
        } catch (IOException e) {
            throw SidecarException.io(target, e);
        }
        if (!Files.isWritable(target)) {
            throw new SidecarException(IO, Place.file(target), "no permission to write into this folder");
        }
    }

    private Result resultOf(Entry entry, boolean overwrite, Work work) {
        String id = entry.id();
        if (entry instanceof Entry.Ignored ignored) {
            return new Result.Ignored(id, ignored.finding());
        }
        if (entry instanceof Entry.Unreadable unreadable) {
            return new Result.Failed(id, unreadable.failure());
        }
        Path from = root.resolve(id);
        try {
            Path to = target.resolve(counterpart.apply(id));
            if (!overwrite && Files.isRegularFile(to)) {
                return new Result.Kept(id);
            }
            Folders.checkInside(target, to);
            work.make(id, from, to);
            return new Result.Made(id);
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            return new Result.Failed(id, e.within(Place.file(from)));
        }
    }
}
