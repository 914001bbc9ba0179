package dev.sidecar;

import static dev.sidecar.Runs.await;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.index;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.FeatureFrame;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InterruptTest {
    private final Thread caller = Thread.currentThread();
    private final RecordingListener listener = new RecordingListener();
    private final FakeStore store = new FakeStore(clips(50));
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void shutDown() {
        pool.shutdown();
    }

    private void assertCancelled(FakeProducer producer, Sidecar.Builder builder) {
        SidecarException failure = failureOf(() ->
                builder.listener(listener).onError(OnError.COLLECT).build().run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(producer.closes).hasValue(1);
        assertThat(store.closes).hasValue(1);
        assertThat(listener.report().created()).isEqualTo(store.frames().size());
        assertThat(listener.clips())
                .containsExactlyInAnyOrderElementsOf(store.frames().keySet());
        assertThat(listener.report().warnings()).isEmpty();
    }

    private Sidecar.Builder two(boolean ownThreads, FakeProducer producer) {
        Sidecar.Builder builder = over(2, store, producer);
        return ownThreads ? builder : builder.executor(pool);
    }

    @Test
    void aRunThatStartsInterruptedDoesNothing() {
        FakeProducer producer = FakeProducer.constant("x", 1);
        caller.interrupt();

        assertCancelled(producer, over(store, producer));

        assertThat(producer.produced).hasValue(0);
    }

    @Test
    void onOneThreadTheClipInFlightIsFinishedAndNoOtherStarted() {
        FakeProducer producer = FakeProducer.named("p").producing(clip -> {
            if (index(clip) == 2) {
                caller.interrupt();
            }
            return FeatureFrame.of("x", new float[clip.frames()]);
        });

        assertCancelled(producer, over(store, producer));

        assertThat(store.frames()).containsOnlyKeys("0000.ecdc", "0001.ecdc", "0002.ecdc");
    }

    /** The calling thread waits without a limit only for its helpers. */
    private void awaitThatTheCallerAwaitsHelpers() {
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileWorkingBesideAHelperBothClipsInFlightAreFinishedAndNoOtherStarted(boolean ownThreads) {
        CountDownLatch both = new CountDownLatch(2);
        FakeProducer producer = FakeProducer.named("p").producing(clip -> {
            both.countDown();
            await(both);
            if (Thread.currentThread() == caller) {
                caller.interrupt();
            } else {
                awaitThatTheCallerAwaitsHelpers();
            }
            return FeatureFrame.of("x", new float[clip.frames()]);
        });

        assertCancelled(producer, two(ownThreads, producer));

        assertThat(store.frames()).containsOnlyKeys("0000.ecdc", "0001.ecdc");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileWaitingForAHelperItsClipIsFinished(boolean ownThreads) {
        CountDownLatch helping = new CountDownLatch(1);
        FakeProducer producer = FakeProducer.named("p").producing(clip -> {
            if (Thread.currentThread() == caller) {
                // the helper has a clip now; the calling thread comes to the end of the corpus and waits for it
                await(helping);
                return FeatureFrame.of("x", new float[clip.frames()]);
            }
            helping.countDown();
            awaitThatTheCallerAwaitsHelpers();
            caller.interrupt();
            while (caller.isInterrupted()) {
                Thread.onSpinWait(); // the calling thread takes notice, and waits on
            }
            return FeatureFrame.of("x", new float[clip.frames()]);
        });
        FakeStore pair = new FakeStore(clips(2));

        SidecarException failure = failureOf(() -> {
            Sidecar.Builder builder = over(2, pair, producer).listener(listener);
            (ownThreads ? builder : builder.executor(pool)).build().run();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(pair.frames()).hasSize(2);
        assertThat(listener.report().created()).isEqualTo(2);
        assertThat(producer.closes).hasValue(1);
    }

    @Test
    void aProducerThatTurnsAnInterruptIntoAnotherExceptionStillCancelsAndItsFailureIsTold() {
        FakeProducer producer = FakeProducer.named("p").producing(clip -> {
            caller.interrupt();
            throw new IllegalStateException("wrapped");
        });

        SidecarException failure =
                failureOf(() -> over(store, producer).listener(listener).build().run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContaining("0000.ecdc").hasMessageContaining("wrapped"));
        assertThat(listener.report().failed()).isEqualTo(1);
    }
}
