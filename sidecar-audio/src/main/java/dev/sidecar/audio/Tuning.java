package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/**
 * How far notes are from those with A at 440 Hz.
 *
 * @param bins in semitones, -0.5 up to below 0.5; empty if it is estimated for each clip
 */
record Tuning(OptionalDouble bins) {
    static final Tuning NONE = of(0);
    static final Tuning ESTIMATED = new Tuning(OptionalDouble.empty());
    private static final String ESTIMATE = "estimate";

    static Tuning of(double bins) {
        if (!(bins >= -0.5 && bins < 0.5)) {
            throw refused(String.valueOf(bins));
        }
        return new Tuning(OptionalDouble.of(bins));
    }

    /** The tuning of a name in descriptions. */
    static Tuning ofLabel(String label) {
        if (label.equals(ESTIMATE)) {
            return ESTIMATED;
        }
        try {
            return of(Double.parseDouble(label));
        } catch (NumberFormatException e) {
            throw refused("\"" + label + "\"");
        }
    }

    private static SidecarException refused(String found) {
        return new SidecarException(
                USAGE,
                Place.NOWHERE,
                Parameter.TUNING + " must be -0.5 or more and below 0.5, in semitones, or " + ESTIMATE + ", found "
                        + found);
    }

    /** The name in descriptions: the shortest number that is read as the same, or that it is estimated. */
    String label() {
        if (bins.isEmpty()) {
            return ESTIMATE;
        }
        double exact = bins.getAsDouble();
        int digits = 1;
        while (rounded(exact, digits).doubleValue() != exact) {
            digits++;
        }
        return rounded(exact, digits).stripTrailingZeros().toString();
    }

    private static BigDecimal rounded(double exact, int digits) {
        return new BigDecimal(exact, new MathContext(digits));
    }

    @Override
    public String toString() {
        return label();
    }
}
