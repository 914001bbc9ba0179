package dev.sidecar.encodec;

/**
 * The functions between the linear layers, in float32. They use nothing but sums, products, quotients, minima and maxima,
 * which are the same to the bit on every Java, and leave no branches, so that loops over them become vector instructions.
 */
final class Curves {
    /** Below, exp(x) - 1 is -1 in float32. */
    private static final float LOWEST = -17.5f;

    private Curves() {}

    /**
     * exp(x) - 1 for x up to 0, to a relative error of 1e-6.
     *
     * <p>With y(x) = exp(x) - 1: y(x) = y(x / 2) · (2 + y(x / 2)), five times, from the Taylor series at x / 32.
     */
    static float expm1(float x) {
        float z = Math.max(x, LOWEST) * (1 / 32f);
        float y = z
                * (1
                        + z
                                * (1 / 2f
                                        + z
                                                * (1 / 6f
                                                        + z
                                                                * (1 / 24f
                                                                        + z
                                                                                * (1 / 120f
                                                                                        + z
                                                                                                * (1 / 720f
                                                                                                        + z
                                                                                                                * (1
                                                                                                                                / 5040f
                                                                                                                        + z
                                                                                                                                * (1
                                                                                                                                        / 40320f))))))));
        y = y * (2 + y);
        y = y * (2 + y);
        y = y * (2 + y);
        y = y * (2 + y);
        return y * (2 + y);
    }

    /** x for x above 0, exp(x) - 1 below; of a part of a row, in place. */
    static void elu(float[] row, int from, int to) {
        for (int i = from; i < to; i++) {
            float x = row[i];
            row[i] = Math.max(x, 0) + expm1(Math.min(x, 0));
        }
    }

    /** 1 / (1 + exp(-x)); of a part of a row, in place. */
    static void sigmoid(float[] row, int from, int to, float[] scratch) {
        riseAndFall(row, from, to, scratch);
        for (int i = from; i < to; i++) {
            float rise = 1 + row[i];
            row[i] = rise / (rise + (1 + scratch[i]));
        }
    }

    /** The hyperbolic tangent; of a part of a row, in place. */
    static void tanh(float[] row, int from, int to, float[] scratch) {
        for (int i = from; i < to; i++) {
            row[i] = 2 * row[i];
        }
        riseAndFall(row, from, to, scratch);
        for (int i = from; i < to; i++) {
            row[i] = (row[i] - scratch[i]) / (2 + (row[i] + scratch[i]));
        }
    }

    /**
     * exp(x) - 1 for x below 0, else 0, into the row; the same of -x into the scratch. One of the two is 0, so that neither
     * of the curves loses digits, however large x is.
     */
    private static void riseAndFall(float[] row, int from, int to, float[] scratch) {
        for (int i = from; i < to; i++) {
            scratch[i] = expm1(Math.min(-row[i], 0));
        }
        for (int i = from; i < to; i++) {
            row[i] = expm1(Math.min(row[i], 0));
        }
    }
}
