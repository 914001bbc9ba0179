package dev.sidecar.npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything below a folder, by relative path: equal before and after if nothing was written, moved or touched. */
record TreeState(SortedMap<String, Item> items) {
    record Item(String digest, FileTime modified, @Nullable Object fileKey) {}

    static TreeState of(Path root) {
        SortedMap<String, Item> items = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(path -> !path.equals(root)).toList()) {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String digest = attributes.isRegularFile() ? Sha256.of(Files.readAllBytes(path)) : "";
                items.put(
                        root.relativize(path).toString(),
                        new Item(digest, attributes.lastModifiedTime(), attributes.fileKey()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TreeState(items);
    }

    Item get(String name) {
        Item item = items.get(name);
        if (item == null) {
            throw new AssertionError("no " + name + " among " + items.keySet());
        }
        return item;
    }

    /** What lies there, without the lock file. */
    List<String> names() {
        return items.keySet().stream()
                .filter(name -> !name.equals(".sidecar.lock"))
                .toList();
    }
}
