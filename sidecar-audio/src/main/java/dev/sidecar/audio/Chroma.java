package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The energy of the twelve pitch classes, relative to the strongest; librosa's {@code chroma_stft}. */
record Chroma(int nFft, Tuning tuning) implements Feature.OfSpectrum {
    private static final List<String> CLASSES =
            List.of("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B");

    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return Label.vector(
                "chroma",
                CLASSES.size(),
                "",
                new Range(0, 1),
                i -> "energy of the pitch class " + CLASSES.get(i) + ", the strongest class is 1, 0 for silence");
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of(Parameter.N_FFT, nFft, Parameter.TUNING, tuning.label());
    }

    @Override
    public Kernel<Stft> kernel(FrameGrid.Rate rate) {
        if (tuning.bins().isEmpty()) {
            return new Estimating(rate);
        }
        double[][] weights = weights(rate, tuning.bins().getAsDouble());
        return (stft, values) -> compute(weights, stft.power(), values);
    }

    private double[][] weights(FrameGrid.Rate rate, double tuningBins) {
        return ChromaFilterBank.weights(rate.sampleRate(), nFft, CLASSES.size(), tuningBins);
    }

    private static void compute(double[][] weights, double[] power, double[] values) {
        Arrays.fill(values, 0);
        for (int k = 0; k < power.length; k++) {
            for (int c = 0; c < values.length; c++) {
                values[c] += weights[k][c] * power[k];
            }
        }
        double max = 0;
        for (double value : values) {
            max = Math.max(max, value);
        }
        for (int c = 0; c < values.length && max >= Float.MIN_NORMAL; c++) {
            values[c] /= max;
        }
    }

    /** Tunes itself to each clip. */
    private final class Estimating implements SurveyingKernel<Stft> {
        private final FrameGrid.Rate rate;
        private final TuningEstimate estimate = new TuningEstimate();
        private double[][] weights = {};

        Estimating(FrameGrid.Rate rate) {
            this.rate = rate;
        }

        @Override
        public void begin() {
            estimate.clear();
            weights = new double[0][];
        }

        @Override
        public void survey(Stft stft) {
            estimate.add(stft);
        }

        @Override
        public void compute(Stft stft, double[] values) {
            if (weights.length == 0) {
                weights = weights(rate, estimate.bins());
                estimate.clear();
            }
            Chroma.compute(weights, stft.power(), values);
        }
    }
}
