package dev.sidecar.encodec;

import java.util.Arrays;

/**
 * A matrix that multiplies signals, with a bias: out[m] = bias[m] + sum over k of weights[m][k] · in[k], for every point in
 * time. Immutable.
 *
 * <p>The sum is taken from the first k to the last, whatever the length of the signals. Time is the innermost index and
 * every row an array of its own, because that is what a JIT compiler turns into vector instructions.
 */
final class Matrix {
    /** How many rows of the input are added in one go. */
    static final int STEP = 4;

    /** So many values of the input, 32 KB, stay in the first cache while all rows of the output use them. */
    private static final int VALUES_AT_ONCE = 8_192;

    private final float[][] weights;
    private final float[] bias;

    /**
     * A matrix.
     *
     * @param weights rows of one length each
     * @param bias as many as rows
     */
    Matrix(float[][] weights, float[] bias) {
        this.weights = new float[weights.length][];
        for (int m = 0; m < weights.length; m++) {
            this.weights[m] = Arrays.copyOf(weights[m], padded(weights[m].length));
        }
        this.bias = bias.clone();
    }

    /** The next multiple of {@link #STEP}. */
    static int padded(int columns) {
        return (columns + STEP - 1) / STEP * STEP;
    }

    int rows() {
        return weights.length;
    }

    /** How many rows the input has; those beyond the matrix's columns are there to fill up, and count nothing. */
    int paddedColumns() {
        return weights[0].length;
    }

    /**
     * Multiplies.
     *
     * @param in {@link #paddedColumns} arrays of at least {@code length}, finite
     * @param out {@link #rows} arrays of at least {@code length}, overwritten
     * @param length how many points in time, at least 1
     */
    void multiply(float[][] in, float[][] out, int length) {
        for (int m = 0; m < weights.length; m++) {
            Arrays.fill(out[m], 0, length, bias[m]);
        }
        int columns = paddedColumns();
        int atOnce = Math.max(STEP, VALUES_AT_ONCE / length / STEP * STEP);
        for (int from = 0; from < columns; from += atOnce) {
            int to = Math.min(columns, from + atOnce);
            for (int m = 0; m < weights.length; m++) {
                accumulate(out[m], weights[m], in, from, to, length);
            }
        }
    }

    /** Adds coefficients[k] · in[k] to a row, for the k from one multiple of {@link #STEP} to another. */
    static void accumulate(float[] row, float[] coefficients, float[][] in, int from, int to, int length) {
        for (int k = from; k < to; k += STEP) {
            add(
                    row,
                    coefficients[k],
                    in[k],
                    coefficients[k + 1],
                    in[k + 1],
                    coefficients[k + 2],
                    in[k + 2],
                    coefficients[k + 3],
                    in[k + 3],
                    length);
        }
    }

    private static void add(
            float[] row,
            float a,
            float[] inA,
            float b,
            float[] inB,
            float c,
            float[] inC,
            float d,
            float[] inD,
            int length) {
        for (int j = 0; j < length; j++) {
            row[j] += a * inA[j] + b * inB[j] + c * inC[j] + d * inD[j];
        }
    }
}
