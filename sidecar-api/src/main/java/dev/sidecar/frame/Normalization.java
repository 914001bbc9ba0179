package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Brings columns to a common scale, as training code wants them: by their ranges to [0, 1], or by mean and standard
 * deviation. Computed in float32, with the same operations in the same order as the Python trainers that read sidecars,
 * so that the numbers are the same to the bit.
 *
 * <pre>{@code
 * Normalization normalization = Normalization.minMax(frame);
 * float[] input = new float[32 * normalization.width()]; // 32 frames, row by row
 * normalization.window(frame, 40, 32, input);
 * }</pre>
 *
 * <p>A column whose numbers are unknown stays as it is; NaN stays NaN. Immutable; nothing is allocated per window.
 */
public final class Normalization {
    /** What the trainers add to a range, lest it be zero. */
    private static final double EPSILON = 1e-8;

    private final List<String> names;
    private final Scale[] scales;

    private Normalization(Map<String, Scale> scales) {
        this.names = List.copyOf(scales.keySet());
        this.scales = scales.values().toArray(Scale[]::new);
    }

    /**
     * What happens to the values of a column.
     *
     * @param clipped whether the result is brought into [0, 1]
     */
    private record Scale(float offset, float divisor, boolean clipped) {
        /** Changes nothing, not even the sign of a zero. */
        static final Scale NONE = new Scale(0, 1, false);

        static Scale of(double offset, double divisor, boolean clipped) {
            return new Scale((float) offset, (float) divisor, clipped);
        }

        static Scale minMax(Statistics statistics) {
            OptionalDouble min = statistics.min();
            OptionalDouble max = statistics.max();
            return min.isEmpty() || max.isEmpty() || min.getAsDouble() == max.getAsDouble()
                    ? NONE
                    : of(min.getAsDouble(), max.getAsDouble() - min.getAsDouble() + EPSILON, true);
        }

        static Scale zScore(Statistics statistics) {
            OptionalDouble mean = statistics.mean();
            OptionalDouble std = statistics.std();
            return mean.isEmpty() || std.isEmpty()
                    ? NONE
                    : of(mean.getAsDouble(), std.getAsDouble() == 0 ? 1 : std.getAsDouble(), false);
        }

        float apply(float value) {
            float scaled = (value - offset) / divisor;
            return !clipped ? scaled : scaled < 0 ? 0 : scaled > 1 ? 1 : scaled;
        }
    }

    /**
     * Scales each column by the range that is {@linkplain Column#stated() stated} for it, declared or observed.
     *
     * @param frame the columns
     * @return see {@link #minMax(Map)}
     */
    public static Normalization minMax(FeatureFrame frame) {
        return minMax(stated(frame));
    }

    /**
     * Scales each column by a range: (x - min) / (max - min + 1e-8), then brought into [0, 1]. The sum in brackets is
     * computed in float64, everything else in float32. Where min and max are equal or unknown, the values stay as they are.
     *
     * @param statistics of each column, in the order of the map, such as those of a corpus
     * @return a normalization
     */
    public static Normalization minMax(Map<String, Statistics> statistics) {
        return of(statistics, Scale::minMax);
    }

    /**
     * Scales each column by the mean and standard deviation that are {@linkplain Column#stated() stated} for it.
     *
     * @param frame the columns
     * @return see {@link #zScore(Map)}
     */
    public static Normalization zScore(FeatureFrame frame) {
        return zScore(stated(frame));
    }

    /**
     * Scales each column by its mean and standard deviation: (x - mean) / std, in float32. A standard deviation of 0 counts
     * as 1. Where a number is unknown, the values stay as they are.
     *
     * @param statistics of each column, in the order of the map, such as those of a corpus
     * @return a normalization
     */
    public static Normalization zScore(Map<String, Statistics> statistics) {
        return of(statistics, Scale::zScore);
    }

    private static Normalization of(Map<String, Statistics> statistics, Function<Statistics, Scale> scale) {
        Map<String, Scale> scales = new LinkedHashMap<>();
        statistics.forEach((name, numbers) -> scales.put(name, scale.apply(numbers)));
        return new Normalization(scales);
    }

    private static Map<String, Statistics> stated(FeatureFrame frame) {
        Map<String, Statistics> statistics = new LinkedHashMap<>();
        frame.columns().forEach(column -> statistics.put(column.name(), column.stated()));
        return statistics;
    }

    /**
     * The columns.
     *
     * @return their names, in order
     */
    public List<String> names() {
        return names;
    }

    /**
     * The number of columns.
     *
     * @return D
     */
    public int width() {
        return scales.length;
    }

    /**
     * Copies a window of these columns out of a frame, whatever others it has and in whatever order, and scales it.
     *
     * @param frame has all these columns
     * @param from the first frame
     * @param count how many frames
     * @param into filled from index 0, row by row: frame, then column; at least {@code count * width()} long
     * @throws SidecarException (USAGE) if the frame lacks a column; lists the known names
     * @throws IndexOutOfBoundsException if the window is not within {@code [0, T)} or {@code into} is too short
     */
    public void window(FeatureFrame frame, int from, int count, float[] into) {
        Objects.checkFromIndexSize(from, count, frame.frames());
        Objects.checkFromIndexSize(0, (long) count * width(), into.length);
        for (int i = 0; i < scales.length; i++) {
            frame.column(names.get(i)).copyTo(from, count, into, i, scales.length);
        }
        rows(into, count);
    }

    /**
     * Scales rows that are in memory already, such as a window of a file.
     *
     * @param rows row by row from index 0, a value for each of the columns in order; changed in place
     * @param count how many rows
     * @throws SidecarException (USAGE) if there are fewer values
     */
    public void rows(float[] rows, int count) {
        if (count < 0 || (long) count * width() > rows.length) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "expected " + count + " rows of " + width() + " values, found " + rows.length + " values");
        }
        for (int at = 0; at < count * scales.length; at += scales.length) {
            for (int i = 0; i < scales.length; i++) {
                rows[at + i] = scales[i].apply(rows[at + i]);
            }
        }
    }
}
