package dev.sidecar.frame;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.FloatBuffer;

/**
 * The statistics of values that come bit by bit, as those of a whole corpus do. In constant memory, and exact: sums are
 * kept without rounding, so the same values give the same bits in any order and any grouping, and several of these, one
 * per thread, shard or file, {@linkplain #add(RunningStatistics) added together} equal one over all values. Mean and
 * standard deviation are within one unit in the last place of the true ones.
 *
 * <p>As in {@link Column#statistics()}, NaN and infinities are left out. Up to 2<sup>39</sup> values. Not safe for
 * several threads.
 */
public final class RunningStatistics {
    /**
     * How many exponents finite floats have. A float is a whole number of 24 bits, times 2 to the power of its exponent
     * (or of 1, where that is 0), times 2 to the power of -150. For each exponent there is the sum of the whole numbers,
     * and that of their squares in two halves.
     */
    private static final int EXPONENTS = 255;

    private static final int FRACTION_BITS = 23;
    private static final int LOW_BITS = 24;

    /** The smallest float is 2 to the power of minus this. */
    private static final int UNIT_BITS = 149;

    private static final MathContext PRECISION = new MathContext(40);

    private final long[] sums = new long[EXPONENTS];
    private final long[] lowSquares = new long[EXPONENTS];
    private final long[] highSquares = new long[EXPONENTS];
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long count;
    private long left;

    /** Nothing yet. */
    public RunningStatistics() {}

    /**
     * Takes the values of a column in.
     *
     * @param column any column
     */
    public void add(Column column) {
        FloatBuffer values = column.values();
        while (values.hasRemaining()) {
            add(values.get());
        }
    }

    private void add(float value) {
        if (!Float.isFinite(value)) {
            left++;
            return;
        }
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> FRACTION_BITS) & 0xff;
        long fraction = bits & ((1 << FRACTION_BITS) - 1);
        long whole = exponent == 0 ? fraction : fraction | (1 << FRACTION_BITS);
        long square = whole * whole;
        sums[exponent] += bits < 0 ? -whole : whole;
        lowSquares[exponent] += square & ((1 << LOW_BITS) - 1);
        highSquares[exponent] += square >>> LOW_BITS;
    }

    /**
     * Takes in what others have taken in.
     *
     * @param others statistics of other values; they stay as they are
     */
    public void add(RunningStatistics others) {
        for (int i = 0; i < EXPONENTS; i++) {
            sums[i] += others.sums[i];
            lowSquares[i] += others.lowSquares[i];
            highSquares[i] += others.highSquares[i];
        }
        min = Math.min(min, others.min);
        max = Math.max(max, others.max);
        count += others.count;
        left += others.left;
    }

    /**
     * How many finite values have been taken in.
     *
     * @return at least 0
     */
    public long count() {
        return count;
    }

    /**
     * The statistics of all values so far.
     *
     * @return in float64, std of the population; all four unknown where no value is finite, and 0.0 where there are no
     *     values at all
     */
    public Statistics statistics() {
        if (count == 0) {
            return left == 0 ? Statistics.of(0, 0, 0, 0) : Statistics.UNKNOWN;
        }
        BigInteger sum = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        for (int i = 0; i < EXPONENTS; i++) {
            int shift = Math.max(0, i - 1);
            sum = sum.add(BigInteger.valueOf(sums[i]).shiftLeft(shift));
            squares = squares.add(BigInteger.valueOf(highSquares[i])
                    .shiftLeft(LOW_BITS)
                    .add(BigInteger.valueOf(lowSquares[i]))
                    .shiftLeft(2 * shift));
        }
        BigInteger n = BigInteger.valueOf(count);
        BigDecimal divisor = new BigDecimal(n.shiftLeft(UNIT_BITS));
        BigDecimal mean = new BigDecimal(sum).divide(divisor, PRECISION);
        BigInteger variance = n.multiply(squares).subtract(sum.multiply(sum));
        BigDecimal std = new BigDecimal(variance).sqrt(PRECISION).divide(divisor, PRECISION);
        return Statistics.of(min, max, mean.doubleValue(), std.doubleValue());
    }
}
