package dev.sidecar.testkit;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static dev.sidecar.testkit.SidecarAssertions.assertThatCode;
import static dev.sidecar.testkit.SidecarAssertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProducerContractTest {
    /** Buffers per worker, a seed from the run, corpus statistics from init. */
    private static final class Exemplary extends Faulty {
        private int[] buffer = new int[0];
        private long seed;
        private double meanFrames;

        Exemplary() {
            super("exemplary");
        }

        @Override
        public void init(RunContext context) {
            seed = context.seed();
            try (Stream<Clip> clips = context.clips()) {
                meanFrames = clips.mapToInt(Clip::frames).average().orElse(0);
            }
        }

        @Override
        public Producer forWorker() {
            Exemplary copy = new Exemplary();
            copy.seed = seed;
            copy.meanFrames = meanFrames;
            return copy;
        }

        @Override
        public FeatureFrame produce(Clip clip) {
            if (buffer.length < clip.frames()) {
                buffer = new int[clip.frames()];
            }
            SplittableRandom random = new SplittableRandom(seed ^ clip.id().hashCode());
            Arrays.setAll(buffer, t -> random.nextInt(1_000));
            return x(clip, buffer).with(List.of(Column.constant("relative length", clip.frames(), (float)
                    (clip.frames() / Math.max(1, meanFrames)))));
        }
    }

    @Test
    void whatKeepsTheContractPasses() {
        ProducerContract.of(() -> new Faulty("codes")).check();
        ProducerContract.of(() -> clip -> FeatureFrame.empty(clip.frames())).check();
        ProducerContract.of(Exemplary::new).check();
    }

    @Test
    void requiredColumnsAreThere() {
        Set<Float> seen = ConcurrentHashMap.newKeySet();
        ProducerContract.of(() -> new Faulty("twice the gain") {
                    @Override
                    public FeatureFrame produce(Clip clip) {
                        Column gain = clip.columns().column("gain");
                        return FeatureFrame.of(Column.generate("x", clip.frames(), t -> {
                            seen.add(gain.get(t));
                            return 2 * gain.get(t);
                        }));
                    }

                    @Override
                    public Set<String> requires() {
                        return Set.of("gain", "pitch");
                    }
                })
                .check();
        assertThat(seen)
                .hasSizeGreaterThan(1_000)
                .allSatisfy(gain -> assertThat(gain).isBetween(0f, 1f));
    }

    @Test
    void aColumnOfTheClipMayBeMadeAnew() {
        ProducerContract.of(() -> new Faulty("codes"))
                .withClips(FakeClips.clip("own.ecdc", Column.constant("x", 10, -1)))
                .check();
        assertThatThrownBy(() -> ProducerContract.of(Once::new)
                        .onlyClips(
                                FakeClips.clip("a.ecdc", Column.constant("x", 10, -1)),
                                FakeClips.clip("b.ecdc", Column.constant("x", 10, -1)))
                        .check())
                .hasMessageContaining("producer once breaks");
    }

    /** Makes another value for every clip, in a column that the clips have. */
    private static final class Once extends Faulty {
        private static final AtomicInteger CLIPS = new AtomicInteger();

        Once() {
            super("once");
        }

        @Override
        public FeatureFrame produce(Clip clip) {
            return constant(clip, CLIPS.incrementAndGet());
        }
    }

    @Test
    void nonFiniteValuesPassIfTheyMay() {
        ProducerContract contract =
                ProducerContract.of(() -> clip -> FeatureFrame.of(Column.constant("x", clip.frames(), Float.NaN)));
        contract.allowNonFinite().check();
        contract.allowNonFinite()
                .withClips(FakeClips.clip(3))
                .onlyClips(FakeClips.clip(3))
                .check();
        assertThatThrownBy(contract::check).isInstanceOf(AssertionError.class).hasMessageContaining("producer custom");
    }

    /** Works with threads of its own, and ends them. */
    private static final class Pooled extends Faulty {
        private @Nullable ExecutorService pool;

        Pooled() {
            super("pooled");
        }

        @Override
        public void init(RunContext context) {
            pool = Executors.newFixedThreadPool(2);
        }

        @Override
        @SuppressWarnings("NullAway")
        public FeatureFrame produce(Clip clip) throws Exception {
            try {
                return pool.submit(() -> super.produce(clip)).get();
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }

        @Override
        @SuppressWarnings("NullAway")
        public void close() {
            pool.shutdown();
        }
    }

    @Test
    void threadsThatEndAndThoseOfTheJdkAreFine() {
        ProducerContract.of(() -> clip -> CompletableFuture.supplyAsync(() -> Faulty.constant(clip, 1))
                        .orTimeout(1, TimeUnit.HOURS)
                        .get())
                .check();
        ProducerContract.of(Pooled::new).check();
        ProducerContract.of(() -> clip -> Faulty.x(
                        clip,
                        IntStream.range(0, clip.frames())
                                .parallel()
                                .map(t -> t % 7)
                                .toArray()))
                .check();
    }

    @Test
    void theMessageSaysWhatWhereAndWhatToDo() {
        assertThatThrownBy(() -> ProducerContract.of(() -> clip -> FeatureFrame.of("x", new float[clip.frames() + 1]))
                        .onlyClips(FakeClips.clip("a/b.ecdc", 75))
                        .check())
                .isExactlyInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(SidecarException.class)
                .hasMessage("""
                        producer custom breaks the contract of producers
                          when:  a run over all clips, one after the other, clip a/b.ecdc (75 frames)
                          found: a/b.ecdc: expected 75 values, one per token frame, found 76 (producer custom, column x) [MISMATCH]
                          to do: mend this first; Sidecar.builder().with(producer).build().produce(clip) does the same with one clip""");
    }

    @Test
    void theFailureComesFromTheThreadOfTheTest() {
        assertThatThrownBy(() ->
                        ProducerContract.of(() -> clip -> Faulty.nothing()).check())
                .satisfies(failure -> assertThat(failure.getStackTrace())
                        .anyMatch(call -> call.getClassName().equals(ProducerContractTest.class.getName())));
    }

    @Test
    void aSupplierThatFailsIsTold() {
        assertThatThrownBy(() -> ProducerContract.of(Faulty::nothing).check())
                .hasMessageContaining("the supplier is asked for a producer")
                .hasMessageContaining("found: null");
        assertThatThrownBy(() -> ProducerContract.of(() -> {
                            throw new IllegalArgumentException("no window");
                        })
                        .check())
                .hasMessageContaining("threw java.lang.IllegalArgumentException: no window");
    }

    @Test
    void whatEndsTheVirtualMachineIsNotHidden() {
        OutOfMemoryError lack = new OutOfMemoryError("for a test");
        assertThatThrownBy(() -> ProducerContract.of(() -> clip -> {
                            throw lack;
                        })
                        .check())
                .isSameAs(lack);
    }

    @Test
    void clipsHaveIdsOfTheirOwn() {
        ProducerContract contract = ProducerContract.of(() -> new Faulty("codes"));
        assertThatThrownBy(() -> contract.withClips(FakeClips.clip("T0.ecdc", 3)))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("T0.ecdc: two clips have this id");
        assertThatThrownBy(() -> contract.onlyClips(FakeClips.clip(1), FakeClips.clip(2)))
                .isInstanceOf(SidecarException.class);
        assertThatCode(() -> contract.onlyClips(FakeClips.clip("T0.ecdc", 3)).check())
                .doesNotThrowAnyException();
    }

    @Test
    void anInterruptOfTheTestIsKept() {
        Thread.currentThread().interrupt();
        try {
            ProducerContract.of(() -> new Faulty("codes")).check();
        } catch (AssertionError cancelled) {
            assertThat(cancelled).hasMessageContaining("interrupted");
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
