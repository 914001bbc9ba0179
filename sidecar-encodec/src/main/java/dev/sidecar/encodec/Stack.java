package dev.sidecar.encodec;

import java.util.List;

/** Layers one after the other. */
record Stack(List<Layer> layers) implements Layer {
    @Override
    public Stage stage() {
        List<Stage> stages = layers.stream().map(Layer::stage).toList();
        return (in, part) -> {
            Signal signal = in;
            for (Stage stage : stages) {
                signal = stage.apply(signal, part);
            }
            return signal;
        };
    }
}
