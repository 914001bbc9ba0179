package dev.sidecar.producers;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.Map;
import java.util.Set;

/** {@link Producers#linear}. */
record Linear(String name, double start, double end) implements Producer {
    static final String NAME = "lin";

    @Override
    public FeatureFrame produce(Clip clip) {
        return FeatureFrame.of(Column.generate(name, clip.frames(), frame -> value(frame, clip.frames() - 1)));
    }

    /** The steps and roundings of {@code numpy.linspace}; where {@code last} is 0, that is the start alone. */
    private double value(int frame, int last) {
        double delta = end - start;
        if (last == 0) {
            return frame * delta + start;
        }
        if (frame == last) {
            return end;
        }
        double step = delta / last;
        return (step == 0 ? (double) frame / last * delta : frame * step) + start;
    }

    @Override
    public Provenance describe() {
        return new Provenance(
                NAME,
                "1",
                Map.of(
                        LinearProvider.NAME.name(), name,
                        LinearProvider.START.name(), start,
                        LinearProvider.END.name(), end));
    }

    @Override
    public Set<String> makes() {
        return Set.of(name);
    }
}
