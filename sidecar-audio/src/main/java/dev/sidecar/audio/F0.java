package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/** The fundamental frequency, held from the last voiced frame, and how sure {@link Yin} is of it. */
record F0(Yin.Options options) implements Feature.OfSamples {
    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        double highest = (double) rate.sampleRate() / options.shortestPeriod(rate.sampleRate());
        return List.of(
                new Label(
                        "f0",
                        "Hz",
                        0,
                        highest,
                        "fundamental frequency by YIN, held from the last voiced frame, 0 before the first"),
                new Label(
                        "f0_confidence",
                        "",
                        0,
                        1,
                        "1 less YIN's normalised difference, above 1 - trough-threshold where the frame is voiced,"
                                + " 0 for silence"));
    }

    @Override
    public Map<String, Object> parameters() {
        return options.parameters();
    }

    @Override
    public int windowLength() {
        return options.frameLength();
    }

    @Override
    public Kernel<Framing> kernel(FrameGrid.Rate rate) {
        Yin yin = new Yin(options, rate.sampleRate());
        return new Kernel<>() {
            private double held;

            @Override
            public void begin() {
                held = 0;
            }

            @Override
            public void compute(Framing framing, double[] values) {
                yin.estimate(framing.samples(), framing.window(windowLength()));
                if (yin.voiced()) {
                    held = yin.f0();
                }
                values[0] = held;
                values[1] = yin.confidence();
            }
        };
    }
}
