package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import java.util.List;
import java.util.Map;

/** The energy of the twelve pitch classes, relative to the strongest; librosa's {@code chroma_stft} with tuning 0. */
record Chroma(int nFft) implements Feature.OfSpectrum {
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
        return Map.of("n-fft", nFft);
    }

    @Override
    public Kernel<Stft> kernel(FrameGrid.Rate rate) {
        double[][] weights = ChromaFilterBank.weights(rate.sampleRate(), nFft, CLASSES.size());
        return (stft, values) -> {
            double max = 0;
            for (int c = 0; c < weights.length; c++) {
                values[c] = dot(weights[c], stft.power());
                max = Math.max(max, values[c]);
            }
            for (int c = 0; c < weights.length && max >= Float.MIN_NORMAL; c++) {
                values[c] /= max;
            }
        };
    }

    private static double dot(double[] weights, double[] power) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * power[k];
        }
        return sum;
    }
}
