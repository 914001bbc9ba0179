package dev.sidecar;

import static dev.sidecar.Runs.await;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.id;
import static dev.sidecar.Runs.index;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    private final FakeProducer producer = FakeProducer.named("bad").producing(clip -> {
        throw new IOException(clip.id());
    });

    @Test
    void failuresOfClosingDoNotHideTheFailedClip() {
        producer.onClose(() -> {
            throw new IOException("closing");
        });
        FakeStore store = new FakeStore(clips(2)) {
            @Override
            public void close() {
                throw new IllegalStateException("store");
            }
        };

        SidecarException failure = failureOf(() -> over(store, producer).build().run());

        assertThat(failure.place().clip()).isEqualTo("0000.ecdc");
        assertThat(failure.getSuppressed()).hasSize(2);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("closing");
        assertThat(failure.getSuppressed()[1]).hasMessage("store");
    }

    @Test
    void theFailureOfTheSmallestIdIsThrownEvenIfItComesLast() {
        CountDownLatch laterHasFailed = new CountDownLatch(1);
        FakeProducer slow = FakeProducer.named("slow").producing(clip -> {
            if (clip.id().equals("0000.ecdc")) {
                await(laterHasFailed);
                throw new IOException("smallest");
            }
            throw new IOException("later");
        });
        RecordingListener listener = new RecordingListener() {
            @Override
            public void clipDone(ClipResult result) {
                super.clipDone(result);
                laterHasFailed.countDown();
            }
        };

        SidecarException failure = failureOf(() -> over(2, new FakeStore(clips(50)), slow)
                .listener(listener)
                .build()
                .run());

        assertThat(failure.place().clip()).isEqualTo("0000.ecdc");
        assertThat(listener.clips()).containsExactly("0001.ecdc", "0000.ecdc");
        assertThat(listener.report().failed()).isEqualTo(2);
        assertThat(listener.report().failures())
                .extracting(ClipResult.Failed::clip)
                .containsExactly("0000.ecdc", "0001.ecdc");
        assertThat(failure).isSameAs(listener.report().failures().get(0).failure());
    }

    @Test
    void clipsInFlightAreFinishedAndKeptAndNoOtherIsStarted() {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch inFlight = new CountDownLatch(3);
        FakeProducer one = FakeProducer.named("one").producing(clip -> {
            inFlight.countDown();
            await(inFlight);
            if (index(clip) == 1) {
                throw new IOException("bad");
            }
            await(failed);
            return FeatureFrame.of("x", new float[clip.frames()]);
        });
        RecordingListener listener = new RecordingListener() {
            @Override
            public void clipDone(ClipResult result) {
                super.clipDone(result);
                failed.countDown();
            }
        };
        FakeStore store = new FakeStore(clips(50));

        SidecarException failure =
                failureOf(() -> over(3, store, one).listener(listener).build().run());

        assertThat(failure.place().clip()).isEqualTo("0001.ecdc");
        assertThat(store.frames()).containsOnlyKeys("0000.ecdc", "0002.ecdc");
        assertThat(listener.clips()).containsExactlyInAnyOrder("0000.ecdc", "0001.ecdc", "0002.ecdc");
        assertThat(listener.report().created()).isEqualTo(2);
        assertThat(one.produced).hasValue(3);
    }

    @Test
    void whatIsFinishedBeforeTheFailureIsKept() {
        FakeStore store = new FakeStore(clips(5));
        FakeProducer third = FakeProducer.named("third").producing(clip -> {
            if (index(clip) == 2) {
                throw new IOException("bad");
            }
            return FeatureFrame.of("x", new float[clip.frames()]);
        });

        failureOf(() -> over(store, third).build().run());

        assertThat(store.frames()).containsOnlyKeys("0000.ecdc", "0001.ecdc");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void collectingNeverThrowsForAClipAndTellsEveryFailure(int parallelism) {
        FakeStore store = new FakeStore(clips(100));
        RecordingListener listener = new RecordingListener();
        FakeProducer some = FakeProducer.named("some").producing(clip -> {
            if (index(clip) % 10 == 3) {
                throw new IOException("bad");
            }
            return FeatureFrame.of("x", new float[clip.frames()]);
        });

        RunReport report = over(parallelism, store, some)
                .onError(OnError.COLLECT)
                .listener(listener)
                .build()
                .run();

        assertThat(report.clips()).isEqualTo(100);
        assertThat(report.failed()).isEqualTo(10);
        assertThat(report.created()).isEqualTo(90);
        assertThat(report.failures())
                .extracting(ClipResult.Failed::clip)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> id(10 * i + 3)).toList());
        assertThat(listener.clips()).hasSize(100);
        assertThat(listener.report()).isSameAs(report);
        assertThat(store.frames()).hasSize(90);
    }

    @Test
    void theFirstThousandFailuresAndWarningsByIdAreListedWhateverTheOrderInWhichTheyCome() {
        int clips = 4_000;
        List<Integer> order = new ArrayList<>(IntStream.range(0, clips).boxed().toList());
        Collections.shuffle(order, new Random(20_261_122));
        RunReport.Tally tally = new RunReport.Tally(false);
        for (int i : order) {
            SidecarException why = new SidecarException(Kind.FORMAT, Place.clip(id(i)), "bad");
            Finding odd = new Finding(Finding.Code.CONVERTED, id(i), "odd");
            Finding odder = new Finding(Finding.Code.EDITED, id(i), "odder");
            tally.add(
                    i % 2 == 0
                            ? new ClipResult.Failed(id(i), why)
                            : new ClipResult.Unchanged(id(i), List.of(odd, odder)));
        }

        RunReport report = tally.report(Duration.ZERO);

        assertThat(report.failed()).isEqualTo(2_000);
        assertThat(report.unchanged()).isEqualTo(2_000);
        assertThat(report.warningCounts())
                .containsExactly(Map.entry(Finding.Code.EDITED, 2_000L), Map.entry(Finding.Code.CONVERTED, 2_000L));
        assertThat(report.failures())
                .extracting(ClipResult.Failed::clip)
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(i -> id(2 * i)).toList());
        assertThat(report.warnings())
                .extracting(Finding::toString)
                .containsExactlyElementsOf(IntStream.range(0, 500)
                        .mapToObj(i -> id(2 * i + 1))
                        .flatMap(id -> Stream.of(id + ": odd [converted]", id + ": odder [edited]"))
                        .toList());
    }

    @Test
    void aRunOfThousandsOfFailuresListsTheFirstThousandForAnyNumberOfThreads() {
        for (int parallelism : new int[] {1, 2, 8}) {
            RunReport report = over(parallelism, new FakeStore(clips(3_000)), producer)
                    .onError(OnError.COLLECT)
                    .build()
                    .run();

            assertThat(report.failed()).isEqualTo(3_000);
            assertThat(report.failures())
                    .extracting(ClipResult.Failed::clip)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1_000).mapToObj(Runs::id).toList());
        }
    }
}
