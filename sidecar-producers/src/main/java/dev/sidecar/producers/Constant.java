package dev.sidecar.producers;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.Map;
import java.util.Set;

/** {@link Producers#constant}. */
record Constant(String name, double value) implements Producer {
    static final String NAME = "const";

    @Override
    public FeatureFrame produce(Clip clip) {
        return FeatureFrame.of(Column.constant(name, clip.frames(), (float) value));
    }

    @Override
    public Provenance describe() {
        return new Provenance(
                NAME, "1", Map.of(ConstantProvider.NAME.name(), name, ConstantProvider.VALUE.name(), value));
    }

    @Override
    public Set<String> makes() {
        return Set.of(name);
    }
}
