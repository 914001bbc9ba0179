package dev.sidecar.audio;

/** The mean square of samples. */
final class Power {
    private Power() {}

    /** mean(x²) in float64. Four sums that do not wait for each other, in a fixed order: fast, and always the same bits. */
    static double mean(float[] samples, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += square(samples[i]);
            b += square(samples[i + 1]);
            c += square(samples[i + 2]);
            d += square(samples[i + 3]);
        }
        for (; i < to; i++) {
            a += square(samples[i]);
        }
        return ((a + b) + (c + d)) / (to - from);
    }

    private static double square(double x) {
        return x * x;
    }
}
