package dev.sidecar.audio;

import java.util.Arrays;

/**
 * The tuning of a clip from the peaks of its spectra: librosa's {@code estimate_tuning} of power spectra, with its
 * defaults.
 *
 * <p>A peak is a bin from 150 Hz to below 4 kHz, and below half the sample rate, that has more power than the bin before,
 * no less than the bin behind, and more than a tenth of the frame's strongest. A parabola through the three gives its
 * frequency and its power. Of the peaks with at least the median power, the distances to the nearest semitone are counted
 * in hundredths; the estimate is the most frequent one, the lowest of several, and 0 without peaks.
 *
 * <p>The powers are kept to 8 bits, so that memory does not grow with the length of the clip: peaks up to 1/128 below the
 * median count, too. At most that is 14 MB.
 */
final class TuningEstimate {
    private static final double MIN_HERTZ = 150;
    private static final double MAX_HERTZ = 4_000;
    private static final double THRESHOLD = 0.1;
    private static final double A0_HERTZ = 27.5;
    private static final int STEPS = 100;

    /** How many bits of a float are dropped: all but its exponent, and the first seven after the leading one. */
    private static final int DROPPED_BITS = 16;

    /** The peaks by power, then distance from -0.5; rows where there are any. */
    private final int[][] counts = new int[1 << (Float.SIZE - 1 - DROPPED_BITS)][];

    private long peaks;

    /** Forgets all peaks. */
    void clear() {
        Arrays.fill(counts, null);
        peaks = 0;
    }

    /** Takes the peaks of one more frame. */
    void add(Stft stft) {
        double[] power = stft.power();
        double strongest = 0;
        for (double value : power) {
            strongest = Math.max(strongest, value);
        }
        for (int k = 1; k < power.length - 1 && stft.hertz(k) < MAX_HERTZ; k++) {
            boolean highest = power[k] > power[k - 1] && power[k] >= power[k + 1];
            if (highest && power[k] > THRESHOLD * strongest && stft.hertz(k) >= MIN_HERTZ) {
                double shift = Parabola.vertex(power[k - 1], power[k], power[k + 1]);
                add(stft.hertz(k + shift), power[k] + (power[k + 1] - power[k - 1]) / 4 * shift);
            }
        }
    }

    void add(double hertz, double power) {
        int row = Float.floatToIntBits((float) power) >>> DROPPED_BITS;
        if (counts[row] == null) {
            counts[row] = new int[STEPS];
        }
        double semitones = 12 * StrictMath.log(hertz / A0_HERTZ) / StrictMath.log(2);
        double distance = semitones - Math.floor(semitones + 0.5);
        counts[row][Math.min(STEPS - 1, (int) ((distance + 0.5) * STEPS))]++;
        peaks++;
    }

    /** In semitones, a multiple of 0.01 from -0.5 to 0.49. */
    double bins() {
        long[] sums = new long[STEPS];
        long wanted = peaks - peaks / 2;
        for (int row = counts.length - 1; row >= 0 && wanted > 0; row--) {
            for (int step = 0; counts[row] != null && step < STEPS; step++) {
                sums[step] += counts[row][step];
                wanted -= counts[row][step];
            }
        }
        int most = peaks == 0 ? STEPS / 2 : 0;
        for (int step = 0; step < STEPS; step++) {
            most = sums[step] > sums[most] ? step : most;
        }
        return (most - STEPS / 2) / (double) STEPS;
    }
}
