package dev.sidecar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the usual commands once, on one clip in a temporary folder. The launcher starts this to learn which classes they
 * load, for its archive.
 */
final class Training {
    private Training() {}

    /**
     * Runs the commands and throws away what they print.
     *
     * @param args none
     * @throws IOException if there is no room for the temporary folder
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("sidecar-training");
        try (InputStream tokens = Training.class.getResourceAsStream("training.ecdc")) {
            if (tokens == null) {
                throw new IllegalStateException("the jar lacks training.ecdc");
            }
            Files.copy(tokens, folder.resolve("clip_a_1.ecdc"));
            for (List<String> command : commands(folder.toString())) {
                Main.run(new StandardOutput(OutputStream.nullOutputStream()), command.toArray(String[]::new));
            }
        } finally {
            delete(folder);
        }
    }

    private static List<List<String>> commands(String folder) {
        return List.of(
                List.of("--version"),
                List.of("add", "--help"),
                List.of(
                        "add",
                        "--audio-root",
                        folder,
                        "--const",
                        "b=1",
                        "--lin",
                        "c=0:1",
                        "--producer",
                        "from_filename"),
                List.of("add", "--audio-root", folder, "--const", "b=2"),
                List.of("add", "--audio-root", folder, "--const", "b=2", "--mode", "overwrite", "--dtype", "float16"),
                List.of("add", "--audio-root", folder, "--lin", "c=0"),
                List.of("rename", "--audio-root", folder, "b", "d"),
                List.of("audit", "--audio-root", folder, "--verify-ranges"),
                List.of("show", folder),
                List.of("show", folder, "--rows", "1"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
