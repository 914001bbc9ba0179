package dev.sidecar.npy;

import dev.sidecar.frame.Codes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Token files of any length, of one codebook whose codes are all 0: native streams, or torch's where T is 0. */
final class Tokens {
    private Tokens() {}

    /** One codebook without frames. */
    private record NoCodes() implements Codes {
        @Override
        public int codebooks() {
            return 1;
        }

        @Override
        public int frames() {
            return 0;
        }

        @Override
        public void read(int from, int frames, int[][] into) {
            checkWindow(from, frames);
        }
    }

    /** Writes a token file of 24 kHz, and the folders above it. */
    static Path write(Path file, int frames) {
        if (frames == 0) { // which no native stream has
            TokenFile.write(file, new NoCodes(), 0);
            return file;
        }
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
