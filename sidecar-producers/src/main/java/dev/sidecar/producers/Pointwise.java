package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.PRODUCER;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.Range;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A step that looks at one value at a time.
 *
 * @param function never falling, or never rising
 * @param units of the results; those of the values, where it is {@code null}
 * @param declared the range of the results; what the function makes of the column's range, where it is {@code null}
 */
record Pointwise(
        String text,
        DoubleUnaryOperator function,
        @Nullable String units,
        @Nullable Range declared) implements Step.Transform {
    static final String CLIP = "clip";
    static final String SCALE = "scale";
    static final String ZSCORE = "zscore";
    static final String QUANTISE = "quantise";
    static final String LOG = "log";
    static final String AMPLITUDE_TO_DB = "amplitude_to_db";
    static final String DB_TO_AMPLITUDE = "db_to_amplitude";
    static final String HZ_TO_MIDI = "hz_to_midi";
    static final String MIDI_TO_HZ = "midi_to_hz";

    static Pointwise clip(double low, double high) {
        Range range = new Range(low, high);
        return new Pointwise(Step.text(CLIP, low, high), x -> x < low ? low : x > high ? high : x, null, range);
    }

    static Pointwise scale(double low, double high, double min, double max) {
        new Range(min, max);
        double factor = min == max ? 0 : (high - low) / (max - min);
        return new Pointwise(
                Step.text(SCALE, low, high, min, max),
                x -> low + (x - min) * factor,
                "",
                new Range(Math.min(low, high), Math.max(low, high)));
    }

    static Step scale(double low, double high, Scope scope) {
        String text = Step.text(SCALE, low, high);
        Pointwise unknown = scale(low, high, 0, 0);
        return new Step.Measured(
                text + ":" + Label.of(scope),
                scope,
                over -> over.min().isEmpty() || over.max().isEmpty()
                        ? unknown
                        : scale(low, high, over.min().getAsDouble(), over.max().getAsDouble()));
    }

    static Pointwise zScore(double mean, double std) {
        if (!Double.isFinite(mean) || !Double.isFinite(std) || std < 0) {
            throw usage(ZSCORE + " takes a finite mean and a standard deviation of at least 0, found " + mean + " and "
                    + std);
        }
        double divisor = std == 0 ? 1 : std;
        return new Pointwise(Step.text(ZSCORE, mean, std), x -> (x - mean) / divisor, "", null);
    }

    static Step zScore(Scope scope) {
        return new Step.Measured(
                ZSCORE + ":" + Label.of(scope),
                scope,
                over -> zScore(over.mean().orElse(0), over.std().orElse(0)));
    }

    static Pointwise quantise(double step) {
        if (!(step > 0) || Double.isInfinite(step)) {
            throw usage(QUANTISE + " takes the distance between two values, above 0, found " + step);
        }
        return new Pointwise(Step.text(QUANTISE, step), x -> Math.rint(x / step) * step, null, null);
    }

    static Pointwise log() {
        return new Pointwise(LOG, StrictMath::log, "", null);
    }

    static Pointwise log(double floor) {
        return floored(LOG, floor, log());
    }

    static Pointwise amplitudeToDb(double floor) {
        return floored(AMPLITUDE_TO_DB, floor, new Pointwise("", x -> 20 * StrictMath.log10(x), "dB", null));
    }

    static Pointwise dbToAmplitude() {
        return new Pointwise(DB_TO_AMPLITUDE, x -> StrictMath.pow(10, x / 20), "", null);
    }

    static Pointwise hzToMidi() {
        return new Pointwise(HZ_TO_MIDI, x -> 12 * (StrictMath.log(x / 440) / StrictMath.log(2)) + 69, "MIDI", null);
    }

    static Pointwise hzToMidi(double floor) {
        return floored(HZ_TO_MIDI, floor, hzToMidi());
    }

    static Pointwise midiToHz() {
        return new Pointwise(MIDI_TO_HZ, x -> 440 * StrictMath.pow(2, (x - 69) / 12), "Hz", null);
    }

    private static Pointwise floored(String name, double floor, Pointwise step) {
        if (!(floor > 0) || Double.isInfinite(floor)) {
            throw usage(name + " takes a smallest value above 0, found " + floor);
        }
        return new Pointwise(
                Step.text(name, floor),
                x -> step.function.applyAsDouble(x < floor ? floor : x),
                step.units,
                step.declared);
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }

    @Override
    public Column apply(Column column) {
        Column result = Column.generate(column.name(), column.frames(), t -> value(column, t))
                .withUnits(units == null ? column.units() : units);
        Range range =
                declared != null ? declared : column.range().map(this::image).orElse(null);
        return range == null ? result : result.withRange(range.min(), range.max());
    }

    private double value(Column column, int frame) {
        float value = column.get(frame);
        double result = function.applyAsDouble(value);
        if (Float.isFinite(value) && !Float.isFinite((float) result)) {
            throw new SidecarException(
                    PRODUCER,
                    Place.NOWHERE.column(column.name()).frame(frame),
                    text + " of " + value + " is " + (float) result
                            + "; keep values away from there by a step clip before it, or by the step's smallest value,"
                            + " where it takes one, such as " + LOG + ":1e-5");
        }
        return result;
    }

    private @Nullable Range image(Range range) {
        double first = function.applyAsDouble(range.min());
        double last = function.applyAsDouble(range.max());
        return Double.isFinite(first) && Double.isFinite(last)
                ? new Range(Math.min(first, last), Math.max(first, last))
                : null;
    }

    @Override
    public String toString() {
        return text;
    }
}
