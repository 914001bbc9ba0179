package dev.sidecar.audio;

/**
 * The impulse response of a low-pass filter, as a continuous function of time: a sinc under a Kaiser window.
 * Frequencies are in cycles per sample, times in samples.
 *
 * <p>The window is w(t) = I₀(β·√(1 - (t/W)²)) / I₀(β) for |t| &lt; W, else 0, and the response h(t) =
 * 2c·sinc(2c·t)·w(t), where c lies in the middle of the transition band. For an attenuation of A dB, above 50, β =
 * 0.1102·(A - 8.7) and 2W = (A - 7.95) / (14.36·Δf), where Δf is the width of the transition band. The gain in the pass
 * band strays from 1 by no more than it does from 0 in the stop band. What comes out is within a decibel of A, so
 * ask for a little more.
 *
 * <p>Source: J. F. Kaiser, "Nonrecursive digital filter design using the I₀-sinh window function", Proc. IEEE Int.
 * Symp. Circuits and Systems, 1974, pp. 20-23; A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, "The
 * Kaiser window filter design method".
 */
final class KaiserSinc {
    private final double cutoff;
    private final double halfWidth;
    private final double beta;
    private final double peak;

    /**
     * A filter to order.
     *
     * @param passEdge where the pass band ends
     * @param stopEdge where the stop band begins
     * @param attenuation of the stop band, in dB, above 50
     */
    KaiserSinc(double passEdge, double stopEdge, double attenuation) {
        cutoff = (passEdge + stopEdge) / 2;
        halfWidth = (attenuation - 7.95) / (14.36 * (stopEdge - passEdge)) / 2;
        beta = 0.1102 * (attenuation - 8.7);
        peak = besselI0(beta);
    }

    /** W: the response is 0 from there on, on both sides. */
    double halfWidth() {
        return halfWidth;
    }

    /** h(t). The same bits on every JDK and processor. */
    double at(double time) {
        double u = time / halfWidth;
        if (Math.abs(u) >= 1) {
            return 0;
        }
        return 2 * cutoff * sinc(2 * cutoff * time) * besselI0(beta * Math.sqrt(1 - u * u)) / peak;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
    }

    /**
     * The modified Bessel function I₀(x) = Σ ((x/2)ᵏ / k!)², for x up to some hundreds, to the precision of a double.
     *
     * <p>Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 9.6.12.
     */
    static double besselI0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 0x1p-54; k++) {
            double ratio = x / (2 * k);
            term *= ratio * ratio;
            sum += term;
        }
        return sum;
    }
}
