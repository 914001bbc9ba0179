package dev.sidecar.testkit;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Range;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a column: its values, and what is said about them. Messages name the column, the number of frames that
 * do not fit, and the first of them with what was expected and what was found.
 *
 * <p>What holds for every frame holds for T = 0. Values are told apart by their bits, so 0.0 is not -0.0; all NaN are
 * the same. All assertions fail for a {@code null} column.
 */
public final class ColumnAssert extends AbstractAssert<ColumnAssert, Column> {
    private final @Nullable FrameAssert frame;

    ColumnAssert(@Nullable Column actual, @Nullable FrameAssert frame) {
        super(actual, ColumnAssert.class);
        this.frame = frame;
    }

    /**
     * Goes back to the frame.
     *
     * @return assertions on the frame that the column was taken from; for a column on its own, on a frame of it alone
     */
    public FrameAssert and() {
        isNotNull();
        return frame != null ? frame : new FrameAssert(FeatureFrame.of(actual));
    }

    /**
     * Every frame has the same value, as {@code numpy.full(T, value, float32)} gives it.
     *
     * @param value rounded to float32
     * @return this
     * @throws AssertionError if a frame has another value
     */
    public ColumnAssert isConstant(double value) {
        return matches("is not constant " + (float) value, t -> (float) value);
    }

    /**
     * The values are a straight line, bit for bit as {@code numpy.linspace(start, end, T, dtype=float32)} draws it: frame
     * <i>t</i> has start + t · ((end - start) / (T - 1)) in float64, rounded to float32 at the end, and the last frame has
     * {@code end} itself. T = 1 has {@code start} alone.
     *
     * @param start the value of frame 0
     * @param end the value of frame T - 1
     * @return this
     * @throws AssertionError if a frame has another value
     */
    public ColumnAssert isRamp(double start, double end) {
        isNotNull();
        int last = actual.frames() - 1;
        return matches("is not the ramp from " + start + " to " + end, t -> (float) linspace(start, end, t, last));
    }

    /** The steps of {@code numpy.linspace}, which multiplies first where the step would underflow to zero. */
    private static double linspace(double start, double end, int t, int last) {
        if (t == last && last > 0) {
            return end;
        }
        double delta = end - start;
        double step = last == 0 ? delta : delta / last;
        return (step == 0 ? (double) t / Math.max(last, 1) * delta : t * step) + start;
    }

    /**
     * The column has exactly these values.
     *
     * @param values T values
     * @return this
     * @throws AssertionError if the number of values or a value differs
     */
    public ColumnAssert hasValues(float... values) {
        hasLength(values.length);
        return matches("has other values", t -> values[t]);
    }

    /**
     * The column has about these values. NaN is close to NaN alone, an infinity to itself alone.
     *
     * @param expected T values
     * @param tolerance how far a value may be from the expected one, at least 0
     * @return this
     * @throws AssertionError if the number of values differs, or a value is further away
     */
    public ColumnAssert isCloseTo(float[] expected, double tolerance) {
        hasLength(expected.length);
        return fits(
                "is not close",
                "differ by more than " + tolerance,
                t -> "expected " + expected[t],
                t -> Misfits.same(actual.get(t), expected[t])
                        || Math.abs((double) actual.get(t) - expected[t]) <= tolerance);
    }

    /**
     * Every value lies between two ends, or is one of them. NaN does not.
     *
     * @param min the smallest value allowed
     * @param max the largest value allowed
     * @return this
     * @throws AssertionError if a value lies outside
     */
    public ColumnAssert isBetween(double min, double max) {
        String ends = "between " + min + " and " + max;
        return fits(
                "is not " + ends,
                "are outside",
                t -> "expected a value " + ends,
                t -> actual.get(t) >= min && actual.get(t) <= max);
    }

    /**
     * No value is NaN or infinite.
     *
     * @return this
     * @throws AssertionError if one is
     */
    public ColumnAssert isFinite() {
        return fits(
                "is not finite",
                "are NaN or infinite",
                t -> "expected a finite value",
                t -> Float.isFinite(actual.get(t)));
    }

    /**
     * The column has these units.
     *
     * @param units such as {@code dB}; empty for none
     * @return this
     * @throws AssertionError if it has others
     */
    public ColumnAssert hasUnits(String units) {
        isNotNull();
        return has("units", units, actual.units());
    }

    /**
     * The column has this documentation.
     *
     * @param doc a sentence; empty for none
     * @return this
     * @throws AssertionError if it has another
     */
    public ColumnAssert hasDoc(String doc) {
        isNotNull();
        return has("doc", doc, actual.doc());
    }

    /**
     * The column declares this range.
     *
     * @param min the smallest value it can take
     * @param max the largest value it can take
     * @return this
     * @throws AssertionError if it declares another, or none
     */
    public ColumnAssert hasRange(double min, double max) {
        isNotNull();
        return has("range", text(Optional.of(new Range(min, max))), text(actual.range()));
    }

    private static String text(Optional<Range> range) {
        return range.map(ends -> ends.min() + " .. " + ends.max()).orElse("none");
    }

    /**
     * The column comes from a producer of this name. A run says so of every column; a producer that is called directly
     * need not.
     *
     * @param producer the name in its description, such as {@code lin}
     * @return this
     * @throws AssertionError if it comes from another, or its origin is unknown
     */
    public ColumnAssert isMadeBy(String producer) {
        isNotNull();
        return has(
                "producer",
                producer,
                actual.provenance().map(Provenance::producer).orElse("unknown"));
    }

    private ColumnAssert has(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw broken("is described otherwise: " + Difference.expected(what, expected, found));
        }
        return this;
    }

    private void hasLength(int length) {
        isNotNull();
        if (actual.frames() != length) {
            throw broken("has another length: expected " + length + " values, found " + actual.frames());
        }
    }

    /** What is expected of a frame. */
    private interface Expected<T> {
        T at(int frame);
    }

    private ColumnAssert matches(String otherwise, Expected<Float> expected) {
        return fits(
                otherwise,
                "differ",
                t -> "expected " + expected.at(t),
                t -> Misfits.same(actual.get(t), expected.at(t)));
    }

    private ColumnAssert fits(String otherwise, String what, Expected<String> expected, Misfits.Fit fit) {
        isNotNull();
        Misfits misfits = Misfits.of(actual, fit);
        if (misfits.count() > 0) {
            throw broken(otherwise + ": " + misfits.text(what, expected.at(misfits.first())));
        }
        return this;
    }

    private AssertionError broken(String reason) {
        return failure("%s", "column \"" + actual.name() + "\" " + reason);
    }
}
