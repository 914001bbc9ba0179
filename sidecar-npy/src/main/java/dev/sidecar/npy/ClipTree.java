package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree for clips in the order of their ids. A folder's names are sorted when it is entered, so memory holds the
 * names of the folders on the way, not of the tree. Linked folders are not entered.
 */
final class ClipTree implements Iterator<Entry> {
    /** A name in a folder; {@code key} sorts it among the others as the ids below it sort. */
    private record Child(
            String key, Path path, boolean folder, @Nullable Entry entry) {}

    /** Tells by its name what a file is. */
    @FunctionalInterface
    interface Names {
        /** Token files, and what looks like one. */
        Names TOKENS = (name, id) -> {
            if (!name.toLowerCase(Locale.ROOT).endsWith(SidecarPaths.TOKEN_SUFFIX)) {
                return null;
            }
            return name.endsWith(SidecarPaths.TOKEN_SUFFIX)
                    ? new Entry.Token(id)
                    : ignored(
                            id,
                            Finding.Code.SUFFIX_CASE,
                            "token files end in .ecdc, in lower case; rename it to have it read");
        };

        /** The same, and the temporary files of an older token writer. */
        Names ALSO_UNFINISHED = (name, id) -> name.endsWith(SidecarPaths.TOKEN_SUFFIX + SidecarPaths.TEMP)
                ? ignored(
                        id,
                        Finding.Code.LEFTOVER,
                        "an unfinished token file; nobody but you knows whether it is needed")
                : TOKENS.entry(name, id);

        /** What to list for a file; null if it is of no concern. */
        @Nullable
        Entry entry(String name, String id);
    }

    private final Deque<Iterator<Child>> folders = new ArrayDeque<>();
    private final Names names;
    private @Nullable Entry next;

    /** Fails unless it is a folder. */
    static void checkRoot(Path root) {
        if (!Files.exists(root)) {
            throw new SidecarException(USAGE, Place.file(root), "there is no such folder");
        }
        if (!Files.isDirectory(root)) {
            throw new SidecarException(USAGE, Place.file(root), "expected a folder, found a file");
        }
    }

    /** What lies below a root under names that mean something. */
    ClipTree(Path root, Names names) {
        this.names = names;
        checkRoot(root);
        try {
            folders.push(children(root, "").iterator());
        } catch (IOException e) {
            throw SidecarException.io(root, e);
        }
        advance();
    }

    /** The entries, one by one. */
    Stream<Entry> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT),
                false);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Entry next() {
        Entry entry = next;
        if (entry == null) {
            throw new NoSuchElementException();
        }
        advance();
        return entry;
    }

    private void advance() {
        next = null;
        while (next == null && !folders.isEmpty()) {
            Iterator<Child> children = folders.peek();
            if (!children.hasNext()) {
                folders.pop();
                continue;
            }
            Child child = children.next();
            if (!child.folder()) {
                next = child.entry();
                continue;
            }
            try {
                folders.push(children(child.path(), child.key()).iterator());
            } catch (NoSuchFileException deletedMeanwhile) { // then there is nothing to list
            } catch (IOException e) {
                next = new Entry.Unreadable(child.key(), SidecarException.io(child.path(), e));
            }
        }
    }

    private List<Child> children(Path folder, String prefix) throws IOException {
        List<Child> children = new ArrayList<>();
        for (Path path : Folders.children(folder)) {
            Child child = child(folder, prefix, path);
            if (child != null) {
                children.add(child);
            }
        }
        children.sort(Comparator.comparing(Child::key));
        return children;
    }

    private @Nullable Child child(Path folder, String prefix, Path path) {
        String name = nameOf(path);
        String id = prefix + name;
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException deletedMeanwhile) {
            return null;
        } catch (IOException e) { // it may be a folder with tokens
            return leaf(path, new Entry.Unreadable(id, SidecarException.io(path, e)));
        }
        if (attributes.isDirectory() && !isFaithful(folder, path, name)) {
            return leaf(path, new Entry.Unreadable(id + "/", unrepresentable(Place.file(path))));
        }
        if (attributes.isDirectory()) {
            return new Child(id + "/", path, true, null);
        }
        Entry entry = names.entry(name, id);
        if (entry == null || (attributes.isSymbolicLink() && Files.isDirectory(path))) {
            return null;
        }
        if (name.startsWith("._")) {
            return leaf(
                    path, ignored(id, Finding.Code.APPLE_DOUBLE, "macOS leaves such files beside real ones; ignored"));
        }
        boolean readable = entry instanceof Entry.Ignored || isFaithful(folder, path, name);
        return leaf(path, readable ? entry : new Entry.Unreadable(id, unrepresentable(Place.file(path))));
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString();
    }

    private static Child leaf(Path path, Entry entry) {
        return new Child(entry.id(), path, false, entry);
    }

    /** The failure for a name that this process cannot decode or encode. */
    static SidecarException unrepresentable(Place place) {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        boolean unicode = encoding.equalsIgnoreCase("UTF-8");
        return new SidecarException(
                UNSUPPORTED,
                place,
                "a name here has bytes that this process cannot represent (its file-name encoding is " + encoding
                        + "); "
                        + (unicode ? "rename the file or folder" : "start it with LC_ALL=C.UTF-8, or rename it"));
    }

    /** Whether the name leads back to the file, which it does not if it could not be decoded. */
    static boolean isFaithful(Path folder, Path path, String name) {
        try {
            return folder.resolve(name).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Entry ignored(String id, Finding.Code code, String message) {
        return new Entry.Ignored(id, new Finding(code, id, message));
    }
}
