package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.PRODUCER;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.RunningStatistics;
import dev.sidecar.frame.Statistics;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@link Derivation#as}. */
final class Derived implements Producer {
    static final String NAME = "derive";

    private final String name;
    private final String from;
    private final List<Step> steps;

    /** The steps with the corpus's statistics in them. */
    private volatile List<Step> measured;

    Derived(String name, String from, List<Step> steps) {
        if (name.equals(from)) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE.column(name),
                    "a column cannot be derived from itself, or a second run would derive it again; give the new one"
                            + " another name");
        }
        this.name = name;
        this.from = from;
        this.steps = List.copyOf(steps);
        this.measured = this.steps;
    }

    @Override
    public void init(RunContext context) {
        List<Step> ready = new ArrayList<>();
        for (Step step : steps) {
            ready.add(
                    step instanceof Step.Measured open && open.scope() == Scope.CORPUS
                            ? open.over().apply(corpus(context, ready))
                            : step);
        }
        measured = List.copyOf(ready);
    }

    /** The statistics of the column after some steps. Clips on which a step fails are left out; the run reports them. */
    private Statistics corpus(RunContext context, List<Step> before) {
        RunningStatistics statistics = new RunningStatistics();
        Set<String> others = new TreeSet<>();
        boolean[] found = new boolean[1];
        try (Stream<Clip> clips = context.clipsWithColumns()) {
            clips.forEach(clip -> {
                Optional<Column> column = clip.columns().find(from);
                if (column.isPresent()) {
                    found[0] = true;
                    attempt(column.get(), before).ifPresent(statistics::add);
                } else {
                    others.addAll(clip.columns().names());
                }
            });
        }
        if (!found[0] && !others.isEmpty()) {
            throw SidecarException.unknownName(Place.NOWHERE.producer(NAME).column(name), "column", from, others);
        }
        return statistics.statistics();
    }

    private static Optional<Column> attempt(Column column, List<Step> steps) {
        try {
            return Optional.of(derived(column, steps));
        } catch (SidecarException failed) {
            return Optional.empty();
        }
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        List<Step> ready = measured;
        return FeatureFrame.of(derived(clip.columns().column(from), ready)
                .withName(name)
                .withDoc("from " + from + " by " + StepText.of(ready))
                .withProvenance(description(ready)));
    }

    private static Column derived(Column column, List<Step> steps) {
        Column result = column;
        for (Step step : steps) {
            result = transform(step, result).apply(result);
        }
        return result;
    }

    private static Step.Transform transform(Step step, Column column) {
        if (step instanceof Step.Transform transform) {
            return transform;
        }
        Step.Measured open = (Step.Measured) step;
        if (open.scope() == Scope.CORPUS) {
            throw new SidecarException(
                    PRODUCER,
                    Place.NOWHERE.producer(NAME),
                    "the step " + open + " needs statistics of the corpus, which init() finds out; call it first");
        }
        return open.over().apply(column.statistics());
    }

    @Override
    public Provenance describe() {
        return description(steps);
    }

    private Provenance description(List<Step> as) {
        return new Provenance(
                NAME,
                "1",
                Map.of(
                        DeriveProvider.NAME.name(), name,
                        DeriveProvider.FROM.name(), from,
                        DeriveProvider.STEPS.name(), StepText.of(as)));
    }

    @Override
    public Set<String> requires() {
        return Set.of(from);
    }

    @Override
    public Set<String> makes() {
        return Set.of(name);
    }
}
