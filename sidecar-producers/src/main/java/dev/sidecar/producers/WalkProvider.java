package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#randomWalk} by the name {@code walk}; found by {@link java.util.ServiceLoader}. */
public final class WalkProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<Double> START = ProducerOption.number("start", "the value of the first frame");
    static final ProducerOption<Double> STEP =
            ProducerOption.number("step", "the standard deviation of the steps from frame to frame");
    static final ProducerOption<Double> MIN = ProducerOption.number(
                    "walk-min", "the lower bound, where it turns back; -inf: none")
            .withDefault(Double.NEGATIVE_INFINITY);
    static final ProducerOption<Double> MAX = ProducerOption.number(
                    "walk-max", "the upper bound, where it turns back; inf: none")
            .withDefault(Double.POSITIVE_INFINITY);

    /** For {@link java.util.ServiceLoader}. */
    public WalkProvider() {}

    @Override
    public String name() {
        return RandomColumn.WALK;
    }

    @Override
    public String summary() {
        return "a random walk";
    }

    @Override
    public String help() {
        return RandomColumn.HELP;
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, START, STEP, MIN, MAX);
    }

    @Override
    public String shorthand() {
        return "NAME=START:STEP";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.randomWalk(
                options.get(NAME), options.get(START), options.get(STEP), options.get(MIN), options.get(MAX));
    }
}
