package dev.sidecar;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A producer whose every step a test can set, and whose calls are counted. */
final class FakeProducer implements Producer {
    final AtomicInteger inits = new AtomicInteger();
    final AtomicInteger produced = new AtomicInteger();
    final AtomicInteger workers = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();

    private Throwing.Function<Clip, FeatureFrame> produce = clip -> FeatureFrame.empty(clip.frames());
    private Throwing.Function<RunContext, Object> init = context -> "";
    private Throwing.Function<Producer, Producer> forWorker = producer -> producer;
    private Throwing.Function<Producer, Provenance> describe;
    private Throwing.Function<Producer, Set<String>> requires = producer -> Set.of();
    private Throwing.Function<Producer, Set<String>> makes = producer -> Set.of();
    private Throwing.Step close = () -> {};

    private FakeProducer(String name) {
        this.describe = producer -> new Provenance(name, "1", Map.of());
    }

    /** A producer that makes nothing. */
    static FakeProducer named(String name) {
        return new FakeProducer(name);
    }

    /** The producer {@code constant}, of one column with the same value everywhere. */
    static FakeProducer constant(String column, float value) {
        return named("constant").producing(clip -> FeatureFrame.of(Column.constant(column, clip.frames(), value)));
    }

    /** A producer of one column with one more than another one has, which says so. */
    static FakeProducer oneMoreThan(String other, String column) {
        return named("more")
                .requiring(other)
                .making(column)
                .producing(clip -> FeatureFrame.of(Column.generate(
                        column,
                        clip.frames(),
                        t -> 1 + clip.columns().column(other).get(t))));
    }

    FakeProducer producing(Throwing.Function<Clip, FeatureFrame> step) {
        produce = step;
        return this;
    }

    FakeProducer onInit(Throwing.Function<RunContext, Object> step) {
        init = step;
        return this;
    }

    FakeProducer onForWorker(Throwing.Function<Producer, Producer> step) {
        forWorker = step;
        return this;
    }

    FakeProducer onDescribe(Throwing.Function<Producer, Provenance> step) {
        describe = step;
        return this;
    }

    FakeProducer onRequires(Throwing.Function<Producer, Set<String>> step) {
        requires = step;
        return this;
    }

    FakeProducer onMakes(Throwing.Function<Producer, Set<String>> step) {
        makes = step;
        return this;
    }

    FakeProducer onClose(Throwing.Step step) {
        close = step;
        return this;
    }

    FakeProducer requiring(String... columns) {
        return onRequires(producer -> Set.of(columns));
    }

    FakeProducer making(String... columns) {
        return onMakes(producer -> Set.of(columns));
    }

    private static <A, B> B call(Throwing.Function<A, B> step, A argument) {
        try {
            return step.apply(argument);
        } catch (Throwable e) {
            throw Throwing.<RuntimeException>sneak(e);
        }
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        produced.incrementAndGet();
        return call(produce, clip);
    }

    @Override
    public void init(RunContext context) {
        inits.incrementAndGet();
        call(init, context);
    }

    @Override
    public Producer forWorker() {
        workers.incrementAndGet();
        return call(forWorker, this);
    }

    @Override
    public void close() {
        closes.incrementAndGet();
        call(
                step -> {
                    step.run();
                    return "";
                },
                close);
    }

    @Override
    public Provenance describe() {
        return call(describe, this);
    }

    @Override
    public Set<String> requires() {
        return call(requires, this);
    }

    @Override
    public Set<String> makes() {
        return call(makes, this);
    }
}
