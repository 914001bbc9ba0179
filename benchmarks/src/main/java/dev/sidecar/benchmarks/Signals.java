package dev.sidecar.benchmarks;

import dev.sidecar.audio.AudioStream;
import dev.sidecar.audio.WavEncoding;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** What the benchmarks listen to. */
public final class Signals {
    private Signals() {}

    /**
     * Three gliding harmonics that come and go once a second, and a little noise, within -1 and 1.
     *
     * @param rate samples per second
     * @param seconds how long
     * @return the samples
     */
    public static float[] tones(int rate, int seconds) {
        float[] samples = new float[rate * seconds];
        SplittableRandom random = new SplittableRandom(1);
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            phase += 2 * Math.PI * (220 + 110 * Math.sin(2.0 * i / rate / 4)) / rate;
            double tones = Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3;
            double level = 0.25 * (1 + Math.sin(2 * Math.PI * i / rate));
            samples[i] = (float) (level * tones / 2 + 0.02 * (random.nextDouble() - 0.5));
        }
        return samples;
    }

    /**
     * Writes samples as a WAV file of 16 bits.
     *
     * @param file the file
     * @param rate samples per second
     * @param samples the samples
     * @throws IOException if it cannot be written
     */
    public static void writeWav(Path file, int rate, float[] samples) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            WavEncoding.PCM16.write(stream(rate, samples), samples.length, out);
        }
    }

    /**
     * Samples in memory as a stream.
     *
     * @param rate samples per second
     * @param samples the samples
     * @return the stream
     */
    public static AudioStream stream(int rate, float[] samples) {
        return new InMemory(rate, samples);
    }

    private static final class InMemory implements AudioStream {
        private final int rate;
        private final float[] samples;
        private int at;

        InMemory(int rate, float[] samples) {
            this.rate = rate;
            this.samples = samples;
        }

        @Override
        public int sampleRate() {
            return rate;
        }

        @Override
        public int read(float[] into, int offset, int length) {
            int count = Math.min(length, samples.length - at);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(samples, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
