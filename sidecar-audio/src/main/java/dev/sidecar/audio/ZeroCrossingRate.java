package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/**
 * The share of samples in a window whose sign differs from that of the sample before, within the window; librosa's
 * {@code feature.zero_crossing_rate}. Magnitudes up to 1e-10 count as zero, and zero as positive.
 *
 * <p>Beyond the audio librosa repeats the outermost sample, which crosses nothing; so it is enough to look at the audio.
 */
record ZeroCrossingRate(int windowLength) implements Feature.OfSamples {
    private static final double THRESHOLD = 1e-10;

    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return List.of(new Label("zcr", "", 0, 1, "zero crossings per sample in " + windowLength + " samples"));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of(Parameter.FRAME_LENGTH, windowLength);
    }

    @Override
    public Kernel<Framing> kernel(FrameGrid.Rate rate) {
        return (framing, values) -> values[0] = crossings(framing) / (double) windowLength;
    }

    private int crossings(Framing framing) {
        int window = framing.window(windowLength);
        int from = Math.max(window, framing.audioFrom());
        int to = Math.min(window + windowLength, framing.audioTo());
        float[] samples = framing.samples();
        int crossings = 0;
        for (int i = from + 1; i < to; i++) {
            if ((samples[i] < -THRESHOLD) != (samples[i - 1] < -THRESHOLD)) {
                crossings++;
            }
        }
        return crossings;
    }
}
