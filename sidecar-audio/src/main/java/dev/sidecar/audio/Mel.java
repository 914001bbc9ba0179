package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/** The mel spectrum itself; librosa's {@code power_to_db(melspectrogram(...), ref=1)}. */
record Mel(MelSpectrum.Options mel) implements Feature.OfMel {
    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return Label.vector(
                "mel",
                mel.nMels(),
                "dB",
                mel.range(rate),
                i -> "power in mel band " + i + " of " + mel.nMels() + ", 10 log10(max(1e-10, power))");
    }

    @Override
    public Map<String, Object> parameters() {
        return mel.parameters();
    }

    @Override
    public Kernel<MelSpectrum> kernel() {
        return (spectrum, values) -> System.arraycopy(spectrum.db(), 0, values, 0, values.length);
    }
}
