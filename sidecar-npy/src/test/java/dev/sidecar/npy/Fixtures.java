package dev.sidecar.npy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Files that other programs wrote, with what is to be expected of them. */
final class Fixtures {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Fixtures() {}

    static Path path(String name) {
        URL resource = Objects.requireNonNull(Fixtures.class.getResource("/" + name), name);
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    static JsonNode json(String name) {
        try {
            return MAPPER.readTree(Files.readString(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of a folder's {@code expected.json}, each of which describes a file. */
    static Stream<JsonNode> expected(String folder) {
        return json(folder + "/expected.json").valueStream();
    }

    /** Those entries of which the file is to be read, or those to be refused, by file name. */
    static Stream<Named<JsonNode>> expected(String folder, boolean good) {
        return expected(folder)
                .filter(entry -> entry.get("ok").booleanValue() == good)
                .map(entry -> Named.of(entry.get("file").textValue(), entry));
    }

    /** Copies one file, under its own name or another. */
    static Path copy(String name, Path to) {
        try {
            Path target = Files.isDirectory(to) ? to.resolve(name.substring(name.lastIndexOf('/') + 1)) : to;
            return Files.write(target, Files.readAllBytes(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the files of a folder. */
    static void copyFolder(String name, Path to) {
        try (Stream<Path> files = Files.list(path(name))) {
            files.forEach(file -> copy(name + "/" + file.getFileName(), to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
