package dev.sidecar.frame;

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
        double origin = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        long count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                if (count++ == 0) {
                    origin = value;
                }
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value - origin;
            }
        }
        if (count == 0) {
            return UNKNOWN;
        }
        double shift = sum / count;
        double squares = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                double deviation = value - origin - shift;
                squares += deviation * deviation;
            }
        }
        return of(min, max, origin + shift, Math.sqrt(squares / count));
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
