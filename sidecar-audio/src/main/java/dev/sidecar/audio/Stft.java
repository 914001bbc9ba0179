package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;

/**
 * The spectrum of one frame after the other: X[k] = sum over i of w[i] · x[i] · exp(-2πj · k · i / n_fft), over a window
 * of n_fft samples with the periodic Hann weights w[i] = (1 - cos(2π · i / n_fft)) / 2. librosa's {@code stft}.
 */
final class Stft {
    private final RealFft fft;
    private final double binHertz;
    private final double[] window;
    private final double[] data;
    private final double[] power;
    private final double[] magnitude;
    private boolean magnitudeKnown;

    Stft(int nFft, FrameGrid.Rate rate) {
        this.fft = new RealFft(nFft);
        this.binHertz = (double) rate.sampleRate() / nFft;
        this.window = new double[nFft];
        for (int i = 0; i < nFft; i++) {
            window[i] = (1 - StrictMath.cos(2 * Math.PI * i / nFft)) / 2;
        }
        this.data = new double[nFft];
        this.power = new double[fft.bins()];
        this.magnitude = new double[fft.bins()];
    }

    /** Goes to the framing's frame. */
    void compute(Framing framing) {
        float[] samples = framing.samples();
        int from = framing.window(data.length);
        for (int i = 0; i < data.length; i++) {
            data[i] = window[i] * samples[from + i];
        }
        fft.power(data, power);
        magnitudeKnown = false;
    }

    /** |X[k]|² for k from 0 to n_fft / 2. */
    double[] power() {
        return power;
    }

    /** |X[k]| for k from 0 to n_fft / 2. */
    double[] magnitude() {
        if (!magnitudeKnown) {
            for (int k = 0; k < power.length; k++) {
                magnitude[k] = Math.sqrt(power[k]);
            }
            magnitudeKnown = true;
        }
        return magnitude;
    }

    /** The frequency of a bin, or of a place between bins, k · sample rate / n_fft. */
    double hertz(double k) {
        return k * binHertz;
    }
}
