package dev.sidecar.npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Token files of any length: native streams of one codebook, whose codes are all 0. */
final class Tokens {
    private Tokens() {}

    /** Writes a token file of 24 kHz, and the folders above it. */
    static Path write(Path file, int frames) {
        byte[] metadata = ("{\"m\": \"encodec_24khz\", \"al\": " + frames * 320L + ", \"nc\": 1, \"lm\": false}")
                .getBytes(StandardCharsets.US_ASCII);
        int codeBytes = (frames * 10 + 7) / 8;
        ByteBuffer stream = ByteBuffer.allocate(9 + metadata.length + codeBytes);
        stream.put("ECDC".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).putInt(metadata.length);
        stream.put(metadata);
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return Files.write(file, stream.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
