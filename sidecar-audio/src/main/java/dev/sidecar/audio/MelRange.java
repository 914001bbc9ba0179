package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;

/**
 * The frequencies that mel bands divide up.
 *
 * @param fmin where the lowest band begins, in Hz, at least 0
 * @param fmax where the highest band ends, in Hz, above that; infinite for half the sample rate
 */
record MelRange(double fmin, double fmax) {
    static final MelRange ALL = new MelRange(0, Double.POSITIVE_INFINITY);

    MelRange {
        if (!(fmin >= 0 && fmax > fmin)) {
            throw usage(Parameter.MEL_FMIN + " must be at least 0 and below " + Parameter.MEL_FMAX + ", found " + fmin
                    + " and " + fmax);
        }
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }

    boolean endsAtHalfTheRate() {
        return fmax == Double.POSITIVE_INFINITY;
    }

    /** The same with the end that it has at a sample rate. */
    MelRange at(FrameGrid.Rate rate) {
        double half = rate.sampleRate() / 2.0;
        double end = endsAtHalfTheRate() ? half : fmax;
        if (fmin >= half || end > half) {
            throw usage(Parameter.MEL_FMIN + " must be below half the tokens' sample rate, " + half + " Hz, and "
                    + Parameter.MEL_FMAX + " at most that, found " + fmin + " and " + end);
        }
        return new MelRange(fmin, end);
    }
}
