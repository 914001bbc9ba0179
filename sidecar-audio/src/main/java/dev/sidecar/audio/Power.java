package dev.sidecar.audio;

/**
 * The mean square of samples. The second half of the squares is added to the first until few are left, in float32, and
 * those in float64: a fixed order, that the JIT compiler turns into vector instructions, and in which rounding errors grow
 * with the logarithm of the number of samples. Has a buffer, so it is for one thread.
 */
final class Power {
    private static final int FEW = 32;

    private final float[] folded;

    /** For up to so many samples at once. */
    Power(int most) {
        this.folded = new float[most - most / 2];
    }

    /** mean(x²), of at least one sample. */
    double mean(float[] samples, int from, int to) {
        double sum = folded(samples, from, to - from);
        return (Double.isFinite(sum) ? sum : exact(samples, from, to)) / (to - from);
    }

    private double folded(float[] samples, int from, int count) {
        int half = count / 2;
        int left = count - half;
        for (int i = 0; i < half; i++) {
            float a = samples[from + i];
            float b = samples[from + left + i];
            folded[i] = a * a + b * b;
        }
        if (half < left) {
            folded[half] = samples[from + half] * samples[from + half];
        }
        while (left > FEW) {
            half = left / 2;
            left -= half;
            fold(half, left);
        }
        double sum = 0;
        for (int i = 0; i < left; i++) {
            sum += folded[i];
        }
        return sum;
    }

    private void fold(int half, int from) {
        for (int i = 0; i < half; i++) {
            folded[i] += folded[from + i];
        }
    }

    /** For magnitudes whose squares float32 cannot hold. */
    private static double exact(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum;
    }
}
