package dev.sidecar;

import static dev.sidecar.Runs.await;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.index;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelismTest {
    private static FakeProducer numbering() {
        return FakeProducer.named("index").producing(clip -> {
            if (index(clip) % 7 == 0) {
                throw new IOException("bad " + clip.id());
            }
            return FeatureFrame.of(Column.constant("index", clip.frames(), index(clip)));
        });
    }

    private static RunReport collect(int parallelism, FakeStore store, @Nullable Executor executor) {
        Sidecar.Builder builder = over(
                        parallelism, store, numbering(), FakeProducer.constant("x", 1), FakeProducer.constant("x", 2))
                .onError(OnError.COLLECT);
        if (executor != null) {
            builder.executor(executor);
        }
        return builder.build().run();
    }

    private static List<Object> contents(RunReport report) {
        return List.of(
                report.created(),
                report.updated(),
                report.unchanged(),
                report.failed(),
                report.failures().stream()
                        .map(failed -> failed.failure().getMessage())
                        .toList(),
                report.warningCounts(),
                report.warnings());
    }

    @Test
    void anyNumberOfThreadsGivesTheSameFramesAndTheSameReport() {
        FakeStore one = new FakeStore(clips(300));
        RunReport expected = collect(1, one, null);
        assertThat(expected.failed()).isEqualTo(43); // 0, 7 … 294
        assertThat(one.frame("0299.ecdc").column("index").get(2)).isEqualTo(299);
        assertThat(one.frame("0299.ecdc").column("x").get(2)).isEqualTo(2);

        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (int parallelism : new int[] {1, 2, 8}) {
                for (Executor executor : new Executor[] {null, pool, Runnable::run}) {
                    FakeStore store = new FakeStore(clips(300));

                    RunReport report = collect(parallelism, store, executor);

                    assertThat(store.frames()).isEqualTo(one.frames());
                    assertThat(contents(report)).isEqualTo(contents(expected));
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void asManyClipsAreInFlightAsThereAreWorkersAndNeverMore(int parallelism) {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(parallelism);
        FakeProducer counting = FakeProducer.named("counting").producing(clip -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            all.countDown();
            await(all);
            inFlight.decrementAndGet();
            return FeatureFrame.empty(clip.frames());
        });

        over(parallelism, new FakeStore(clips(200)), counting).build().run();

        assertThat(most).hasValue(parallelism);
    }

    @Test
    void theListingIsReadNoFurtherAheadThanTheWorkersNeed() {
        AtomicInteger listed = new AtomicInteger();
        AtomicInteger furthest = new AtomicInteger();
        FakeStore store = new FakeStore(clips(200)) {
            @Override
            public Stream<Entry> list() {
                return super.list().peek(entry -> listed.incrementAndGet());
            }
        };
        AtomicInteger done = new AtomicInteger();
        FakeProducer spy = FakeProducer.named("spy").producing(clip -> {
            furthest.accumulateAndGet(listed.get() - done.getAndIncrement(), Math::max);
            return FeatureFrame.empty(clip.frames());
        });

        over(2, store, spy).build().run();

        assertThat(furthest.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void ownThreadsAreGoneWhenTheRunReturns() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(4);
        FakeProducer spy = FakeProducer.named("spy").producing(clip -> {
            threads.add(Thread.currentThread());
            all.countDown();
            await(all);
            return FeatureFrame.empty(clip.frames());
        });

        over(4, new FakeStore(clips(20)), spy).build().run();

        assertThat(threads).hasSize(4).contains(Thread.currentThread());
        threads.remove(Thread.currentThread());
        assertThat(threads).allSatisfy(thread -> assertThat(thread.isAlive()).isFalse());
    }

    @Test
    void anExecutorThatNeverRunsAnythingDoesNotHoldTheRunUp() {
        List<Runnable> late = new ArrayList<>();
        FakeStore store = new FakeStore(clips(20));
        FakeProducer producer = FakeProducer.constant("x", 1);

        over(4, store, producer).executor(late::add).build().run();

        assertThat(store.frames()).hasSize(20);
        assertThat(late).hasSize(3);
        assertThat(producer.workers).hasValue(1);
    }

    @Test
    void tasksThatComeLateDoNothing() {
        List<Runnable> late = new ArrayList<>();
        FakeStore store = new FakeStore(clips(20));
        FakeProducer producer = FakeProducer.constant("x", 1);
        RecordingListener listener = new RecordingListener();
        over(4, store, producer).listener(listener).executor(late::add).build().run();

        late.forEach(Runnable::run);

        assertThat(producer.workers).hasValue(1);
        assertThat(producer.produced).hasValue(20);
        assertThat(producer.closes).hasValue(1);
        assertThat(listener.results).hasSize(20);
        assertThat(store.closes).hasValue(1);
    }

    @Test
    void anExecutorThatRejectsLeavesTheWorkToThoseItLetIn() {
        FakeStore store = new FakeStore(clips(20));
        FakeProducer producer = FakeProducer.constant("x", 1);

        over(4, store, producer)
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build()
                .run();

        assertThat(store.frames()).hasSize(20);
        assertThat(producer.workers).hasValue(1);
    }

    @Test
    void anExecutorThatFailsEndsTheRun() {
        FakeProducer producer = FakeProducer.constant("x", 1);
        FakeStore store = new FakeStore(clips(20));
        RecordingListener listener = new RecordingListener();

        assertThatThrownBy(() -> over(4, store, producer)
                        .listener(listener)
                        .executor(task -> {
                            throw new IllegalStateException("broken");
                        })
                        .build()
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(producer.closes).hasValue(1);
        assertThat(store.closes).hasValue(1);
        assertThat(listener.finished).hasSize(1);
    }

    @Test
    void theCallingThreadWorksTooWithAnExecutor() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        FakeProducer spy = FakeProducer.named("spy").producing(clip -> {
            threads.add(Thread.currentThread());
            both.countDown();
            await(both);
            return FeatureFrame.empty(clip.frames());
        });
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            over(2, new FakeStore(clips(20)), spy).executor(pool).build().run();
        } finally {
            pool.shutdown();
        }

        assertThat(threads).hasSize(2).contains(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHelperThatFailsEndsTheRunWithItsFailure(boolean ownThreads) {
        Thread caller = Thread.currentThread();
        CountDownLatch helping = new CountDownLatch(1);
        FakeProducer producer = FakeProducer.constant("x", 1).onForWorker(self -> {
            if (Thread.currentThread() == caller) {
                return self;
            }
            helping.countDown();
            throw new IllegalStateException("no helper");
        });
        FakeProducer waiting = FakeProducer.named("waiting").producing(clip -> {
            await(helping);
            return FeatureFrame.empty(clip.frames());
        });
        FakeStore store = new FakeStore(clips(20));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Sidecar.Builder builder = over(2, store, producer, waiting).onError(OnError.COLLECT);
            if (!ownThreads) {
                builder.executor(pool);
            }

            SidecarException failure = failureOf(() -> builder.build().run());

            assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
            assertThat(failure.reason()).isEqualTo("forWorker() threw java.lang.IllegalStateException: no helper");
            assertThat(producer.closes).hasValue(1);
        } finally {
            pool.shutdown();
        }
    }
}
