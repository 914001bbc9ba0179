package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/**
 * One number that describes a spectrum's shape, as librosa's function of the same name computes it. All are 0 for silence
 * but the flatness, which is 1.
 */
record SpectralFeature(Shape shape, int nFft, double rollPercent) implements Feature.OfSpectrum {
    /** Which number. S[k] is the magnitude and f[k] the frequency of bin k. */
    enum Shape {
        /** sum(f · S) / sum(S). */
        CENTROID("spectral_centroid", "mean frequency of the spectrum, weighted by magnitude"),
        /** sqrt(sum((f - centroid)² · S) / sum(S)). */
        BANDWIDTH("spectral_bandwidth", "standard deviation of frequency about the centroid, weighted by magnitude"),
        /** The smallest f[k] for which S[0] + ... + S[k] is at least the share {@code rollPercent} of the whole sum. */
        ROLLOFF(
                "spectral_rolloff",
                "frequency below which lies the share " + Parameter.ROLL_PERCENT + " of the magnitude"),
        /** exp(mean(ln p)) / mean(p) of the powers p = max(1e-10, S²). */
        FLATNESS(
                "spectral_flatness",
                "geometric by arithmetic mean of the power spectrum: 1 for white noise, 0 for a tone");

        private final String column;
        private final String doc;

        Shape(String column, String doc) {
            this.column = column;
            this.doc = doc;
        }
    }

    private static final double MIN_POWER = 1e-10;

    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final long ONE_EXPONENT = 1023;

    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return List.of(
                shape == Shape.FLATNESS
                        ? new Label(shape.column, "", 0, 1, shape.doc)
                        : new Label(shape.column, "Hz", 0, rate.sampleRate() / 2.0, shape.doc));
    }

    @Override
    public Map<String, Object> parameters() {
        return shape == Shape.ROLLOFF
                ? Map.of(Parameter.N_FFT, nFft, Parameter.ROLL_PERCENT, rollPercent)
                : Map.of(Parameter.N_FFT, nFft);
    }

    @Override
    public Kernel<Stft> kernel(FrameGrid.Rate rate) {
        return switch (shape) {
            case CENTROID -> (stft, values) -> values[0] = centroid(stft);
            case BANDWIDTH -> (stft, values) -> values[0] = bandwidth(stft);
            case ROLLOFF -> (stft, values) -> values[0] = rolloff(stft);
            case FLATNESS -> (stft, values) -> values[0] = flatness(stft.power());
        };
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static double centroid(Stft stft) {
        double[] magnitude = stft.magnitude();
        double sum = sum(magnitude);
        double moment = 0;
        for (int k = 0; k < magnitude.length; k++) {
            moment += stft.hertz(k) * magnitude[k];
        }
        return sum == 0 ? 0 : moment / sum;
    }

    private static double bandwidth(Stft stft) {
        double[] magnitude = stft.magnitude();
        double sum = sum(magnitude);
        double centroid = centroid(stft);
        double moment = 0;
        for (int k = 0; k < magnitude.length; k++) {
            double deviation = stft.hertz(k) - centroid;
            moment += deviation * deviation * magnitude[k];
        }
        return sum == 0 ? 0 : Math.sqrt(moment / sum);
    }

    private double rolloff(Stft stft) {
        double[] magnitude = stft.magnitude();
        double threshold = rollPercent * sum(magnitude);
        double sum = magnitude[0];
        int k = 0;
        while (sum < threshold && k < magnitude.length - 1) {
            sum += magnitude[++k];
        }
        return stft.hertz(k);
    }

    private static double flatness(double[] power) {
        double sum = 0;
        for (double value : power) {
            sum += Math.max(MIN_POWER, value);
        }
        return StrictMath.exp(logOfProduct(power) / power.length) / (sum / power.length);
    }

    /** The sum of ln p: exponents of two are added, and what they leave, from 1 to 2, is multiplied. */
    private static double logOfProduct(double[] power) {
        double product = 1;
        long exponents = 0;
        for (double value : power) {
            long bits = Double.doubleToRawLongBits(Math.max(MIN_POWER, value));
            exponents += (bits >>> FRACTION_BITS) - ONE_EXPONENT;
            product *= Double.longBitsToDouble((bits & FRACTION) | (ONE_EXPONENT << FRACTION_BITS));
            if (product > 0x1p512) {
                product *= 0x1p-512;
                exponents += 512;
            }
        }
        return exponents * StrictMath.log(2) + StrictMath.log(product);
    }
}
