package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Column;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * {@link Derivation#savitzkyGolay} and {@link Derivation#delta}: a polynomial fitted to each window by least squares.
 *
 * @param slope whether it is the polynomial's slope that is wanted instead of its value
 */
record SavitzkyGolay(int window, int degree, boolean slope) implements Step.Transform {
    static final String NAME = "savgol";
    static final String DELTA = "delta";
    static final int MAX_DEGREE = 9;

    SavitzkyGolay {
        Window.check(slope ? DELTA : NAME, window, slope ? 3 : 1);
        if (degree < 0 || degree > MAX_DEGREE || degree >= window) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    NAME + " takes a polynomial of degree 0 to " + MAX_DEGREE + ", less than the window of " + window
                            + ", found " + degree);
        }
    }

    static SavitzkyGolay smoothing(int window, int degree) {
        return new SavitzkyGolay(window, degree, false);
    }

    static SavitzkyGolay delta(int width) {
        return new SavitzkyGolay(width, 1, true);
    }

    @Override
    public Column apply(Column column) {
        int frames = column.frames();
        String units = slope && !column.units().isEmpty() ? column.units() + "/frame" : column.units();
        if (frames == 0) {
            return Column.of(column.name(), new float[0]).withUnits(units);
        }
        Fit fit = new Fit(Math.min(window, frames));
        int last = frames - fit.frames;
        double[] middle = fit.weights(fit.frames / 2);
        double[] start = fit.polynomial(column, 0);
        double[] end = fit.polynomial(column, last);
        return Column.generate(column.name(), frames, t -> {
                    int from = t - fit.frames / 2;
                    if (from < 0 || last == 0) {
                        return fit.value(start, t);
                    }
                    if (from > last) {
                        return fit.value(end, t - last);
                    }
                    double value = 0;
                    for (int i = 0; i < fit.frames; i++) {
                        value += middle[i] * column.get(from + i);
                    }
                    return value;
                })
                .withUnits(units);
    }

    /** Fits polynomials to a number of frames, of at most the degree that they determine. */
    private final class Fit {
        final int frames;
        private final double centre;
        private final double unit;
        private final RealMatrix coefficients;

        Fit(int frames) {
            this.frames = frames;
            this.centre = (frames - 1) / 2.0;
            this.unit = Math.max(1, centre);
            int terms = Math.min(degree, frames - 1) + 1;
            double[][] powers = new double[frames][terms];
            for (int i = 0; i < frames; i++) {
                double power = 1;
                for (int k = 0; k < terms; k++) {
                    powers[i][k] = power;
                    power *= (i - centre) / unit;
                }
            }
            this.coefficients = new QRDecomposition(new Array2DRowRealMatrix(powers, false))
                    .getSolver()
                    .getInverse();
        }

        /** The polynomial of the frames from {@code from} on. */
        double[] polynomial(Column column, int from) {
            double[] values = new double[frames];
            for (int i = 0; i < frames; i++) {
                values[i] = column.get(from + i);
            }
            return coefficients.operate(values);
        }

        /** What a polynomial has at a frame, counted from the first one of those that it was fitted to. */
        double value(double[] polynomial, int frame) {
            double value = 0;
            for (int k = 0; k < polynomial.length; k++) {
                value += polynomial[k] * term(k, frame);
            }
            return value;
        }

        /** What the values of the frames count for the polynomial's at one of them. */
        double[] weights(int frame) {
            double[] terms = new double[coefficients.getRowDimension()];
            for (int k = 0; k < terms.length; k++) {
                terms[k] = term(k, frame);
            }
            return coefficients.preMultiply(terms);
        }

        private double term(int power, int frame) {
            double x = (frame - centre) / unit;
            if (!slope) {
                return power(x, power);
            }
            return power == 0 ? 0 : power * power(x, power - 1) / unit;
        }

        private static double power(double x, int exponent) {
            double power = 1;
            for (int i = 0; i < exponent; i++) {
                power *= x;
            }
            return power;
        }
    }

    @Override
    public String toString() {
        return slope ? Step.text(DELTA, window) : Step.text(NAME, window, degree);
    }
}
