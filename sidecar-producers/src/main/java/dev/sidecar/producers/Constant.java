package dev.sidecar.producers;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Producers#constant}. */
record Constant(String name, double value) implements Producer {
    @Override
    public FeatureFrame produce(Clip clip) {
        return FeatureFrame.of(Column.constant(name, clip.frames(), (float) value));
    }

    @Override
    public Provenance describe() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("name", name);
        options.put("value", value);
        return new Provenance("const", "1", options);
    }
}
