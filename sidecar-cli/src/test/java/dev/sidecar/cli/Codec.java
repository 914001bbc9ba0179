package dev.sidecar.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tiny codec with seeded random weights, and what Meta's modules decode and encode with it. Of the tokens, those of t75
 * alone belong to its WAV.
 */
final class Codec {
    static final Path MODEL = file("model");

    private Codec() {}

    static Path file(String name) {
        try {
            return Path.of(Codec.class.getResource("/codec/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Copies files into a new folder. */
    static Path copyTo(Path folder, String... names) {
        try {
            Files.createDirectories(folder);
            for (String name : names) {
                Files.copy(file(name), folder.resolve(name));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The codes of a NumPy file of int64, [1, 2, T]. */
    static int[][] encoded(String name, int frames) {
        try {
            byte[] bytes = Files.readAllBytes(file(name));
            int start = bytes.length - 2 * frames * Long.BYTES;
            ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int[][] codes = new int[2][frames];
            for (int i = 0; i < 2 * frames; i++) {
                codes[i / frames][i % frames] = Math.toIntExact(values.getLong(start + i * Long.BYTES));
            }
            return codes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
