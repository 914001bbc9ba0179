package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/** sqrt(mean(x²)) over a rectangular window with zeros where there is no audio; librosa's {@code feature.rms}. */
record WindowedRms(int windowLength) implements Feature.OfSamples {
    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return List.of(new Label(
                "rms_" + windowLength,
                "",
                0,
                1,
                "root mean square of " + windowLength + " samples, sqrt(mean(x^2)), full scale is 1"));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of();
    }

    @Override
    public Kernel<Framing> kernel(FrameGrid.Rate rate) {
        Power power = new Power(windowLength);
        return (framing, values) -> {
            int from = framing.window(windowLength);
            values[0] = Math.sqrt(power.mean(framing.samples(), from, from + windowLength));
        };
    }
}
