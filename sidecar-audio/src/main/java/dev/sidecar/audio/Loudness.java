package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/**
 * The A-weighted mean power of a window in dB of full scale: 10 · log10(max(1e-10, P)), where
 *
 * <pre>P = sum over k of c[k] · A(f[k]) · |X[k]|² / (n_fft · sum over i of w[i]²)</pre>
 *
 * with c = 1 for k = 0 and n_fft / 2, else 2 (the negative frequencies), the Hann weights w, and A from {@link AWeighting}.
 * By Parseval's theorem P is sum(w² · x²) / sum(w²) where A is 1: the same for every n_fft, and -3.01 dB for a sine of 1 kHz
 * at full scale.
 */
record Loudness(int nFft) implements Feature.OfSpectrum {
    private static final double MIN_POWER = 1e-10;
    private static final double MIN_DB = -100;

    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return List.of(new Label(
                "loudness_db",
                "dB",
                MIN_DB,
                AWeighting.MAX_DB,
                "A-weighted mean power (IEC 61672-1) of " + nFft
                        + " samples in dB of full scale, -3.01 for a full-scale sine of 1 kHz, -100 for silence"));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of(Parameter.N_FFT, nFft);
    }

    @Override
    public Kernel<Stft> kernel(FrameGrid.Rate rate) {
        double[] weights = weights(rate);
        return (stft, values) -> {
            double[] power = stft.power();
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * power[k];
            }
            values[0] = 10 * StrictMath.log10(Math.max(MIN_POWER, sum));
        };
    }

    /** What each |X[k]|² counts: the sum over the squared Hann weights is 3/8 n_fft. */
    private double[] weights(FrameGrid.Rate rate) {
        double[] weights = new double[nFft / 2 + 1];
        for (int k = 0; k < weights.length; k++) {
            int sides = k == 0 || k == nFft / 2 ? 1 : 2;
            weights[k] = sides * AWeighting.power((double) k * rate.sampleRate() / nFft) / (0.375 * nFft * nFft);
        }
        return weights;
    }
}
