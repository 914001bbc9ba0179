package dev.sidecar.producers;

import dev.sidecar.frame.Column;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#curve} by the name {@code curve}; found by {@link java.util.ServiceLoader}. */
public final class CurveProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<String> POINTS = ProducerOption.text(
            "points", "positions and values, such as 0:0,0.5:1,1:0.2, and perhaps @ with an interpolation");
    static final ProducerOption<String> AXIS = ProducerOption.text(
                    "curve-axis", "what positions are counted in: " + Label.all(TimeAxis.class))
            .withDefault(Label.of(TimeAxis.FRACTION));
    static final ProducerOption<String> OUTSIDE = ProducerOption.text(
                    "curve-outside",
                    "before the first and after the last point: hold goes on with their values, refuse fails the clip")
            .withDefault(Label.of(Curve.Outside.HOLD));

    /** For {@link java.util.ServiceLoader}. */
    public CurveProvider() {}

    @Override
    public String name() {
        return Curve.NAME;
    }

    @Override
    public String summary() {
        return "a curve through points";
    }

    @Override
    public String help() {
        return """
                --curve gain=0:0,0.5:1,1:0.2@akima rises to 1 in the middle of each clip. Positions are
                fractions of the clip, 0 its first frame and 1 its last one, unless --curve-axis says
                otherwise. Between the points lies

                  step        the value of the point before (also: previous)
                  nearest     the value of the point next to it
                  linear      a straight line, as numpy.interp draws it; the default
                  smoothstep  a soft step, flat at each point, that never overshoots
                  cubic       the natural cubic spline: SciPy's CubicSpline(bc_type="natural")
                  akima       Akima's spline, which swings less: SciPy's Akima1DInterpolator""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, POINTS, AXIS, OUTSIDE);
    }

    @Override
    public String shorthand() {
        return "NAME=POINTS";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return new Curve(
                Column.checkedName(options.get(NAME)),
                Breakpoints.parse(options.get(POINTS)),
                Label.parse(TimeAxis.class, AXIS.name(), options.get(AXIS)),
                Label.parse(Curve.Outside.class, OUTSIDE.name(), options.get(OUTSIDE)));
    }
}
