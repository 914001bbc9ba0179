package dev.sidecar.testkit;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.Map;

/** A producer that keeps the contract until a subclass breaks it. It makes the first codebook's codes. */
class Faulty implements Producer {
    private final String name;

    Faulty(String name) {
        this.name = name;
    }

    @Override
    public FeatureFrame produce(Clip clip) throws Exception {
        int[] codes = clip.codes().window(0, clip.frames())[0];
        return x(clip, codes);
    }

    static FeatureFrame x(Clip clip, int[] values) {
        return FeatureFrame.of(Column.generate("x", clip.frames(), t -> values[t]));
    }

    static FeatureFrame constant(Clip clip, float value) {
        return FeatureFrame.of(Column.constant("x", clip.frames(), value));
    }

    @Override
    public Provenance describe() {
        return new Provenance(name, "1", Map.of());
    }

    /** What code without null checks returns. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }
}
