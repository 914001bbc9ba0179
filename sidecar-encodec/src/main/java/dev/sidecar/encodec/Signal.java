package dev.sidecar.encodec;

import java.util.Arrays;

/**
 * Channels that go together through time: rows of float32 values, of which the first {@link #length} count. Rows only
 * grow, so that a signal is made once and used for block after block.
 */
final class Signal {
    private final float[][] rows;
    private int length;

    Signal(int channels) {
        rows = new float[channels][0];
    }

    int channels() {
        return rows.length;
    }

    int length() {
        return length;
    }

    /** The values of a channel; valid until the next {@link #resize}. */
    float[] row(int channel) {
        return rows[channel];
    }

    float[][] rows() {
        return rows;
    }

    /** Sets the length. What was there stays. */
    void resize(int newLength) {
        for (int c = 0; c < rows.length && newLength > rows[c].length; c++) {
            rows[c] = Arrays.copyOf(rows[c], newLength);
        }
        length = newLength;
    }
}
