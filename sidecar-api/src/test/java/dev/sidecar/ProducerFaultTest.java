package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    void whateverRequiresThrowsIsTheCauseOfTheClipsFailure(Throwable thrown) {
        producer.onRequires(self -> {
            throw thrown;
        });

        SidecarException failure = failureOfClip();

        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.reason()).isEqualTo("requires() threw " + thrown);
    }

    @Test
    void requiresMustNotReturnNull() {
        producer.onRequires(self -> Throwing.nothing());

        assertThat(failureOfClip().reason()).isEqualTo("requires() returned null; return an empty set for none");
    }
}
