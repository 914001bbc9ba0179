package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import java.util.Arrays;
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
            double[] power = stft.power();
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
        };
    }
}
