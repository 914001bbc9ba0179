package dev.sidecar.producers;

import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;

/** Piecewise cubics that have given values and slopes at their points. */
final class Hermite {
    /** Relative to the largest, what counts as no change of slope; SciPy's choice. */
    private static final double FLAT = 1e-9;

    private Hermite() {}

    static PolynomialSplineFunction spline(double[] x, double[] y, double[] slopes) {
        PolynomialFunction[] pieces = new PolynomialFunction[x.length - 1];
        for (int i = 0; i < pieces.length; i++) {
            double width = x[i + 1] - x[i];
            double secant = (y[i + 1] - y[i]) / width;
            pieces[i] = new PolynomialFunction(new double[] {
                y[i],
                slopes[i],
                (3 * secant - 2 * slopes[i] - slopes[i + 1]) / width,
                (slopes[i] + slopes[i + 1] - 2 * secant) / width / width
            });
        }
        return new PolynomialSplineFunction(x, pieces);
    }

    /**
     * Akima's slopes at three points or more: the mean of the secants before and after a point, each weighted by how much
     * the slope changes on the other side. Where it changes on neither, it is the mean of the secants one further out, as
     * SciPy has it. Beyond the ends, secants go on as they changed last.
     */
    static double[] akimaSlopes(double[] x, double[] y) {
        int points = x.length;
        double[] secants = new double[points + 3]; // secants[i + 2] is that from point i to i + 1
        for (int i = 0; i < points - 1; i++) {
            secants[i + 2] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        }
        secants[1] = 2 * secants[2] - secants[3];
        secants[0] = 2 * secants[1] - secants[2];
        secants[points + 1] = 2 * secants[points] - secants[points - 1];
        secants[points + 2] = 2 * secants[points + 1] - secants[points];
        double[] change = new double[points + 2];
        for (int i = 0; i < change.length; i++) {
            change[i] = Math.abs(secants[i + 1] - secants[i]);
        }
        double largest = 0;
        for (int i = 0; i < points; i++) {
            largest = Math.max(largest, change[i] + change[i + 2]);
        }
        double[] slopes = new double[points];
        for (int i = 0; i < points; i++) {
            double weights = change[i] + change[i + 2];
            slopes[i] = weights > FLAT * largest
                    ? secants[i + 1] + change[i] / weights * (secants[i + 2] - secants[i + 1])
                    : (secants[i] + secants[i + 3]) / 2;
        }
        return slopes;
    }
}
