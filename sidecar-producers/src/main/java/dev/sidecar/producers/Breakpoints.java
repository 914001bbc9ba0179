package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * Points, and what lies between them. As text: {@code 0:0,0.5:1,1:0.2@akima}; without an interpolation it is linear.
 *
 * @param points one or more, finite, in increasing order
 */
record Breakpoints(List<Point> points, Interpolation interpolation) {
    static final Interpolation DEFAULT = Interpolation.LINEAR;

    /**
     * A point.
     *
     * @param at the position
     * @param value the value there
     */
    record Point(double at, double value) {
        @Override
        public String toString() {
            return text(at) + ":" + text(value);
        }

        /** The same on every JDK. */
        static String text(double number) {
            return NumberOutput.toString(number, true);
        }
    }

    Breakpoints {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw usage("a curve needs a point at least");
        }
        Point last = null;
        for (Point point : points) {
            if (!Double.isFinite(point.at()) || !Double.isFinite(point.value())) {
                throw usage("a curve's points are finite numbers, found " + point);
            }
            if (last != null && !(point.at() > last.at())) {
                throw usage("each point of a curve lies after the one before, found " + point + " after " + last);
            }
            last = point;
        }
    }

    /** Reads what {@link #toString} writes. */
    static Breakpoints parse(String text) {
        int at = text.indexOf('@');
        Interpolation interpolation = at < 0 ? DEFAULT : Interpolation.ofLabel(text.substring(at + 1));
        List<Point> points = new ArrayList<>();
        for (String point : (at < 0 ? text : text.substring(0, at)).split(",", -1)) {
            int colon = point.indexOf(':');
            points.add(new Point(
                    number(colon < 0 ? "" : point.substring(0, colon), point, text),
                    number(point.substring(colon + 1), point, text)));
        }
        return new Breakpoints(points, interpolation);
    }

    private static double number(String number, String point, String text) {
        return Decimal.parse(number)
                .orElseThrow(() -> usage("expected points such as 0:0,0.5:1,1:0.2, and perhaps @ with an interpolation;"
                        + " found the point \"" + point + "\" in \"" + text + "\""));
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }

    boolean covers(double at) {
        return at >= points.get(0).at() && at <= points.get(points.size() - 1).at();
    }

    DoubleUnaryOperator function() {
        return interpolation.holding(
                points.stream().mapToDouble(Point::at).toArray(),
                points.stream().mapToDouble(Point::value).toArray());
    }

    @Override
    public String toString() {
        return points.stream().map(Point::toString).collect(Collectors.joining(",")) + "@" + Label.of(interpolation);
    }
}
