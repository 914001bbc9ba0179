package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#constant} by the name {@code const}; found by {@link java.util.ServiceLoader}. */
public final class ConstantProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<Double> VALUE = ProducerOption.number("value", "the value of every frame");

    /** For {@link java.util.ServiceLoader}. */
    public ConstantProvider() {}

    @Override
    public String name() {
        return Constant.NAME;
    }

    @Override
    public String summary() {
        return "the same value in every frame";
    }

    @Override
    public String help() {
        return """
                One column of float32, as numpy.full(T, value, float32) makes it: a scene, an
                instrument, anything that holds for a whole clip. It has no units and no declared
                range, so its range is the value itself.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, VALUE);
    }

    @Override
    public String shorthand() {
        return "NAME=VALUE";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.constant(options.get(NAME), options.get(VALUE));
    }
}
