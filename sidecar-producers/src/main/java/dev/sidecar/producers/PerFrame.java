package dev.sidecar.producers;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Producer;
import java.util.Set;

/** {@link Producers#perFrame}. A function is not data, so this describes itself as custom. */
record PerFrame(String name, FrameFunction function) implements Producer {
    @Override
    public FeatureFrame produce(Clip clip) {
        return FeatureFrame.of(Column.generate(name, clip.frames(), frame -> function.value(clip, frame)));
    }

    @Override
    public Set<String> makes() {
        return Set.of(name);
    }
}
