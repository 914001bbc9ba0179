package dev.sidecar.producers;

import dev.sidecar.SidecarException;
import dev.sidecar.spi.Producer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Describes a curve; begun by {@link Producers#curve}. Not safe for several threads. */
public final class CurveBuilder {
    private final String name;
    private final List<Breakpoints.Point> points = new ArrayList<>();
    private Interpolation interpolation = Breakpoints.DEFAULT;
    private TimeAxis axis = TimeAxis.FRACTION;
    private Curve.Outside outside = Curve.Outside.HOLD;

    CurveBuilder(String name) {
        this.name = name;
    }

    /**
     * Adds a point.
     *
     * @param at where, on the {@linkplain #axis axis}; finite, after the point that was added before
     * @param value the value there, finite
     * @return this builder
     */
    public CurveBuilder point(double at, double value) {
        points.add(new Breakpoints.Point(at, value));
        return this;
    }

    /**
     * Sets what lies between the points.
     *
     * @param interpolation by default {@link Interpolation#LINEAR}
     * @return this builder
     */
    public CurveBuilder interpolation(Interpolation interpolation) {
        this.interpolation = Objects.requireNonNull(interpolation, "interpolation");
        return this;
    }

    /**
     * Sets what the points' positions are counted in.
     *
     * @param axis by default {@link TimeAxis#FRACTION}
     * @return this builder
     */
    public CurveBuilder axis(TimeAxis axis) {
        this.axis = Objects.requireNonNull(axis, "axis");
        return this;
    }

    /**
     * Refuses clips with frames before the first point or after the last. By default the ends hold: frames before the first
     * point have its value, and frames after the last one have that.
     *
     * @return this builder
     */
    public CurveBuilder refuseOutside() {
        outside = Curve.Outside.REFUSE;
        return this;
    }

    /**
     * Makes the producer.
     *
     * @return an immutable producer of one column
     * @throws SidecarException (USAGE) if there is no point, a number is not finite, or a point does not lie after the one
     *     before
     */
    public Producer build() {
        return new Curve(name, new Breakpoints(points, interpolation), axis, outside);
    }
}
