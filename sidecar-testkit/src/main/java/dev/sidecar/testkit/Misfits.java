package dev.sidecar.testkit;

import dev.sidecar.frame.Column;

/**
 * The frames of a column that do not fit what was expected.
 *
 * @param count how many
 * @param first the first of them, or -1
 */
record Misfits(Column column, int count, int first) {
    /** Whether a frame fits. */
    interface Fit {
        boolean at(int frame);
    }

    static Misfits of(Column column, Fit fit) {
        int count = 0;
        int first = -1;
        for (int t = column.frames() - 1; t >= 0; t--) {
            if (!fit.at(t)) {
                count++;
                first = t;
            }
        }
        return new Misfits(column, count, first);
    }

    /** Whether two values have the same bits, where one NaN is as good as another. */
    static boolean same(float one, float other) {
        return Float.floatToIntBits(one) == Float.floatToIntBits(other);
    }

    /** How many there are, and what was found at the first of them. */
    String text(String what, String expected) {
        return count + " of " + column.frames() + " frames " + what + ", the first is frame " + first + ": " + expected
                + ", found " + column.get(first);
    }
}
