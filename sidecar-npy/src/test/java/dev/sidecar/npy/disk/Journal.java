package dev.sidecar.npy.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does every operation, and remembers what a loss of power could leave of them. A change of names in a folder is certain
 * once the folder was forced; until then any of the changes may be missing, whatever their order. The content of a file is
 * certain once the file was forced; until then all of it may be missing, or its end.
 */
public final class Journal implements Watcher {
    private final Path root;
    private final SortedMap<Path, Node> certain = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Path, Node> now = new HashMap<>();
    private final Set<Crash> crashes = new LinkedHashSet<>();
    private int operations;

    /** A file, or a folder, which has no content. */
    private static final class Node {
        private final boolean folder;
        private byte[] forced = new byte[0];
        private byte[] written = new byte[0];

        private Node(boolean folder) {
            this.folder = folder;
        }

        /** What may be left of the content. */
        private List<ByteBuffer> contents() {
            return Stream.of(forced, Arrays.copyOf(written, (forced.length + written.length) / 2), written)
                    .map(ByteBuffer::wrap)
                    .distinct()
                    .toList();
        }
    }

    /** A change of names in one folder; null for no name. */
    private record Change(@Nullable Path from, @Nullable Path to, Node node) {
        private Path name() {
            return to != null ? to : Objects.requireNonNull(from);
        }

        private void apply(SortedMap<Path, Node> tree) {
            if (from != null) {
                tree.remove(from);
            }
            if (to != null) {
                tree.put(to, node);
            }
        }
    }

    /**
     * What a loss of power left.
     *
     * @param files the content of every file, by its path below the root
     * @param folders the paths of the folders, the upper ones first
     */
    public record Crash(SortedMap<String, ByteBuffer> files, List<String> folders) {
        /** What is left in a file. */
        public byte[] content(String name) {
            ByteBuffer content = Objects.requireNonNull(files.get(name)).duplicate();
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            return bytes;
        }

        /** Makes it in an empty folder, or one that is not there yet. */
        public Path in(Path folder) throws IOException {
            Files.createDirectories(folder);
            for (String name : folders) {
                Files.createDirectory(folder.resolve(name));
            }
            for (String name : files.keySet()) {
                Files.write(folder.resolve(name), content(name));
            }
            return folder;
        }
    }

    /** Begins with what lies below a folder, all of which is certain. */
    public Journal(Path root) throws IOException {
        this.root = root;
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(path -> !path.equals(root)).toList()) {
                Node node = new Node(Files.isDirectory(path));
                if (!node.folder) {
                    node.forced = Files.readAllBytes(path);
                    node.written = node.forced;
                }
                certain.put(path, node);
            }
        }
        now.putAll(certain);
        crashes.addAll(crashesNow());
    }

    /** How many operations changed something. */
    public int operations() {
        return operations;
    }

    /** What a loss of power at any moment could have left. */
    public Set<Crash> crashes() {
        return crashes;
    }

    @Override
    public <T> T watch(Operation operation, Real<T> real) throws IOException {
        boolean existed = Files.exists(operation.path());
        T result = real.run();
        if (note(operation, existed)) {
            operations++;
            crashes.addAll(crashesNow());
        }
        return result;
    }

    private Node node(Path path) {
        return Objects.requireNonNull(now.get(path), path::toString);
    }

    /** Whether it changes what a loss of power could leave. */
    private boolean note(Operation operation, boolean existed) throws IOException {
        Path path = operation.path();
        switch (operation.kind()) {
            case CREATE -> {
                if (existed) {
                    return false;
                }
                change(null, path, new Node(false));
            }
            case MAKE_FOLDER -> change(null, path, new Node(true));
            case WRITE, TRUNCATE -> node(path).written = Files.readAllBytes(path);
            case FORCE -> node(path).forced = node(path).written;
            case MOVE -> change(path, operation.to(), node(path));
            case DELETE -> change(path, null, node(path));
            case FORCE_FOLDER -> {
                List<Change> inFolder = changes.stream()
                        .filter(change -> path.equals(change.name().getParent()))
                        .toList();
                inFolder.forEach(change -> change.apply(certain));
                changes.removeAll(inFolder);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void change(@Nullable Path from, @Nullable Path to, Node node) {
        changes.add(new Change(from, to, node));
        if (from != null) {
            now.remove(from);
        }
        if (to != null) {
            now.put(to, node);
        }
    }

    /** What a loss of power at this moment could leave: every choice of uncertain names and contents. */
    public Set<Crash> crashesNow() {
        Set<Crash> left = new LinkedHashSet<>();
        for (long choice = 0; choice < 1L << changes.size(); choice++) {
            SortedMap<Path, Node> tree = new TreeMap<>(certain);
            for (int i = 0; i < changes.size(); i++) {
                if ((choice >> i & 1) == 1) {
                    changes.get(i).apply(tree);
                }
            }
            tree.keySet().removeIf(path -> !isReachable(path, tree));
            List<String> folders = new ArrayList<>();
            List<Map.Entry<Path, Node>> files = new ArrayList<>();
            for (Map.Entry<Path, Node> entry : tree.entrySet()) {
                if (entry.getValue().folder) {
                    folders.add(name(entry.getKey()));
                } else {
                    files.add(entry);
                }
            }
            addContents(new TreeMap<>(), files, folders, left);
        }
        return left;
    }

    private String name(Path path) {
        return root.relativize(path).toString();
    }

    private boolean isReachable(Path path, SortedMap<Path, Node> tree) {
        Path folder = Objects.requireNonNull(path.getParent());
        return folder.equals(root) || (tree.containsKey(folder) && isReachable(folder, tree));
    }

    private void addContents(
            SortedMap<String, ByteBuffer> chosen,
            List<Map.Entry<Path, Node>> files,
            List<String> folders,
            Set<Crash> left) {
        if (chosen.size() == files.size()) {
            left.add(new Crash(new TreeMap<>(chosen), folders));
            return;
        }
        Map.Entry<Path, Node> file = files.get(chosen.size());
        String name = name(file.getKey());
        for (ByteBuffer content : file.getValue().contents()) {
            chosen.put(name, content);
            addContents(chosen, files, folders, left);
            chosen.remove(name);
        }
    }
}
