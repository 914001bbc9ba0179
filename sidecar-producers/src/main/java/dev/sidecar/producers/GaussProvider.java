package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#gauss} by the name {@code gauss}; found by {@link java.util.ServiceLoader}. */
public final class GaussProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<Double> MEAN = ProducerOption.number("mean", "their mean");
    static final ProducerOption<Double> DEVIATION = ProducerOption.number("deviation", "their standard deviation");

    /** For {@link java.util.ServiceLoader}. */
    public GaussProvider() {}

    @Override
    public String name() {
        return RandomColumn.GAUSS;
    }

    @Override
    public String summary() {
        return "random numbers of a normal distribution";
    }

    @Override
    public String help() {
        return RandomColumn.HELP;
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, MEAN, DEVIATION);
    }

    @Override
    public String shorthand() {
        return "NAME=MEAN:DEVIATION";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.gauss(options.get(NAME), options.get(MEAN), options.get(DEVIATION));
    }
}
