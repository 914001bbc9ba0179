package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.Map;

/**
 * Estimates the period of a window's audio; librosa 0.11's {@code yin}.
 *
 * <p>A. de Cheveigné and H. Kawahara, YIN, a fundamental frequency estimator for speech and music, 2002. The difference
 * function of lag k is taken, as librosa does, as d(k) = 2 · (r(0) - r(k)) - (x[0]² + ... + x[k - 1]²), without the first
 * square at k = 1, r being the autocorrelation of the window. It is divided by its mean over the lags 1 to k. The period is
 * the first trough below the threshold, else the lowest lag's, refined by a parabola through its neighbours. As the energy of
 * the last k samples is left in d, frequencies come out slightly high: by 0.15 % at 300 Hz in 2,048 samples.
 */
final class Yin {
    /**
     * Which estimate.
     *
     * @param frameLength samples in a window
     * @param fmin the lowest frequency, in Hz
     * @param fmax the highest frequency, in Hz
     * @param troughThreshold how low a trough of the normalised difference has to be
     */
    record Options(int frameLength, double fmin, double fmax, double troughThreshold) {
        Map<String, Object> parameters() {
            return Map.of(
                    Parameter.FRAME_LENGTH,
                    frameLength,
                    Parameter.FMIN,
                    fmin,
                    Parameter.FMAX,
                    fmax,
                    Parameter.TROUGH_THRESHOLD,
                    troughThreshold);
        }

        int shortestPeriod(int sampleRate) {
            return Math.max(1, (int) Math.floor(sampleRate / fmax));
        }

        int longestPeriod(int sampleRate) {
            return (int) Math.min(Math.ceil(sampleRate / fmin), frameLength - 1);
        }
    }

    private final int sampleRate;
    private final double threshold;
    private final int frameLength;
    private final int shortest;
    private final RealFft fft;
    private final double[] correlation;
    /** The normalised difference of the lags from the shortest period to the longest. */
    private final double[] difference;

    private double f0;
    private double confidence;
    private boolean voiced;

    Yin(Options options, int sampleRate) {
        this.sampleRate = sampleRate;
        this.threshold = options.troughThreshold();
        this.frameLength = options.frameLength();
        this.shortest = options.shortestPeriod(sampleRate);
        int longest = options.longestPeriod(sampleRate);
        int size = Math.max(RealFft.MIN_SIZE, Integer.highestOneBit(frameLength + longest - 1) * 2);
        if (longest - shortest < 2 || size > RealFft.MAX_SIZE) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "at " + sampleRate + " Hz, f0 from " + options.fmin() + " to " + options.fmax()
                            + " Hz means periods of " + shortest + " to " + longest
                            + " samples; there must be three at least, shorter than the window, and the window and the"
                            + " longest must have at most " + RealFft.MAX_SIZE + " samples together, found "
                            + frameLength + " and " + longest + "; change " + Parameter.FRAME_LENGTH + ", "
                            + Parameter.FMIN + " or " + Parameter.FMAX);
        }
        this.fft = new RealFft(size);
        this.correlation = new double[size];
        this.difference = new double[longest - shortest + 1];
    }

    /** Looks at the window that begins at {@code from}. */
    void estimate(float[] samples, int from) {
        for (int i = 0; i < correlation.length; i++) {
            correlation[i] = i < frameLength ? samples[from + i] : 0;
        }
        fft.autocorrelate(correlation);
        normalise(samples, from);
        int trough = firstTrough();
        voiced = trough >= 0;
        int lag = voiced ? trough : lowest();
        f0 = sampleRate / (shortest + lag + shift(lag));
        confidence = correlation[0] > 0 ? Math.max(0, Math.min(1, 1 - difference[lag])) : 0;
    }

    private void normalise(float[] samples, int from) {
        double squares = 0;
        double sum = 0;
        for (int k = 1; k < shortest + difference.length; k++) {
            double d = 2 * (correlation[0] - correlation[k]) - squares;
            sum += d;
            double last = samples[from + k];
            squares += (k == 1 ? square(samples[from]) : 0) + square(last);
            if (k >= shortest) {
                difference[k - shortest] = d / (sum / k + Float.MIN_NORMAL);
            }
        }
    }

    private int firstTrough() {
        int last = difference.length - 1;
        for (int i = 0; i <= last; i++) {
            boolean falls = i == 0 || difference[i] < difference[i - 1];
            boolean rises = i == last || (i == 0 ? difference[0] < difference[1] : difference[i] <= difference[i + 1]);
            if (falls && rises && difference[i] < threshold) {
                return i;
            }
        }
        return -1;
    }

    private int lowest() {
        int lowest = 0;
        for (int i = 1; i < difference.length; i++) {
            if (difference[i] < difference[lowest]) {
                lowest = i;
            }
        }
        return lowest;
    }

    /** How far from a lag the parabola through it and its neighbours has its vertex; 0 if that is a lag away or more. */
    private double shift(int lag) {
        if (lag == 0 || lag == difference.length - 1) {
            return 0;
        }
        return Parabola.vertex(difference[lag - 1], difference[lag], difference[lag + 1]);
    }

    private static double square(double x) {
        return x * x;
    }

    /** The estimate in Hz, whatever it is worth. */
    double f0() {
        return f0;
    }

    /** 1 less the normalised difference at the period, 0 to 1; 0 for silence. */
    double confidence() {
        return confidence;
    }

    /** Whether a trough below the threshold was found. */
    boolean voiced() {
        return voiced;
    }
}
