package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#noise} by the name {@code noise}; found by {@link java.util.ServiceLoader}. */
public final class NoiseProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<Double> LOW = ProducerOption.number("low", "the smallest number");
    static final ProducerOption<Double> HIGH = ProducerOption.number("high", "the largest number");

    /** For {@link java.util.ServiceLoader}. */
    public NoiseProvider() {}

    @Override
    public String name() {
        return RandomColumn.NOISE;
    }

    @Override
    public String summary() {
        return "random numbers, all in a range equally likely";
    }

    @Override
    public String help() {
        return RandomColumn.HELP;
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, LOW, HIGH);
    }

    @Override
    public String shorthand() {
        return "NAME=LOW:HIGH";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.noise(options.get(NAME), options.get(LOW), options.get(HIGH));
    }
}
