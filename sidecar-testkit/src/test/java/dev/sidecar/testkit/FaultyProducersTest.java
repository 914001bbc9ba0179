package dev.sidecar.testkit;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static dev.sidecar.testkit.SidecarAssertions.assertThatThrownBy;
import static dev.sidecar.testkit.SidecarAssertions.catchThrowableOfType;

import dev.sidecar.MemoryStore;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Producers that are wrong on purpose. Each is caught: either by any run over the assortment, which the contract passes on
 * with the producer's name, or only by the contract, where such a run notices nothing.
 */
class FaultyProducersTest {
    /**
     * A way to be wrong.
     *
     * @param producers makes producers whose name is the fault's, unless they fail to tell it
     * @param told what the message has to say, besides the producer's name
     */
    record Fault(String name, Supplier<Producer> producers, UnaryOperator<ProducerContract> clips, List<String> told) {
        Fault(String name, Supplier<Producer> producers, String... told) {
            this(name, producers, contract -> contract, List.of(told));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What {@code produce} does wrong. */
    private interface Wrong {
        FeatureFrame produce(Clip clip) throws Exception;
    }

    private static Fault producing(String name, Wrong wrong, String... told) {
        return new Fault(
                name,
                () -> new Faulty(name) {
                    @Override
                    public FeatureFrame produce(Clip clip) throws Exception {
                        return wrong.produce(clip);
                    }
                },
                told);
    }

    private static FeatureFrame filled(int frames, float value) {
        return FeatureFrame.of(Column.constant("x", frames, value));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static FeatureFrame endlessly(Clip clip) {
        return endlessly(clip);
    }

    // --- what a run catches ----------------------------------------------------------------------------------------

    static Stream<Fault> caughtByTheRun() {
        String length = "one per token frame, found ";
        String finite = "values must be finite";
        return Stream.of(
                producing("one_short", clip -> filled(Math.max(0, clip.frames() - 1), 0), "column x", length),
                producing("one_more", clip -> filled(clip.frames() + 1, 0), "T", length),
                producing("one_second", clip -> filled(75, 0), length + "75"),
                producing("empty_as_one", clip -> filled(Math.max(1, clip.frames()), 0), "T0.ecdc", length + "1"),
                producing("nan", clip -> filled(clip.frames(), Float.NaN), "made NaN", finite, "frame 0"),
                producing("infinity", clip -> filled(clip.frames(), 1 / 0f), "made Infinity", finite),
                producing("overflow", clip -> filled(clip.frames(), (float) 1e39), "made Infinity", finite),
                producing("null_frame", clip -> Faulty.nothing(), "returned null", "FeatureFrame.empty"),
                producing("blank", clip -> FeatureFrame.of(" ", new float[clip.frames()]), "not blank"),
                producing("half_a_pair", clip -> FeatureFrame.of("\ud83c", new float[clip.frames()]), "Unicode"),
                producing(
                        "twins",
                        clip -> FeatureFrame.of(
                                Column.constant("x", clip.frames(), 1), Column.constant("x", clip.frames(), 2)),
                        "the name appears twice"),
                producing(
                        "checked",
                        clip -> {
                            throw new FileNotFoundException("no model");
                        },
                        "produce() threw java.io.FileNotFoundException: no model"),
                producing(
                        "asserting",
                        clip -> {
                            throw new AssertionError("oops");
                        },
                        "produce() threw java.lang.AssertionError: oops"),
                producing(
                        "unlinked",
                        clip -> {
                            throw new NoClassDefFoundError("org/Missing");
                        },
                        "produce() threw java.lang.NoClassDefFoundError: org/Missing"),
                producing("endless", FaultyProducersTest::endlessly, "java.lang.StackOverflowError"),
                producing(
                        "out_of_bounds",
                        clip -> Faulty.x(clip, clip.codes().window(0, clip.frames() + 1)[0]),
                        "a window lies within the"),
                producing(
                        "first_code",
                        clip -> Faulty.constant(clip, clip.codes().window(0, clip.frames())[0][0]),
                        "clip T0.ecdc (0 frames)",
                        "clips of 0 frames and of 1 are valid"),
                producing(
                        "per_step",
                        clip -> Faulty.constant(clip, Math.floorDiv(100, clip.frames() - 1)),
                        "clip T1.ecdc (1 frames)",
                        "clips of 0 frames and of 1 are valid"),
                producing(
                        "interrupting",
                        clip -> {
                            Thread.currentThread().interrupt();
                            return Faulty.constant(clip, 0);
                        },
                        "a thread of the run was interrupted",
                        "interrupt no thread"),
                producing(
                        "interrupted",
                        clip -> {
                            throw new InterruptedException();
                        },
                        "a thread of the run was interrupted"),
                new Fault(
                        "init_fails",
                        () -> new Faulty("init_fails") {
                            @Override
                            public void init(RunContext context) throws IOException {
                                throw new IOException("no disk");
                            }
                        },
                        "init() threw java.io.IOException: no disk"),
                new Fault(
                        "close_fails",
                        () -> new Faulty("close_fails") {
                            @Override
                            public void close() throws IOException {
                                throw new IOException("no disk");
                            }
                        },
                        "close() threw java.io.IOException: no disk"),
                new Fault(
                        "dev.sidecar.testkit.FaultyProducersTest$",
                        () -> new Faulty("") {
                            @Override
                            public Provenance describe() {
                                return nothing();
                            }
                        },
                        "describe() returned null"),
                new Fault(
                        "dev.sidecar.testkit.FaultyProducersTest$",
                        () -> new Faulty("") {
                            @Override
                            public Provenance describe() {
                                throw new AssertionError("who am I");
                            }
                        },
                        "describe() threw java.lang.AssertionError: who am I"),
                new Fault(
                        "no_worker",
                        () -> new Faulty("no_worker") {
                            @Override
                            public Producer forWorker() {
                                return nothing();
                            }
                        },
                        "forWorker() returned null"),
                new Fault("worker_without_init", () -> new Table("worker_without_init", true), "NullPointerException"),
                new Fault(
                        "requires_null",
                        () -> new Faulty("requires_null") {
                            @Override
                            public Set<String> requires() {
                                return nothing();
                            }
                        },
                        "requires() returned null"),
                new Fault(
                        "requires_much",
                        () -> new Faulty("requires_much") {
                            @Override
                            public Set<String> requires() {
                                return Set.of("gain");
                            }
                        },
                        contract -> contract.withClips(FakeClips.clip("own.ecdc", 10)),
                        List.of("needs a column that is neither in the sidecar", "column gain", "own.ecdc")));
    }

    private static RunReport runOver(Producer producer) {
        return Sidecar.builder()
                .store(MemoryStore.of(FakeClips.assortment()))
                .with(producer)
                .parallelism(1)
                .build()
                .run();
    }

    private static void assertContractFails(Fault fault) {
        AssertionError failure = catchThrowableOfType(
                AssertionError.class,
                () -> fault.clips()
                        .apply(ProducerContract.of(fault.producers()))
                        .check());
        assertThat(failure).as(fault.name()).isNotNull();
        assertThat(failure)
                .hasMessageStartingWith("producer " + fault.name())
                .hasMessageContainingAll(fault.told().toArray(String[]::new))
                .hasMessageContainingAll("\n  when:  ", "\n  found: ", "\n  to do: ");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("caughtByTheRun")
    void theRunCatchesItAndTheContractPassesItOn(Fault fault) {
        assertThatThrownBy(() -> runOver(fault.producers().get())).isInstanceOf(SidecarException.class);
        Thread.interrupted();

        assertContractFails(fault);
    }

    // --- what the contract catches ---------------------------------------------------------------------------------

    private static final AtomicInteger EVER_PRODUCED = new AtomicInteger();
    private static final AtomicInteger EVER_MADE = new AtomicInteger();

    /** Needs a table that init makes; its workers may lack it, or lack an option. */
    private static class Table extends Faulty {
        private final boolean lost;
        private int @Nullable [] table;

        Table(String name, boolean lost) {
            super(name);
            this.lost = lost;
        }

        @Override
        public void init(RunContext context) {
            table = new int[] {1, 2, 3};
        }

        @Override
        public Producer forWorker() {
            Table worker = new Table(describe().producer(), lost);
            worker.table = lost ? nothing() : table;
            return worker;
        }

        @Override
        @SuppressWarnings("NullAway")
        public FeatureFrame produce(Clip clip) {
            return constant(clip, table[clip.frames() % 3]);
        }
    }

    /** Keeps a sum from clip to clip. */
    private static final class Carrying extends Faulty {
        private int clips;

        Carrying() {
            super("carrying");
        }

        @Override
        public void init(RunContext context) {
            clips = 0;
        }

        @Override
        public FeatureFrame produce(Clip clip) {
            return constant(clip, clips++);
        }
    }

    /** Looks clips up by their length. */
    private static final class Confusing extends Faulty {
        private final Map<Integer, FeatureFrame> known = new HashMap<>();

        Confusing() {
            super("confusing");
        }

        @Override
        public void init(RunContext context) {
            known.clear();
        }

        @Override
        public FeatureFrame produce(Clip clip) throws Exception {
            FeatureFrame frame = known.get(clip.frames());
            if (frame == null) {
                frame = super.produce(clip);
                known.put(clip.frames(), frame);
            }
            return frame;
        }
    }

    /** Tells how often it was asked. */
    private static final class Describing extends Faulty {
        private int asked;

        Describing() {
            super("describing");
        }

        @Override
        public Provenance describe() {
            return new Provenance("describing", "1", Map.of("asked", asked++));
        }
    }

    /** Is at work while a clip is, and cannot be closed then. */
    private static final class Busy extends Faulty {
        private boolean busy;

        Busy() {
            super("busy");
        }

        @Override
        public FeatureFrame produce(Clip clip) throws Exception {
            busy = true;
            FeatureFrame frame = super.produce(clip);
            busy = false;
            return frame;
        }

        @Override
        public void close() {
            if (busy) {
                throw new IllegalStateException("still busy");
            }
        }
    }

    private static final Queue<Thread> LEFT = new ConcurrentLinkedQueue<>();

    @AfterEach
    void endThreads() throws InterruptedException {
        for (Thread thread = LEFT.poll(); thread != null; thread = LEFT.poll()) {
            thread.interrupt();
            thread.join();
        }
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    static Stream<Fault> caughtByTheContract() {
        return Stream.of(
                new Fault(
                        "shared_by_copies",
                        () -> new Unsynchronised("shared_by_copies", true),
                        "8 threads work at once",
                        "frames differ, the first is frame",
                        "buffers of its own"),
                new Fault(
                        "shared_by_threads",
                        () -> new Unsynchronised("shared_by_threads", false),
                        "8 threads work at once",
                        "frames differ, the first is frame",
                        "buffers of its own"),
                producing(
                        "random",
                        clip -> Faulty.constant(clip, new Random().nextFloat()),
                        "another producer of the supplier",
                        "random numbers"),
                producing(
                        "clock",
                        clip -> Faulty.constant(clip, (float) (System.nanoTime() % 10_000_000)),
                        "another producer of the supplier",
                        "not on the clock"),
                producing(
                        "static",
                        clip -> Faulty.constant(clip, EVER_PRODUCED.incrementAndGet()),
                        "another producer of the supplier",
                        "static state"),
                producing(
                        "commented",
                        clip -> FeatureFrame.of(Column.constant("x", clip.frames(), 0)
                                .withDoc("made as number " + EVER_PRODUCED.incrementAndGet())),
                        "expected the doc"),
                new Fault("carrying", Carrying::new, "in reverse order", "keep nothing from clip to clip"),
                new Fault("confusing", Confusing::new, "in reverse order", "keep nothing from clip to clip"),
                new Fault(
                        "once_per_clip",
                        () -> new Faulty("once_per_clip") {
                            private final Set<String> seen = new HashSet<>();

                            @Override
                            public void init(RunContext context) {
                                seen.clear();
                            }

                            @Override
                            public FeatureFrame produce(Clip clip) {
                                return constant(clip, seen.add(clip.id()) ? 0 : 1);
                            }
                        },
                        "twice in a row",
                        "keep nothing from clip to clip"),
                new Fault(
                        "single_use",
                        () -> new Faulty("single_use") {
                            private boolean used;

                            @Override
                            public void init(RunContext context) {
                                if (used) {
                                    throw new IllegalStateException("used before");
                                }
                                used = true;
                            }
                        },
                        "initialised once more after close()",
                        "used before",
                        "let init() start from scratch"),
                new Fault(
                        "other_worker",
                        () -> new Faulty("other_worker") {
                            @Override
                            public Producer forWorker() {
                                return clip -> constant(clip, 1).with(List.of());
                            }
                        },
                        "instead of what its forWorker() returns",
                        "let forWorker() return this, or a copy"),
                new Fault(
                        "lazy_original",
                        () -> new Faulty("lazy_original") {
                            @Override
                            public FeatureFrame produce(Clip clip) {
                                throw new UnsupportedOperationException("ask forWorker()");
                            }

                            @Override
                            public Producer forWorker() {
                                return clip -> constant(clip, 1);
                            }
                        },
                        "instead of what its forWorker() returns",
                        "ask forWorker()"),
                new Fault("describing", Describing::new, "describe() is asked of two producers", "two answers"),
                new Fault(
                        "numbered",
                        () -> {
                            int number = EVER_MADE.incrementAndGet();
                            return new Faulty("numbered") {
                                @Override
                                public Provenance describe() {
                                    return new Provenance("numbered", "1", Map.of("number", number));
                                }
                            };
                        },
                        "two producers of the supplier",
                        "two answers"),
                new Fault(
                        "requiring",
                        () -> new Faulty("requiring") {
                            private boolean initialised;

                            @Override
                            public void init(RunContext context) {
                                initialised = true;
                            }

                            @Override
                            public Set<String> requires() {
                                return initialised ? Set.of() : Set.of("gain");
                            }
                        },
                        "requires() is asked of two producers",
                        "two answers"),
                new Fault(
                        "undeclared",
                        () -> new Faulty("undeclared") {
                            @Override
                            public FeatureFrame produce(Clip clip) {
                                return clip.columns().width() == 0
                                        ? constant(clip, 0)
                                        : constant(
                                                clip,
                                                clip.columns().column("gain").get(0));
                            }

                            @Override
                            public Set<String> requires() {
                                return Set.of("pitch");
                            }
                        },
                        contract -> contract.onlyClips(
                                FakeClips.clip(
                                        "a.ecdc", Column.constant("gain", 5, 1), Column.constant("pitch", 5, 440)),
                                FakeClips.clip(
                                        "b.ecdc", Column.constant("gain", 6, 2), Column.constant("pitch", 6, 441))),
                        List.of(
                                "no columns but those that requires() names, which are \"pitch\"",
                                "no column \"gain\"",
                                "let requires() name every column")),
                new Fault(
                        "never_without_a_clip",
                        () -> new Faulty("never_without_a_clip") {
                            private @Nullable List<String> made;

                            @Override
                            public FeatureFrame produce(Clip clip) throws Exception {
                                made = new ArrayList<>();
                                return super.produce(clip);
                            }

                            @Override
                            @SuppressWarnings("NullAway")
                            public void close() {
                                made.clear();
                            }
                        },
                        "a run without clips",
                        "close() threw java.lang.NullPointerException"),
                new Fault("busy", Busy::new, "the clip's codes cannot be read", "still busy"),
                new Fault(
                        "hiding",
                        () -> new Faulty("hiding") {
                            @Override
                            public FeatureFrame produce(Clip clip) {
                                try {
                                    return super.produce(clip);
                                } catch (Exception e) {
                                    return constant(clip, 0);
                                }
                            }
                        },
                        "the clip's codes cannot be read",
                        "produce() returned columns all the same"),
                new Fault(
                        "leaving",
                        () -> new Faulty("leaving") {
                            @Override
                            public void init(RunContext context) {
                                Thread thread = new Thread(FaultyProducersTest::waitForever, "left by a producer");
                                thread.setDaemon(true);
                                LEFT.add(thread);
                                thread.start();
                            }
                        },
                        "all runs are over",
                        "the thread \"left by a producer\"",
                        "end in close()"));
    }

    @ParameterizedTest
    @MethodSource("caughtByTheContract")
    void theContractCatchesWhatARunDoesNotNotice(Fault fault) {
        if (fault.producers().get().requires().isEmpty()) {
            assertThat(runOver(fault.producers().get()).isComplete()).isTrue();
        }

        assertContractFails(fault);
    }

    @Test
    void thereAreManyOfThem() {
        assertThat(caughtByTheRun()).hasSizeGreaterThan(20);
        assertThat(caughtByTheContract()).hasSizeGreaterThan(15);
    }
}
