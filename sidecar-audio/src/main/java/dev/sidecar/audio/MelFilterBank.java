package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.Arrays;

/**
 * Triangles over the bins of a spectrum, evenly spaced in mel: librosa's {@code filters.mel} with its defaults. The mel
 * scale is that of Slaney's Auditory Toolbox (1998), linear up to 1 kHz (3 mel per 200 Hz) and logarithmic above (27 mel per
 * factor 6.4); each triangle has an area of 1 over Hz. A triangle between two bins is empty, its band without power.
 */
final class MelFilterBank {
    private static final double HERTZ_PER_MEL = 200 / 3.0;
    private static final double BREAK_HERTZ = 1_000;
    private static final double BREAK_MEL = BREAK_HERTZ / HERTZ_PER_MEL;
    private static final double LOG_STEP = StrictMath.log(6.4) / 27;

    /** The first bin that each triangle reaches, and its weights from there on. */
    private final int[] first;

    private final double[][] weights;

    MelFilterBank(FrameGrid.Rate rate, int nFft, int bands, MelRange range) {
        first = new int[bands];
        weights = new double[bands][];
        MelRange hertz = range.at(rate);
        double start = mel(hertz.fmin());
        double step = (mel(hertz.fmax()) - start) / (bands + 1);
        double[] edges = new double[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(start + step * i);
        }
        double[] triangle = new double[nFft / 2 + 1];
        for (int m = 0; m < bands; m++) {
            int from = triangle.length;
            int to = 0;
            for (int k = 0; k < triangle.length; k++) {
                double f = (double) k * rate.sampleRate() / nFft;
                double rise = (f - edges[m]) / (edges[m + 1] - edges[m]);
                double fall = (edges[m + 2] - f) / (edges[m + 2] - edges[m + 1]);
                triangle[k] = Math.max(0, Math.min(rise, fall)) * 2 / (edges[m + 2] - edges[m]);
                if (triangle[k] > 0) {
                    from = Math.min(from, k);
                    to = k + 1;
                }
            }
            first[m] = Math.min(from, to);
            weights[m] = Arrays.copyOfRange(triangle, first[m], to);
        }
    }

    static double mel(double hertz) {
        return hertz < BREAK_HERTZ ? hertz / HERTZ_PER_MEL : BREAK_MEL + StrictMath.log(hertz / BREAK_HERTZ) / LOG_STEP;
    }

    static double hertz(double mel) {
        return mel < BREAK_MEL ? mel * HERTZ_PER_MEL : BREAK_HERTZ * StrictMath.exp((mel - BREAK_MEL) * LOG_STEP);
    }

    /** The largest sum of a triangle's weights: the most that a band can have if each bin has at most 1. */
    double gain() {
        return Arrays.stream(weights)
                .mapToDouble(triangle -> Arrays.stream(triangle).sum())
                .max()
                .orElse(0);
    }

    /** The power in each band. */
    void apply(double[] power, double[] bands) {
        for (int m = 0; m < first.length; m++) {
            double[] triangle = weights[m];
            double sum = 0;
            for (int i = 0; i < triangle.length; i++) {
                sum += triangle[i] * power[first[m] + i];
            }
            bands[m] = sum;
        }
    }
}
