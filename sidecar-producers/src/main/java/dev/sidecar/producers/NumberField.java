package dev.sidecar.producers;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.Range;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of numbers.
 *
 * @param name what it is called in clips
 * @param range the range that is declared, if any
 * @param scaled whether values are clipped to the range, and the range brought to [0, 1]
 */
record NumberField(
        String source, String name, String units, @Nullable Range range, boolean scaled) implements Field {
    /** Numbers as they are, of which nothing else is known. */
    static NumberField plain(String source, String name) {
        return new NumberField(source, name, "", null, false);
    }

    @Override
    public double value(Row row) {
        double value = row.number(source);
        return range == null || !scaled ? value : scale(value, range.min(), range.max());
    }

    /** To [0, 1]; 0 where there is no range. */
    private static double scale(double value, double min, double max) {
        return max == min ? 0 : (Math.max(min, Math.min(max, value)) - min) / (max - min);
    }

    @Override
    public double nothing() {
        return 0;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public List<Column> columns(int frames, IntToDoubleFunction valueAt) {
        Column column = Column.generate(name, frames, valueAt);
        if (range == null) {
            return List.of(column.withUnits(units));
        }
        return List.of(
                scaled
                        ? column.withRange(0, 1)
                                .withDoc("scaled to [0, 1] from "
                                        + Breakpoints.Point.text(range.min()) + " to "
                                        + Breakpoints.Point.text(range.max()) + (units.isEmpty() ? "" : " " + units)
                                        + ", values beyond clipped")
                        : column.withRange(range.min(), range.max()).withUnits(units));
    }
}
