package dev.sidecar.audio;

import java.nio.file.Path;
import java.util.Arrays;

/** Reads whole streams. */
final class Streams {
    private Streams() {}

    static float[] all(Path path) {
        return all(path, 4096);
    }

    /** All samples, so many at a time. */
    static float[] all(Path path, int length) {
        try (AudioStream stream = AudioFile.open(path)) {
            return all(stream, length);
        }
    }

    static float[] all(AudioStream stream, int length) {
        float[] samples = new float[1 << 12];
        int count = 0;
        while (true) {
            if (count + length > samples.length) {
                samples = Arrays.copyOf(samples, 2 * (count + length));
            }
            int read = stream.read(samples, count, length);
            if (read < 0) {
                return Arrays.copyOf(samples, count);
            }
            if (read == 0 || read > length) {
                throw new AssertionError("read " + read + " of " + length);
            }
            count += read;
        }
    }
}
