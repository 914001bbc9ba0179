package dev.sidecar.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder, in memory where there is such a file system, so that disks are not what is measured; elsewhere with
 * {@code -Dbenchmarks.folder=…}.
 */
public final class WorkFolder implements AutoCloseable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final Path path;

    /**
     * Makes a folder.
     *
     * @throws IOException if it cannot be made
     */
    public WorkFolder() throws IOException {
        Path usual = Files.isWritable(IN_MEMORY) ? IN_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        Path parent = Path.of(System.getProperty("benchmarks.folder", usual.toString()));
        path = Files.createTempDirectory(parent, "sidecar-benchmark");
    }

    /**
     * The folder.
     *
     * @return an existing folder
     */
    public Path path() {
        return path;
    }

    /** Deletes the folder with all that is in it. */
    @Override
    public void close() throws IOException {
        delete(path);
    }

    static void delete(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : paths) {
            Files.delete(each);
        }
    }
}
