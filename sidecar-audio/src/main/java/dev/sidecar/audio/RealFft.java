package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The discrete Fourier transform of real numbers, in float64. For one thread.
 *
 * <p>Sizes are powers of two from 16 to 4,096: those that JTransforms transforms without allocating, and without threads
 * of its own.
 */
final class RealFft {
    static final int MIN_SIZE = 16;
    static final int MAX_SIZE = 4_096;

    private final int size;
    private final DoubleFFT_1D fft;

    RealFft(int size) {
        this.size = checkedSize(size);
        this.fft = new DoubleFFT_1D(size);
    }

    static int checkedSize(int size) {
        if (size < MIN_SIZE || size > MAX_SIZE || Integer.bitCount(size) != 1) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    Parameter.N_FFT + " must be a power of two from " + MIN_SIZE + " to " + MAX_SIZE + ", found "
                            + size);
        }
        return size;
    }

    int size() {
        return size;
    }

    /** The frequencies from 0 to half the sample rate: size / 2 + 1. */
    int bins() {
        return size / 2 + 1;
    }

    /**
     * The squared magnitudes of the transform.
     *
     * @param data size numbers; overwritten
     * @param power filled with bins numbers
     */
    void power(double[] data, double[] power) {
        fft.realForward(data);
        int half = size / 2;
        power[0] = data[0] * data[0];
        power[half] = data[1] * data[1];
        for (int k = 1; k < half; k++) {
            double re = data[2 * k];
            double im = data[2 * k + 1];
            power[k] = re * re + im * im;
        }
    }

    /** Replaces size numbers by their circular autocorrelation, r[k] = sum over i of x[i] · x[(i + k) mod size]. */
    void autocorrelate(double[] data) {
        fft.realForward(data);
        int half = size / 2;
        data[0] = data[0] * data[0];
        data[1] = data[1] * data[1];
        for (int k = 1; k < half; k++) {
            double re = data[2 * k];
            double im = data[2 * k + 1];
            data[2 * k] = re * re + im * im;
            data[2 * k + 1] = 0;
        }
        fft.realInverse(data, true);
    }
}
