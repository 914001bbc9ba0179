package dev.sidecar.audio;

import java.util.Arrays;

/** Whole signals through streams. */
final class Resampling {
    private Resampling() {}

    static float[] resample(float[] samples, int from, int to) {
        return resample(samples, ResamplingFilter.of(from, to), from);
    }

    static float[] resample(float[] samples, ResamplingFilter filter, int from) {
        return drain(new ResampledStream(filter, new Samples(from, samples, samples.length + 1)), 1000);
    }

    /** All that a stream has, in reads of one length, into an array with guard values around what is read into. */
    static float[] drain(AudioStream stream, int length) {
        float[] all = new float[1024];
        int count = 0;
        float[] into = new float[length + 2];
        while (true) {
            into[0] = 42;
            into[length + 1] = 42;
            int read = stream.read(into, 1, length);
            if (read == 0 || read > length || into[0] != 42 || into[length + 1] != 42) {
                throw new AssertionError("a read of " + length + " gave " + read + " or wrote beyond");
            }
            if (read < 0) {
                return Arrays.copyOf(all, count);
            }
            if (all.length < count + read) {
                all = Arrays.copyOf(all, 2 * (count + read));
            }
            System.arraycopy(into, 1, all, count, read);
            count += read;
        }
    }

    /** ceil(samples · to / from). */
    static int expectedCount(int samples, int from, int to) {
        return Math.toIntExact(((long) samples * to + from - 1) / from);
    }

    static double decibels(double amplitude) {
        return 20 * Math.log10(amplitude);
    }

    /** A stream of known samples that gives no more than {@code most} of them at once. */
    static final class Samples implements AudioStream {
        private final int sampleRate;
        private final float[] samples;
        private final int most;
        private int position;
        private boolean closed;

        Samples(int sampleRate, float[] samples, int most) {
            this.sampleRate = sampleRate;
            this.samples = samples;
            this.most = most;
        }

        @Override
        public int sampleRate() {
            return sampleRate;
        }

        @Override
        public int read(float[] into, int offset, int length) {
            if (position == samples.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, most), samples.length - position);
            System.arraycopy(samples, position, into, offset, count);
            position += count;
            return count;
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
