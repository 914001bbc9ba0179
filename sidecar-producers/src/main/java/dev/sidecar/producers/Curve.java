package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.PRODUCER;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** {@link Producers#curve}. */
record Curve(String name, Breakpoints breakpoints, TimeAxis axis, Outside outside) implements Producer {
    static final String NAME = "curve";

    /** What becomes of frames outside the breakpoints. */
    enum Outside {
        HOLD,
        REFUSE
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        DoubleUnaryOperator function = breakpoints.function();
        return FeatureFrame.of(Column.generate(name, clip.frames(), frame -> {
            double position = axis.position(clip.grid(), frame);
            if (outside == Outside.REFUSE && !breakpoints.covers(position)) {
                throw new SidecarException(
                        PRODUCER,
                        Place.clip(clip.id()).producer(NAME).column(name).frame(frame),
                        "this frame, at " + position + " " + Label.of(axis) + ", lies outside the breakpoints, "
                                + breakpoints + "; add some, or let the ends hold");
            }
            return function.applyAsDouble(position);
        }));
    }

    @Override
    public Provenance describe() {
        return new Provenance(
                NAME,
                "1",
                Map.of(
                        CurveProvider.NAME.name(), name,
                        CurveProvider.POINTS.name(), breakpoints.toString(),
                        CurveProvider.AXIS.name(), Label.of(axis),
                        CurveProvider.OUTSIDE.name(), Label.of(outside)));
    }

    @Override
    public Set<String> makes() {
        return Set.of(name);
    }
}
