package dev.sidecar;

import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenerTest {
    private final FakeProducer producer = FakeProducer.constant("x", 1);
    private final FakeStore store = new FakeStore(clips(50));

    static Stream<Throwable> throwables() {
        return Stream.of(new IllegalStateException("no"), new IOException("no"), new AssertionError("no"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverClipDoneThrowsEndsTheRun(Throwable thrown) {
        RecordingListener listener = new RecordingListener() {
            @Override
            public void clipDone(ClipResult result) {
                super.clipDone(result);
                throw Throwing.<RuntimeException>sneak(thrown);
            }
        };

        Throwable failure = catchThrowable(
                () -> over(3, store, producer).listener(listener).build().run());

        assertThat(failure).isSameAs(thrown);
        assertThat(listener.results).hasSizeBetween(1, 3);
        assertThat(listener.report().written()).isEqualTo(listener.results.size());
        assertThat(producer.closes).hasValue(1);
        assertThat(store.closes).hasValue(1);
    }

    @Test
    void aFailureOfFinishedDoesNotHideTheFailedClip() {
        producer.producing(clip -> {
            throw new IOException("bad clip");
        });
        RunListener listener = new RunListener() {
            @Override
            public void finished(RunReport report) {
                throw new IllegalStateException("finished");
            }
        };

        Throwable failure = catchThrowable(
                () -> over(store, producer).listener(listener).build().run());

        assertThat(failure).hasMessageContaining("bad clip");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage("finished"));
    }

    @Test
    void theSameExceptionMayBeThrownTwice() {
        IllegalStateException thrown = new IllegalStateException("again and again");
        RunListener listener = new RunListener() {
            @Override
            public void clipDone(ClipResult result) {
                throw thrown;
            }

            @Override
            public void finished(RunReport report) {
                throw thrown;
            }
        };

        assertThat(catchThrowable(
                        () -> over(store, producer).listener(listener).build().run()))
                .isSameAs(thrown);
    }
}
