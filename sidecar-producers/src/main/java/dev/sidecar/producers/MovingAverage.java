package dev.sidecar.producers;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.Range;

/** {@link Derivation#average}. */
record MovingAverage(int window) implements Step.Transform {
    static final String NAME = "average";

    MovingAverage {
        Window.check(NAME, window, 1);
    }

    @Override
    public Column apply(Column column) {
        int frames = column.frames();
        Column averaged = Column.generate(column.name(), frames, t -> {
                    int from = Math.max(0, t - window / 2);
                    int to = Math.min(frames, t + window / 2 + 1);
                    double sum = 0;
                    for (int i = from; i < to; i++) {
                        sum += column.get(i);
                    }
                    return sum / (to - from);
                })
                .withUnits(column.units());
        Range range = column.range().orElse(null);
        return range == null ? averaged : averaged.withRange(range.min(), range.max());
    }

    @Override
    public String toString() {
        return Step.text(NAME, window);
    }
}
