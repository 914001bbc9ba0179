package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#linear} by the name {@code lin}; found by {@link java.util.ServiceLoader}. */
public final class LinearProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<Double> START = ProducerOption.number("start", "the value of the first frame");
    static final ProducerOption<Double> END = ProducerOption.number("end", "the value of the last frame");

    /** For {@link java.util.ServiceLoader}. */
    public LinearProvider() {}

    @Override
    public String name() {
        return Linear.NAME;
    }

    @Override
    public String summary() {
        return "a straight line from the first frame to the last";
    }

    @Override
    public String help() {
        return """
                One column of float32, bit for bit as numpy.linspace(start, end, T, dtype=float32)
                draws it. A clip of one frame has the start alone.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, START, END);
    }

    @Override
    public String shorthand() {
        return "NAME=START:END";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.linear(options.get(NAME), options.get(START), options.get(END));
    }
}
