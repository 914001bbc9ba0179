package dev.sidecar.producers;

import dev.sidecar.frame.Column;
import java.util.Arrays;

/** {@link Derivation#median}. */
record MovingMedian(int window) implements Step.Transform {
    static final String NAME = "median";

    MovingMedian {
        Window.check(NAME, window, 1);
    }

    @Override
    public Column apply(Column column) {
        float[] values = column.toArray();
        float[] medians = new float[values.length];
        float[] sorted = new float[window]; // what lies outside the clip is zero
        int half = window / 2;
        for (int t = -half; t < values.length; t++) {
            replace(sorted, at(values, t - half - 1), at(values, t + half));
            if (t >= 0) {
                medians[t] = sorted[half];
            }
        }
        return Column.of(column.name(), medians).withUnits(column.units());
    }

    private static float at(float[] values, int t) {
        return t >= 0 && t < values.length ? values[t] : 0;
    }

    private static void replace(float[] sorted, float old, float fresh) {
        int hole = Arrays.binarySearch(sorted, old);
        int found = Arrays.binarySearch(sorted, fresh);
        int place = found < 0 ? -found - 1 : found;
        if (place > hole) {
            place--;
            System.arraycopy(sorted, hole + 1, sorted, hole, place - hole);
        } else {
            System.arraycopy(sorted, place, sorted, place + 1, hole - place);
        }
        sorted[place] = fresh;
    }

    @Override
    public String toString() {
        return Step.text(NAME, window);
    }
}
