package dev.sidecar.frame;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What is known of a column's values, in float64. An empty number is unknown.
 *
 * @param min the smallest value
 * @param max the largest value
 * @param mean the arithmetic mean
 * @param std the population standard deviation, sqrt(mean((x - mean)²))
 */
public record Statistics(OptionalDouble min, OptionalDouble max, OptionalDouble mean, OptionalDouble std) {
    /** Nothing is known. */
    public static final Statistics UNKNOWN = new Statistics(
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    private static final int LANES = 4;

    /**
     * Statistics with all four numbers.
     *
     * @param min the smallest value
     * @param max the largest value
     * @param mean the mean
     * @param std the population standard deviation
     * @return the statistics
     */
    public static Statistics of(double min, double max, double mean, double std) {
        return new Statistics(
                OptionalDouble.of(min), OptionalDouble.of(max), OptionalDouble.of(mean), OptionalDouble.of(std));
    }

    /**
     * The statistics of some values. NaN and infinities are left out; where no finite value is left, all four are
     * unknown, and where there are no values at all, all four are 0.0.
     *
     * <p>The mean is taken about the first finite value, so a constant column has exactly its value as mean and a
     * standard deviation of exactly 0.
     */
    static Statistics over(float[] values) {
        if (values.length == 0) {
            return of(0, 0, 0, 0);
        }
        Statistics all = overFinite(values);
        if (Double.isFinite(all.mean.getAsDouble())) { // so every value is finite
            return all;
        }
        float[] finite = finite(values);
        return finite.length == 0 ? UNKNOWN : overFinite(finite);
    }

    private static float[] finite(float[] values) {
        float[] finite = new float[values.length];
        int count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite[count++] = value;
            }
        }
        return Arrays.copyOf(finite, count);
    }

    /** The sums are four each, that do not wait for each other, in a fixed order. */
    private static Statistics overFinite(float[] values) {
        double origin = values[0];
        int blocks = values.length / LANES * LANES;
        float min = values[0];
        float max = values[0];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < blocks; i += LANES) {
            a += values[i] - origin;
            b += values[i + 1] - origin;
            c += values[i + 2] - origin;
            d += values[i + 3] - origin;
        }
        for (int i = blocks; i < values.length; i++) {
            a += values[i] - origin;
        }
        for (float value : values) {
            if (value < min) {
                min = value;
            }
            if (value > max) {
                max = value;
            }
        }
        double shift = (a + b + c + d) / values.length;
        double squares = squares(values, origin, shift, blocks);
        return of(min, max, origin + shift, Math.sqrt(squares / values.length));
    }

    private static double squares(float[] values, double origin, double shift, int blocks) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < blocks; i += LANES) {
            a += square(values[i] - origin - shift);
            b += square(values[i + 1] - origin - shift);
            c += square(values[i + 2] - origin - shift);
            d += square(values[i + 3] - origin - shift);
        }
        for (int i = blocks; i < values.length; i++) {
            a += square(values[i] - origin - shift);
        }
        return a + b + c + d;
    }

    private static double square(double x) {
        return x * x;
    }

    /**
     * These statistics with a declared range in place of the observed one.
     *
     * @param range the declared range
     * @return statistics with the range's ends as {@code min} and {@code max}
     */
    public Statistics withRange(Range range) {
        return new Statistics(OptionalDouble.of(range.min()), OptionalDouble.of(range.max()), mean, std);
    }

    /**
     * These statistics, with what is unknown taken from others.
     *
     * @param others where to look for what is unknown here
     * @return the fuller statistics
     */
    public Statistics orElse(Statistics others) {
        return new Statistics(
                min.isPresent() ? min : others.min,
                max.isPresent() ? max : others.max,
                mean.isPresent() ? mean : others.mean,
                std.isPresent() ? std : others.std);
    }

    /**
     * Whether all four numbers are known.
     *
     * @return false if one is unknown
     */
    public boolean isComplete() {
        return min.isPresent() && max.isPresent() && mean.isPresent() && std.isPresent();
    }
}
