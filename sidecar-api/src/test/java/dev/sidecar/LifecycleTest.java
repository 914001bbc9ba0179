package dev.sidecar;

import static dev.sidecar.Runs.await;
import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final FakeProducer producer = FakeProducer.constant("x", 1);
    private final FakeProducer other = FakeProducer.constant("y", 2);

    @Test
    void aCancelledListingOfTheClipsEndsInitInsteadOfHidingThem() {
        FakeStore store = new FakeStore(clips(3)) {
            @Override
            public Clip open(String id) {
                throw new SidecarException(Kind.CANCELLED, Place.clip(id), "interrupted");
            }
        };
        producer.onInit(context -> {
            try (Stream<Clip> stream = context.clips()) {
                return stream.count();
            }
        });

        SidecarException failure = failureOf(() -> over(store, producer).build().run());

        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(producer.workers).hasValue(0);
    }

    @Test
    void aProducerIsInitialisedOnceBeforeAnyClipOnTheCallingThreadAndClosedAfterAll() {
        List<String> calls = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        producer.onInit(context -> {
                    threads.add(Thread.currentThread());
                    return calls.add("init");
                })
                .producing(clip -> {
                    calls.add(clip.id());
                    return FeatureFrame.empty(clip.frames());
                })
                .onClose(() -> {
                    threads.add(Thread.currentThread());
                    calls.add("close");
                });

        over(4, new FakeStore(clips(20)), producer).build().run();

        assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(calls).hasSize(22).startsWith("init").endsWith("close");
        assertThat(producer.inits).hasValue(1);
        assertThat(producer.closes).hasValue(1);
    }

    @Test
    void aProducerThatIsAddedTwiceIsInitialisedAndClosedOnceAndWorksTwice() {
        RunReport report =
                over(new FakeStore(clips(1)), producer, other, producer).build().run();

        assertThat(producer.inits).hasValue(1);
        assertThat(producer.closes).hasValue(1);
        assertThat(producer.produced).hasValue(2);
        assertThat(report.warningCounts()).containsOnlyKeys(Finding.Code.COLUMN_COLLISION);
    }

    @Test
    void aRunCanBeRepeatedAndDoesEverythingAgain() {
        FakeStore store = new FakeStore(clips(2));
        RecordingListener listener = new RecordingListener();
        Sidecar sidecar = over(store, producer).listener(listener).build();

        sidecar.run();
        sidecar.run();
        sidecar.plan();

        assertThat(producer.inits).hasValue(3);
        assertThat(producer.closes).hasValue(3);
        assertThat(producer.produced).hasValue(6);
        assertThat(store.closes).hasValue(3);
        assertThat(listener.started).containsExactly(2L, 2L, 2L);
        assertThat(listener.finished).hasSize(3);
    }

    @Test
    void whenInitFailsThoseThatWereInitialisedAreClosedAndNoClipIsTouched() {
        FakeProducer last = FakeProducer.named("last");
        other.onInit(context -> {
            throw new IOException("no model");
        });
        FakeStore store = new FakeStore(clips(2)) {
            @Override
            public Clip open(String id) {
                throw new AssertionError("no clip may be opened");
            }
        };

        SidecarException failure =
                failureOf(() -> over(store, producer, other, last).build().run());

        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure.place()).isEqualTo(Place.NOWHERE.producer("constant"));
        assertThat(failure.reason()).isEqualTo("init() threw java.io.IOException: no model");
        assertThat(producer.closes).hasValue(1);
        assertThat(other.closes).hasValue(1);
        assertThat(last.inits).hasValue(0);
        assertThat(last.closes).hasValue(0);
        assertThat(store.closes).hasValue(1);
    }

    @Test
    void aFailureOfClosingIsReportedAndTheOthersAreClosedNevertheless() {
        producer.onClose(() -> {
            throw new IOException("first");
        });
        other.onClose(() -> {
            throw new IllegalStateException("second");
        });
        FakeStore store = new FakeStore(clips(2));

        SidecarException failure =
                failureOf(() -> over(store, producer, other).build().run());

        assertThat(failure.reason()).isEqualTo("close() threw java.io.IOException: first");
        assertThat(failure.place().producer()).isEqualTo("constant");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContaining("second"));
        assertThat(store.frames()).hasSize(2);
        assertThat(other.closes).hasValue(1);
    }

    @Test
    void theStoreIsClosedAlsoWhenItFails() {
        FakeStore store = new FakeStore(clips(2)) {
            @Override
            public Stream<Entry> list() {
                return super.list().map(entry -> {
                    throw new SidecarException(Kind.IO, Place.NOWHERE, "disk gone");
                });
            }
        };

        assertThat(failureOf(() -> over(3, store, producer).build().run()).reason())
                .isEqualTo("disk gone");
        assertThat(store.closes).hasValue(1);
        assertThat(producer.closes).hasValue(1);
    }

    @Test
    void everyWorkerAsksForAProducerOfItsOwnAndOnlyTheOriginalIsClosed() {
        CountDownLatch all = new CountDownLatch(4);
        Queue<FakeProducer> copies = new ConcurrentLinkedQueue<>();
        FakeProducer original = FakeProducer.named("original").onForWorker(self -> {
            Thread worker = Thread.currentThread();
            FakeProducer copy = FakeProducer.named("copy").producing(clip -> {
                if (Thread.currentThread() != worker) {
                    throw new AssertionError("a copy is for one thread");
                }
                all.countDown();
                await(all);
                return FeatureFrame.empty(clip.frames());
            });
            copies.add(copy);
            return copy;
        });

        over(4, new FakeStore(clips(40)), original).build().run();

        assertThat(original.workers).hasValue(4);
        assertThat(original.produced).hasValue(0);
        assertThat(original.closes).hasValue(1);
        assertThat(copies).hasSize(4).allSatisfy(copy -> {
            assertThat(copy.inits).hasValue(0);
            assertThat(copy.closes).hasValue(0);
            assertThat(copy.produced.get()).isPositive();
        });
    }

    @Test
    void initSeesTheClipsInOrderAndOpensOnlyWhatItReaches() {
        List<String> opened = new ArrayList<>();
        FakeStore store = new FakeStore(clips(100)) {
            @Override
            public Clip open(String id) {
                opened.add(id);
                return super.open(id);
            }
        };
        List<String> seen = new ArrayList<>();
        List<String> openedByInit = new ArrayList<>();
        producer.onInit(context -> {
            try (Stream<Clip> stream = context.clips()) {
                stream.limit(3).map(Clip::id).forEach(seen::add);
            }
            return openedByInit.addAll(opened);
        });

        over(store, producer).seed(42).build().run();

        assertThat(seen).containsExactly("0000.ecdc", "0001.ecdc", "0002.ecdc");
        assertThat(openedByInit).isEqualTo(seen);
    }

    @Test
    void initSeesTheWholeCorpusWithoutClipsThatCannotBeOpened() {
        List<String> seen = new ArrayList<>();
        FakeStore store = new FakeStore(clip("a.ecdc"), clip("bad.ecdc"), clip("sub/b.ecdc")) {
            @Override
            public Clip open(String id) {
                if (id.equals("bad.ecdc")) {
                    throw new SidecarException(Kind.FORMAT, Place.clip(id), "no magic");
                }
                return super.open(id);
            }
        };
        producer.onInit(context -> {
            try (Stream<Clip> stream = context.clips()) {
                return seen.addAll(stream.map(Clip::id).toList());
            }
        });

        over(store, producer).onError(OnError.COLLECT).build().run();
        assertThat(seen).containsExactly("a.ecdc", "sub/b.ecdc");

        seen.clear();
        RunReport shard = over(store, producer)
                .shard(2, 4)
                .onError(OnError.COLLECT)
                .build()
                .run();
        assertThat(shard.clips()).isLessThan(3);
        assertThat(seen).containsExactly("a.ecdc", "sub/b.ecdc");
    }

    @Test
    void theStreamOfClipsClosesTheListing() {
        AtomicInteger open = new AtomicInteger();
        FakeStore store = new FakeStore(clips(3)) {
            @Override
            public Stream<Entry> list() {
                open.incrementAndGet();
                return super.list().onClose(open::decrementAndGet);
            }
        };
        producer.onInit(context -> {
            try (Stream<Clip> stream = context.clips()) {
                return stream.findFirst();
            }
        });

        over(store, producer).listener(new RecordingListener()).build().run();

        assertThat(open).hasValue(0);
    }
}
