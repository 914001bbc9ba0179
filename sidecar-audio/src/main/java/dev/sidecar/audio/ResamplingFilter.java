package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.math.BigInteger;

/**
 * The weights that turn samples at one rate into samples at another. Immutable, to be shared by streams and threads.
 *
 * <p>Output sample n lies at the time n/to, which is n·from/to in input samples: {@code from} and {@code to} divided by
 * their greatest common divisor, that is a whole number and one of {@code to} phases. It is the sum of the input
 * samples around it, weighted by a low-pass filter centred on it, so nothing is delayed. The filter passes what lies
 * below 0.9 of the lower rate's Nyquist frequency and stops what lies above 1.0 of it, by 104 dB: {@link KaiserSinc}.
 * This is the polyphase structure of R. E. Crochiere and L. R. Rabiner, Multirate Digital Signal Processing, 1983.
 *
 * <p>Each phase has a row of weights in a table of at most {@value #MAX_WEIGHTS}, or two rows. Where all rows fit, as
 * they do for the rates in use, they are exact. Else the table has as many evenly spaced phases as fit, and an output
 * sample is linearly interpolated between the two nearest, as in J. O. Smith and P. Gossett, "A flexible sampling-rate
 * conversion method", Proc. IEEE ICASSP, 1984. With P rows per sample of the lower rate, each image that this makes is
 * at most 1/(2P)² of the signal. P is about 1,900, so that is 143 dB down; it is 640 at least, for rates hundreds of
 * times apart: 124 dB.
 */
final class ResamplingFilter {
    /** By how much two rates may differ. It bounds the width of the filter: 135 samples of the lower rate. */
    static final int MAX_RATIO = 1000;

    private static final int MAX_WEIGHTS = 1 << 18;
    private static final double PASS_BAND = 0.9;
    private static final double ATTENUATION = 105;

    /** The loop over the weights is unrolled. */
    private static final int UNROLLED = 4;

    private final int to;
    private final int up;
    private final int down;
    private final int reach;
    private final int steps;

    /** For the times 0, 1/steps, 2/steps … 1 after an input sample. */
    private final double[][] rows;

    private ResamplingFilter(int from, int to) {
        this.to = to;
        int divisor = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
        up = to / divisor;
        down = from / divisor;
        double nyquist = 0.5 * Math.min(1, (double) to / from);
        KaiserSinc response = new KaiserSinc(PASS_BAND * nyquist, nyquist, ATTENUATION);
        int half = UNROLLED / 2;
        reach = half * (int) Math.ceil(response.halfWidth() / half);
        steps = Math.min(up, Math.max(1, MAX_WEIGHTS / taps() - 1));
        rows = new double[steps + 1][taps()];
        for (int row = 0; row <= steps; row++) {
            for (int tap = 0; tap < taps(); tap++) {
                rows[row][tap] = response.at(tap - before() - (double) row / steps);
            }
        }
    }

    /**
     * The filter for a pair of rates.
     *
     * @param from the input's sample rate, at least 1
     * @param to the output's sample rate, at least 1
     * @return the filter
     * @throws SidecarException (LIMIT) if one rate is more than {@value #MAX_RATIO} times the other
     */
    static ResamplingFilter of(int from, int to) {
        if (Math.max(from, to) > (long) MAX_RATIO * Math.min(from, to)) {
            throw new SidecarException(
                    LIMIT,
                    Place.NOWHERE,
                    "audio is resampled by a factor of up to " + MAX_RATIO + ", found audio at " + from + " Hz for "
                            + to + " Hz; is its sample rate right?");
        }
        return new ResamplingFilter(from, to);
    }

    /** The output's sample rate. */
    int to() {
        return to;
    }

    /** How many phases an output sample can have: it lies {@code phase / up()} after an input sample. */
    int up() {
        return up;
    }

    /** How many phases it is from one output sample to the next. */
    int down() {
        return down;
    }

    /** How many input samples an output sample is made of. */
    int taps() {
        return 2 * reach;
    }

    /** How many of them come before the one at or before the output sample's time. */
    int before() {
        return reach - 1;
    }

    /** How many of them come after it. */
    int after() {
        return reach;
    }

    /**
     * One output sample.
     *
     * @param phase 0 to {@code up() - 1}
     * @param samples input samples
     * @param first which of them is the first of {@link #taps()}
     * @return the sample
     */
    double apply(int phase, double[] samples, int first) {
        long position = (long) phase * steps;
        int row = (int) (position / up);
        int rest = (int) (position % up);
        double below = weighted(rows[row], samples, first);
        if (rest == 0) {
            return below;
        }
        double above = weighted(rows[row + 1], samples, first);
        return below + (double) rest / up * (above - below);
    }

    /** Four sums, since each addition waits for the one before it; in this order always, for the same bits. */
    private static double weighted(double[] weights, double[] samples, int first) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int tap = 0; tap < weights.length - (UNROLLED - 1); tap += UNROLLED) {
            int sample = first + tap;
            a += weights[tap] * samples[sample];
            b += weights[tap + 1] * samples[sample + 1];
            c += weights[tap + 2] * samples[sample + 2];
            d += weights[tap + 3] * samples[sample + 3];
        }
        return a + b + (c + d);
    }
}
