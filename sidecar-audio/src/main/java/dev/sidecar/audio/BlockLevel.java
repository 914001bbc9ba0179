package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The level of a frame's own hop samples, without a window. */
enum BlockLevel implements Feature.OfSamples {
    /** sqrt(mean(x²) + 1e-12). */
    RMS("", 0, 1, "root mean square of the frame's samples, sqrt(mean(x^2) + 1e-12), full scale is 1") {
        @Override
        double of(Power power, float[] samples, int from, int to) {
            return rms(power, samples, from, to);
        }
    },
    /** 20 · log10(rms + 1e-12). */
    RMS_DB(
            "dB",
            -120,
            0,
            "root mean square of the frame's samples in dB of full scale,"
                    + " 20 log10(sqrt(mean(x^2) + 1e-12) + 1e-12), -120 for silence") {
        @Override
        double of(Power power, float[] samples, int from, int to) {
            return 20 * StrictMath.log10(rms(power, samples, from, to) + TINY);
        }
    },
    /** max |x|. */
    PEAK("", 0, 1, "largest magnitude of the frame's samples, max |x|, full scale is 1") {
        @Override
        double of(Power power, float[] samples, int from, int to) {
            float peak = 0;
            for (int i = from; i < to; i++) {
                peak = Math.max(peak, Math.abs(samples[i]));
            }
            return peak;
        }
    };

    private static final double TINY = 1e-12;

    private final String units;
    private final double min;
    private final double max;
    private final String doc;

    BlockLevel(String units, double min, double max, String doc) {
        this.units = units;
        this.min = min;
        this.max = max;
        this.doc = doc;
    }

    abstract double of(Power power, float[] samples, int from, int to);

    private static double rms(Power power, float[] samples, int from, int to) {
        return Math.sqrt(power.mean(samples, from, to) + TINY);
    }

    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        return List.of(new Label(name().toLowerCase(Locale.ROOT), units, min, max, doc));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of();
    }

    @Override
    public int windowLength() {
        return 0;
    }

    @Override
    public Kernel<Framing> kernel(FrameGrid.Rate rate) {
        Power power = new Power(rate.hop());
        return (framing, values) ->
                values[0] = of(power, framing.samples(), framing.block(), framing.block() + framing.hop());
    }
}
