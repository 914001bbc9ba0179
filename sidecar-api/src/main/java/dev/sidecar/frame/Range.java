package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;

/**
 * The values a column can take, as its producer declares them; what trainers scale by.
 *
 * @param min the smallest value, finite
 * @param max the largest value, finite, not less than {@code min}
 */
public record Range(double min, double max) {
    /**
     * Checks both ends.
     *
     * @param min the smallest value, finite
     * @param max the largest value, finite
     * @throws SidecarException (USAGE) if an end is not finite or {@code max} is less than {@code min}
     */
    public Range {
        if (!Double.isFinite(min) || !Double.isFinite(max) || max < min) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a range needs two finite ends, the smaller one first, found " + min + " and " + max);
        }
    }
}
