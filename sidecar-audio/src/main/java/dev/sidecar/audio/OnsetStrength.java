package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import java.util.List;
import java.util.Map;

/**
 * How much louder the mel bands have become since the frame before: mean over bands of max(0, dB[t] - dB[t - 1]), 0 for
 * the first frame. librosa's {@code onset_strength} with {@code lag=1, max_size=1, center=False}.
 */
record OnsetStrength(MelSpectrum.Options mel) implements Feature.OfMel {
    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        Range db = mel.range(rate);
        return List.of(new Label(
                "onset_strength",
                "dB",
                0,
                db.max() - db.min(),
                "mean rise of " + mel.nMels() + " mel bands since the frame before, falls counting as 0"));
    }

    @Override
    public Map<String, Object> parameters() {
        return mel.parameters();
    }

    @Override
    public Kernel<MelSpectrum> kernel() {
        return new Kernel<>() {
            private final double[] previous = new double[mel.nMels()];
            private boolean first = true;

            @Override
            public void begin() {
                first = true;
            }

            @Override
            public void compute(MelSpectrum spectrum, double[] values) {
                double[] db = spectrum.db();
                double rise = 0;
                for (int m = 0; m < db.length; m++) {
                    rise += Math.max(0, db[m] - previous[m]);
                    previous[m] = db[m];
                }
                values[0] = first ? 0 : rise / db.length;
                first = false;
            }
        };
    }
}
