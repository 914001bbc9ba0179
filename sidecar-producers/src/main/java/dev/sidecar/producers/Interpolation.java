package dev.sidecar.producers;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;

/**
 * What lies between points (x<sub>i</sub>, y<sub>i</sub>) whose x increase. All pass through the points. In options they
 * are called as here, in lower case.
 */
public enum Interpolation {
    /**
     * Steps: the value of the last point that is not after x, as SciPy's {@code interp1d(kind="previous")}.
     */
    PREVIOUS {
        @Override
        DoubleUnaryOperator through(double[] x, double[] y) {
            return at -> y[before(x, at)];
        }
    },
    /**
     * The value of the point next to x, of the earlier of two that are equally far, as SciPy's
     * {@code interp1d(kind="nearest")}.
     */
    NEAREST {
        @Override
        DoubleUnaryOperator through(double[] x, double[] y) {
            return at -> {
                int i = before(x, at);
                return y[i + 1 < x.length && x[i + 1] - at < at - x[i] ? i + 1 : i];
            };
        }
    },
    /** Straight lines, as {@code numpy.interp} draws them. */
    LINEAR {
        @Override
        DoubleUnaryOperator through(double[] x, double[] y) {
            return operator(new LinearInterpolator().interpolate(x, y));
        }
    },
    /**
     * Flat at every point and smooth between: y<sub>i</sub> + (y<sub>i+1</sub> - y<sub>i</sub>)(3u² - 2u³) with u from 0 to
     * 1. It never leaves the range of the two points.
     */
    SMOOTHSTEP {
        @Override
        DoubleUnaryOperator through(double[] x, double[] y) {
            return operator(Hermite.spline(x, y, new double[x.length]));
        }
    },
    /**
     * The natural cubic spline: twice continuously differentiable, without curvature at both ends, as SciPy's
     * {@code CubicSpline(bc_type="natural")}. It may leave the range of the points.
     */
    CUBIC {
        @Override
        DoubleUnaryOperator through(double[] x, double[] y) {
            return x.length == 2 ? LINEAR.through(x, y) : operator(new SplineInterpolator().interpolate(x, y));
        }
    },
    /**
     * Akima's spline of 1970: once continuously differentiable, each slope found from the four next to it, so that it swings
     * less than a cubic spline, as SciPy's {@code Akima1DInterpolator}. It may leave the range of the points.
     *
     * @see <a href="https://doi.org/10.1145/321607.321609">H. Akima, A new method of interpolation and smooth curve fitting
     *     based on local procedures, J. ACM 17 (1970)</a>
     */
    AKIMA {
        @Override
        DoubleUnaryOperator through(double[] x, double[] y) {
            return x.length == 2 ? LINEAR.through(x, y) : operator(Hermite.spline(x, y, Hermite.akimaSlopes(x, y)));
        }
    };

    private static final String STEP = "step";

    /** The interpolation of a name in options; {@code step} is another one for {@code previous}. */
    static Interpolation ofLabel(String label) {
        return label.equals(STEP) ? PREVIOUS : Label.parse(Interpolation.class, "interpolation", label);
    }

    /**
     * The function between the first and the last of two points or more.
     *
     * @param x increasing
     * @param y as many
     */
    abstract DoubleUnaryOperator through(double[] x, double[] y);

    /**
     * The function through one point or more. Before the first point it holds the first value, after the last one the last.
     *
     * @param x increasing
     * @param y as many
     */
    final DoubleUnaryOperator holding(double[] x, double[] y) {
        int last = x.length - 1;
        if (last == 0) {
            return at -> y[0];
        }
        DoubleUnaryOperator between = through(x, y);
        return at -> at <= x[0] ? y[0] : at >= x[last] ? y[last] : between.applyAsDouble(at);
    }

    private static int before(double[] x, double at) {
        int found = Arrays.binarySearch(x, at);
        return found >= 0 ? found : -found - 2;
    }

    private static DoubleUnaryOperator operator(UnivariateFunction function) {
        return function::value;
    }
}
