package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerFaultTest {
    private final FakeProducer producer = FakeProducer.named("faulty");
    private final FakeStore store = new FakeStore(clip("a/b.ecdc"));

    private SidecarException failure() {
        return failureOf(() -> over(store, producer).build().run());
    }

    private SidecarException failureOfClip() {
        SidecarException failure = failure();
        assertThat(failure.place().clip()).isEqualTo("a/b.ecdc");
        assertThat(failure.place().producer()).isEqualTo("faulty");
        assertThat(failure).hasMessageContaining("a/b.ecdc").hasMessageContaining("producer faulty");
        assertThat(store.frames()).isEmpty();
        assertThat(producer.closes).hasValue(1);
        return failure;
    }

    private SidecarException failureBeforeAnything() {
        SidecarException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.place()).isEqualTo(Place.NOWHERE.producer("faulty"));
        assertThat(store.recovered).hasValue(0);
        assertThat(producer.inits).hasValue(0);
        assertThat(producer.closes).hasValue(0);
        assertThat(store.closes).hasValue(1);
        return failure;
    }

    /** A throwable that is neither an exception nor an error, as other languages use for control flow. */
    private static final class ControlFlow extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IOException("gone"),
                new IllegalStateException("gone"),
                new AssertionError("gone"),
                new StackOverflowError(),
                new NoClassDefFoundError("gone"),
                new ExceptionInInitializerError("gone"),
                new ServiceConfigurationError("gone"),
                new ControlFlow());
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverProduceThrowsIsTheCauseOfTheClipsFailure(Throwable thrown) {
        producer.producing(clip -> {
            throw thrown;
        });

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.reason()).isEqualTo("produce() threw " + thrown);
        assertThat(failure).hasCause(thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverRequiresThrowsEndsTheRunBeforeAnything(Throwable thrown) {
        producer.onRequires(self -> {
            throw thrown;
        });

        assertThat(failureBeforeAnything().reason()).isEqualTo("requires() threw " + thrown);
    }

    @Test
    void neitherRequiresNorMakesMayReturnNull() {
        producer.onMakes(self -> Throwing.nothing());
        assertThat(failureBeforeAnything().reason()).isEqualTo("makes() returned null; return an empty set for none");
        store.closes.set(0);
        producer.onRequires(self -> Throwing.nothing());
        assertThat(failureBeforeAnything().reason())
                .isEqualTo("requires() returned null; return an empty set for none");
    }

    @Test
    void nullIsNoColumn() {
        producer.onRequires(self -> new HashSet<>(Collections.singleton(Throwing.nothing())));

        assertThat(failureBeforeAnything().reason()).startsWith("requires() threw java.lang.NullPointerException");
    }

    @Test
    void aSetOfRequiredColumnsThatCannotBeReadIsTheProducersFault() {
        producer.onRequires(self -> new AbstractSet<>() {
            @Override
            public Iterator<String> iterator() {
                throw new ConcurrentModificationException("changing");
            }

            @Override
            public int size() {
                return 1;
            }
        });

        assertThat(failureBeforeAnything().reason())
                .isEqualTo("requires() threw java.util.ConcurrentModificationException: changing");
    }

    @Test
    void produceMustNotReturnNull() {
        producer.producing(clip -> Throwing.nothing());

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.reason())
                .isEqualTo("returned null; to add nothing, return FeatureFrame.empty(clip.frames())");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void aColumnOfAnotherLengthNamesTheColumnAndBothLengths(int length) {
        producer.producing(clip -> FeatureFrame.of("x", new float[length]));

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure.place().column()).isEqualTo("x");
        assertThat(failure.reason()).isEqualTo("expected 3 values, one per token frame, found " + length);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aValueThatIsNotFiniteNamesColumnAndFrameUnlessTheRunAllowsIt(float value) {
        producer.producing(clip -> FeatureFrame.of(column("fine", 1, 2, 3), column("x", 0, value, value)));

        SidecarException failure = failureOfClip();
        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.place())
                .isEqualTo(Place.clip("a/b.ecdc").producer("faulty").column("x").frame(1));
        assertThat(failure.reason())
                .isEqualTo(
                        "made " + value
                                + "; values must be finite float32, unless the run allows others (allowNonFinite(), --allow-non-finite)");

        over(store, producer).allowNonFinite().build().run();
        assertThat(store.frame("a/b.ecdc").column("x").toArray()).containsExactly(0, value, value);
    }

    @Test
    void aBlankColumnNameIsTheProducersFaultAndNotTheCallers() {
        producer.producing(clip -> FeatureFrame.of(" ", new float[3]));

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.reason()).contains("not blank");
    }

    @Test
    void twoColumnsOfOneNameFailTheClip() {
        producer.producing(clip -> FeatureFrame.of(column("x", 1, 2, 3), column("x", 1, 2, 3)));

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.place().column()).isEqualTo("x");
    }

    @Test
    void aSidecarExceptionKeepsItsKindAndWhatItSaysOfThePlace() {
        producer.producing(clip -> {
            throw new SidecarException(
                    Kind.FORMAT, Place.file(Path.of("a.csv")).column("x").offset(12), "expected a number");
        });

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure.reason()).isEqualTo("expected a number");
        assertThat(failure.place())
                .isEqualTo(Place.file(Path.of("a.csv"))
                        .column("x")
                        .offset(12)
                        .within(Place.clip("a/b.ecdc").producer("faulty")));
    }

    @Test
    void aRequiredColumnThatIsMissingIsNamedWithThoseThatAreThere() {
        producer.requiring("gain");

        assertThat(failureOfClip().place().column()).isEqualTo("gain");
        assertThat(producer.produced).hasValue(0);

        SidecarException failure =
                failureOf(() -> over(store, FakeProducer.constant("x", 1), FakeProducer.constant("y", 1), producer)
                        .build()
                        .run());
        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.reason()).endsWith("there are x, y");
    }

    @Test
    void aRequiredColumnMayComeFromTheSidecarOrFromAnEarlierProducer() {
        FakeStore both = new FakeStore(clip("a.ecdc", column("old", 1, 2, 3)));
        producer.requiring("old", "x");

        over(both, FakeProducer.constant("x", 1), producer).build().run();

        assertThat(producer.produced).hasValue(1);
        assertThat(failureOf(() -> over(store, producer, FakeProducer.constant("x", 1))
                                .build()
                                .run())
                        .place()
                        .producer())
                .isEqualTo("faulty");
    }

    private void assertFailsBeforeAnyClip(SidecarException failure, String reason) {
        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.place().clip()).isNull();
        assertThat(producer.produced).hasValue(0);
        assertThat(store.frames()).isEmpty();
        assertThat(store.closes).hasValue(1);
    }

    @Test
    void describeMustNotReturnNull() {
        producer.onDescribe(self -> Throwing.nothing());

        SidecarException failure = failure();

        assertFailsBeforeAnyClip(failure, "describe() returned null");
        assertThat(failure.place().producer()).isEqualTo("dev.sidecar.FakeProducer");
        assertThat(producer.inits).hasValue(0);
        assertThat(producer.closes).hasValue(0);
    }

    @Test
    void describeMustNotThrow() {
        producer.onDescribe(self -> {
            throw new AssertionError("no idea");
        });

        assertFailsBeforeAnyClip(failure(), "describe() threw java.lang.AssertionError: no idea");
    }

    @Test
    void forWorkerMustNotReturnNull() {
        producer.onForWorker(self -> Throwing.nothing());

        SidecarException failure = failure();

        assertFailsBeforeAnyClip(failure, "forWorker() returned null; return this, or a copy");
        assertThat(failure.place().producer()).isEqualTo("faulty");
        assertThat(producer.closes).hasValue(1);
    }

    @Test
    void forWorkerMustNotThrow() {
        producer.onForWorker(self -> {
            throw new IllegalStateException("no memory");
        });

        assertFailsBeforeAnyClip(failure(), "forWorker() threw java.lang.IllegalStateException: no memory");
        assertThat(producer.closes).hasValue(1);
    }

    @Test
    void anInterruptedProducerCancelsTheRunAndKeepsTheFlag() {
        RecordingListener listener = new RecordingListener();
        producer.producing(clip -> {
            throw new InterruptedException();
        });

        SidecarException failure = failureOf(() -> over(new FakeStore(clips(3)), producer)
                .onError(OnError.COLLECT)
                .listener(listener)
                .build()
                .run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure.place().producer()).isEqualTo("faulty");
        assertThat(producer.produced).hasValue(1);
        assertThat(producer.closes).hasValue(1);
        assertThat(listener.report().clips()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void lackOfMemoryEndsTheRunAfterEverythingIsClosed(int parallelism) {
        OutOfMemoryError lack = new OutOfMemoryError("for a test");
        RecordingListener listener = new RecordingListener();
        producer.producing(clip -> {
            throw lack;
        });

        assertThatThrownBy(() -> over(parallelism, store, producer)
                        .onError(OnError.COLLECT)
                        .listener(listener)
                        .build()
                        .run())
                .isSameAs(lack);
        assertThat(producer.closes).hasValue(1);
        assertThat(store.closes).hasValue(1);
        assertThat(listener.finished).hasSize(1);
    }

    @Test
    void columnsWithoutAnOriginGetTheProducersAndOthersKeepTheirOwn() {
        Provenance own = new Provenance("own", "3", Map.of());
        Producer lambda = clip -> FeatureFrame.of("z", new float[clip.frames()]);
        producer.producing(clip ->
                FeatureFrame.of(column("x", 1, 2, 3), column("y", 1, 2, 3).withProvenance(own)));

        over(store, producer, lambda).build().run();

        FeatureFrame frame = store.frame("a/b.ecdc");
        assertThat(frame.column("x").provenance()).contains(new Provenance("faulty", "1", Map.of()));
        assertThat(frame.column("y").provenance()).contains(own);
        assertThat(frame.column("z").provenance()).contains(Provenance.custom());
    }
}
