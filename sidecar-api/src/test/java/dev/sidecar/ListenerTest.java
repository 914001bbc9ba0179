package dev.sidecar;

import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.frame.Clip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void itHearsOfEveryClipOnceAndOneCallAtATime(int parallelism) {
        RecordingListener listener = new RecordingListener();

        RunReport report =
                over(parallelism, store, producer).listener(listener).build().run();

        assertThat(listener.overlapped).isFalse();
        assertThat(listener.started).containsExactly(50L);
        assertThat(listener.clips())
                .containsExactlyInAnyOrderElementsOf(
                        clips(50).stream().map(Clip::id).toList());
        assertThat(listener.results)
                .allSatisfy(result -> assertThat(result)
                        .isEqualTo(new ClipResult.Written(result.clip(), true, List.of("x"), List.of())));
        assertThat(listener.report()).isSameAs(report);
    }

    @Test
    void onOneThreadClipsComeInTheOrderOfTheirIds() {
        RecordingListener listener = new RecordingListener();

        over(store, producer).listener(listener).build().run();

        assertThat(listener.clips()).isSorted().hasSize(50);
    }

    @Test
    void startedCountsTheClipsOfTheShard() {
        for (int shard = 0; shard < 3; shard++) {
            RecordingListener listener = new RecordingListener();
            RunReport report = over(new FakeStore(clips(50)), producer)
                    .shard(shard, 3)
                    .listener(listener)
                    .build()
                    .run();

            assertThat(listener.started).containsExactly(report.clips());
            assertThat(listener.results).hasSize((int) report.clips());
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverStartedThrowsEndsTheRunBeforeAnyProducerIsInitialised(Throwable thrown) {
        RecordingListener listener = new RecordingListener() {
            @Override
            public void started(long clips) {
                throw Throwing.<RuntimeException>sneak(thrown);
            }
        };

        assertThat(catchThrowable(
                        () -> over(store, producer).listener(listener).build().run()))
                .isSameAs(thrown);
        assertThat(listener.finished).hasSize(1);
        assertThat(producer.inits).hasValue(0);
        assertThat(store.closes).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverFinishedThrowsIsThrown(Throwable thrown) {
        RunListener listener = new RunListener() {
            @Override
            public void finished(RunReport report) {
                throw Throwing.<RuntimeException>sneak(thrown);
            }
        };

        assertThat(catchThrowable(
                        () -> over(store, producer).listener(listener).build().run()))
                .isSameAs(thrown);
        assertThat(store.frames()).hasSize(50);
        assertThat(producer.closes).hasValue(1);
    }

    @Test
    void finishedIsCalledAfterProducersAndStoreAreClosed() {
        List<Integer> closes = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void finished(RunReport report) {
                closes.add(producer.closes.get());
                closes.add(store.closes.get());
            }
        };

        over(store, producer).listener(listener).build().run();

        assertThat(closes).containsExactly(1, 1);
    }

    @Test
    void finishedIsCalledWhenInitFails() {
        RecordingListener listener = new RecordingListener();
        producer.onInit(context -> {
            throw new IOException("no model");
        });

        failureOf(() -> over(store, producer).listener(listener).build().run());

        assertThat(listener.report().clips()).isZero();
    }
}
