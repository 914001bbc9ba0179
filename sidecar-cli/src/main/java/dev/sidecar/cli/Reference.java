package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioFile;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.npy.NpyArray;
import java.nio.file.Path;
import java.util.Locale;

/** Audio that another program decoded: a file of audio, or a NumPy array. */
final class Reference {
    private Reference() {}

    /** Opens a file; one that does not have the rate, or tells none and is no single channel, is refused. */
    static AudioStream open(Path file, int sampleRate) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            return new Array(samples(file), sampleRate);
        }
        AudioStream audio = AudioFile.open(file);
        if (audio.sampleRate() != sampleRate) {
            audio.close();
            throw new SidecarException(
                    MISMATCH,
                    Place.file(file),
                    "expected " + sampleRate + " samples per second, as the model decodes, found "
                            + audio.sampleRate());
        }
        return audio;
    }

    private static float[] samples(Path file) {
        NpyArray array = NpyArray.read(file);
        float[] samples = array.floats();
        if (array.shape().stream().noneMatch(size -> size == samples.length)) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file),
                    "expected the samples of one channel, such as the shape [N] or [1, 1, N], found " + array.shape());
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new SidecarException(
                        FORMAT,
                        Place.file(file),
                        "sample " + i + " is " + samples[i] + ", audio is made of finite numbers");
            }
        }
        return samples;
    }

    /** Samples in memory. */
    private static final class Array implements AudioStream {
        private final float[] samples;
        private final int sampleRate;
        private int position;

        Array(float[] samples, int sampleRate) {
            this.samples = samples;
            this.sampleRate = sampleRate;
        }

        @Override
        public int sampleRate() {
            return sampleRate;
        }

        @Override
        public int read(float[] into, int offset, int length) {
            int count = Math.min(length, samples.length - position);
            System.arraycopy(samples, position, into, offset, count);
            position += count;
            return count == 0 ? -1 : count;
        }

        /** Nothing is open. */
        @Override
        public void close() {}
    }
}
