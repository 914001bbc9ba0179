package dev.sidecar.testkit;

import dev.sidecar.Mode;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One check of the contract. Every situation is a run, so that whatever a run checks is checked here too; the first
 * gives the columns that all others have to give again.
 */
final class Rehearsal {
    private static final int THREADS = 8;
    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<? extends Producer> producers;
    private final List<Clip> standard;
    private final List<Clip> own;
    private final boolean allowNonFinite;
    private final Enclosure enclosure = new Enclosure();

    private String name = "of the supplier";
    private List<Clip> clips = List.of();
    private final Map<String, FeatureFrame> expected = new TreeMap<>();

    Rehearsal(Supplier<? extends Producer> producers, List<Clip> standard, List<Clip> own, boolean allowNonFinite) {
        this.producers = producers;
        this.standard = standard;
        this.own = own;
        this.allowNonFinite = allowNonFinite;
    }

    /**
     * What a producer is put through.
     *
     * @param when how it comes about
     * @param remedy what to do if the producer fails in it
     */
    private record Situation(String when, String remedy) {
        Situation with(Clip clip) {
            return new Situation(
                    when + ", clip " + clip,
                    (clip.frames() > 1 ? "" : "clips of 0 frames and of 1 are valid, and get as many values; ")
                            + remedy);
        }
    }

    void perform() {
        Throwable failure = enclosure.run(this::rehearse);
        if (failure instanceof Breach breach) {
            throw new AssertionError(breach.getMessage(), breach.getCause());
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void rehearse() {
        Producer producer = fresh();
        clips = Stream.concat(standard.stream().map(clip -> furnished(clip, producer)), own.stream())
                .sorted(Comparator.comparing(Clip::id))
                .toList();
        makesColumns(producer);
        answersAlways(producer);
        makesTheSame();
        worksOnManyThreads();
        needsWhatItRequires();
        survivesFailures();
        leavesNoThread();
    }

    private Producer fresh() {
        Situation supply = new Situation("the supplier is asked for a producer", "let it make a new one each time");
        Producer producer = answer(supply, producers);
        name = nameOf(producer);
        return producer;
    }

    /** What it says; its class where that fails, which a run then tells. */
    private static String nameOf(Producer producer) {
        try {
            return producer.describe().producer();
        } catch (Throwable e) {
            unlessFatal(e);
            return producer.getClass().getName();
        }
    }

    /** A clip with the columns that a producer requires; where it fails to say which, a run tells. */
    private static Clip furnished(Clip clip, Producer producer) {
        SplittableRandom random = new SplittableRandom(clip.id().hashCode());
        try {
            return clip.withColumns(FeatureFrame.of(
                    clip.frames(),
                    producer.requires().stream()
                            .sorted()
                            .map(column -> Column.generate(column, clip.frames(), t -> random.nextDouble()))
                            .toList()));
        } catch (Throwable e) {
            unlessFatal(e);
            return clip;
        }
    }

    private void makesColumns(Producer producer) {
        Situation plain = new Situation(
                "a run over all clips, one after the other",
                "mend this first; Sidecar.builder().with(producer).build().produce(clip) does the same with one clip");
        visits(plain, producer, clips, 1)
                .forEach(visit -> expected.put(visit.clip().id(), visit.frame()));
    }

    private void answersAlways(Producer used) {
        Producer unused = fresh();
        sameAnswer("describe()", used::describe, unused::describe);
        sameAnswer("requires()", used::requires, unused::requires);
        visits(
                new Situation("a run without clips", "let init() and close() work without a produce() between them"),
                unused,
                List.of(),
                1);
    }

    private void sameAnswer(String method, Supplier<?> used, Supplier<?> unused) {
        Situation asked = new Situation(
                method + " is asked of two producers of the supplier, the first after its run, the second before",
                "let it depend on the producer's options alone");
        Object first = answer(asked, used);
        Object second = answer(asked, unused);
        if (!first.equals(second)) {
            throw breach(asked, "two answers, " + first + " and " + second, null);
        }
    }

    private <T> T answer(Situation asked, Supplier<? extends @Nullable T> question) {
        @Nullable T answer;
        try {
            answer = question.get();
        } catch (Throwable e) {
            throw breach(asked, "threw " + e, unlessFatal(e));
        }
        if (answer == null) {
            throw breach(asked, "null", null);
        }
        return answer;
    }

    private void makesTheSame() {
        Producer producer = fresh();
        same(
                new Situation(
                        "another producer of the supplier runs over the same clips",
                        "let values depend on options, clip and run alone, not on the clock, static state or random numbers,"
                                + " unless they are drawn from the run's seed and the clip's id"),
                producer,
                clips,
                1);
        same(
                new Situation(
                        "the producer is initialised once more after close(), and runs again",
                        "let init() start from scratch"),
                producer,
                clips,
                1);
        List<Clip> backwards = new ArrayList<>(clips);
        Collections.reverse(backwards);
        String forget = "keep nothing from clip to clip; clear buffers at the start of produce()";
        same(new Situation("the clips come in reverse order", forget), guest(), backwards, 1);
        List<Clip> twice = clips.stream().flatMap(clip -> Stream.of(clip, clip)).toList();
        same(new Situation("every clip comes twice in a row", forget), guest(), twice, 1);
        same(
                new Situation(
                        "produce() is called on the producer itself instead of what its forWorker() returns",
                        "let forWorker() return this, or a copy with all options and all that init() prepared"),
                new Guest(fresh(), clips, original -> original),
                clips,
                1);
    }

    private Producer guest() {
        return new Guest(fresh(), clips, Producer::forWorker);
    }

    private void worksOnManyThreads() {
        CountDownLatch start = new CountDownLatch(THREADS);
        Producer producer = new Guest(fresh(), clips, original -> {
            try {
                return original.forWorker();
            } finally {
                start.countDown();
                await(start);
            }
        });
        List<Clip> visits = Collections.nCopies(ROUNDS, clips).stream()
                .flatMap(List::stream)
                .toList();
        same(
                new Situation(
                        THREADS + " threads work at once, each with what forWorker() returned to it",
                        "share nothing that changes: let forWorker() return a copy with buffers of its own, or keep them"
                                + " in local variables"),
                producer,
                visits,
                THREADS);
    }

    private static void await(CountDownLatch start) {
        try {
            start.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void needsWhatItRequires() {
        Producer producer = fresh();
        Set<String> required = answer(
                new Situation("requires() is asked before init()", "let it depend on the producer's options alone"),
                producer::requires);
        List<Clip> bare = clips.stream()
                .filter(clip -> !required.containsAll(clip.columns().names()))
                .map(clip -> clip.withColumns(FeatureFrame.of(
                        clip.frames(),
                        clip.columns().columns().stream()
                                .filter(column -> required.contains(column.name()))
                                .toList())))
                .toList();
        visits(
                new Situation(
                        "the clips have no columns but those that requires() names, which are "
                                + Difference.list(required.stream().sorted().toList()),
                        "let requires() name every column that produce() cannot do without"),
                producer,
                bare,
                1);
    }

    private void survivesFailures() {
        Producer producer = fresh();
        Situation failed = new Situation(
                "a later producer of the run fails", "let close() work whatever happened between init() and it");
        IOException ours = new IOException("thrown by the contract");
        try {
            run(failed, new VisitStore(clips), 1, producer, clip -> {
                throw ours;
            });
        } catch (SidecarException e) {
            if (e.getCause() != ours) {
                throw breach(failed, e.getMessage(), e);
            }
            closesWell(failed, e);
        }
        clips.stream()
                .filter(clip -> clip.codebooks() > 0)
                .max(Comparator.comparingInt(Clip::frames))
                .ifPresent(clip -> failsWithItsCodes(producer, clip));
        same(
                new Situation("the producer runs again, after runs that failed", "let init() start from scratch"),
                producer,
                clips,
                1);
    }

    private void failsWithItsCodes(Producer producer, Clip clip) {
        Situation unreadable = new Situation(
                        "the clip's codes cannot be read",
                        "let produce() throw what reading throws, and close() work all the same")
                .with(clip);
        UnreadableCodes codes = new UnreadableCodes(clip.codes());
        try {
            run(unreadable, new VisitStore(List.of(clip.withCodes(codes))), 1, producer);
        } catch (SidecarException e) {
            closesWell(unreadable, e);
            return;
        }
        if (codes.asked) {
            throw breach(unreadable, "produce() returned columns all the same", null);
        }
    }

    private void closesWell(Situation situation, SidecarException failure) {
        for (Throwable suppressed : failure.getSuppressed()) {
            throw breach(situation, suppressed.getMessage(), suppressed);
        }
    }

    /** Codes of a file that has gone. */
    private static final class UnreadableCodes implements Codes {
        private final Codes codes;
        private volatile boolean asked;

        UnreadableCodes(Codes codes) {
            this.codes = codes;
        }

        @Override
        public int codebooks() {
            return codes.codebooks();
        }

        @Override
        public int frames() {
            return codes.frames();
        }

        @Override
        public void read(int from, int frames, int[][] into) {
            asked = true;
            throw new SidecarException(Kind.IO, Place.NOWHERE, "these codes cannot be read, for the contract");
        }
    }

    private void leavesNoThread() {
        Situation over =
                new Situation("all runs are over", "end in close() what init() or produce() started, and wait for it");
        try {
            List<Thread> strays = enclosure.strays(PATIENCE);
            if (!strays.isEmpty()) {
                throw breach(
                        over,
                        "still alive: "
                                + strays.stream()
                                        .map(thread -> "the thread \"" + thread.getName() + "\"")
                                        .distinct()
                                        .collect(Collectors.joining(", ")),
                        null);
            }
        } catch (InterruptedException e) {
            throw breach(over, "the test was interrupted", e);
        }
    }

    /** Runs a producer, and compares what comes of every visit with what came of the first. */
    private void same(Situation situation, Producer producer, List<Clip> visits, int threads) {
        visits(situation, producer, visits, threads).stream()
                .filter(visit -> !visit.frame().equals(firstOf(visit.clip())))
                .min(Comparator.comparing(visit -> visit.clip().id()))
                .ifPresent(visit -> {
                    String difference = Difference.between(firstOf(visit.clip()), visit.frame());
                    throw breach(situation.with(visit.clip()), "not what the first run made: " + difference, null);
                });
    }

    private FeatureFrame firstOf(Clip clip) {
        return Objects.requireNonNull(expected.get(clip.id()));
    }

    private Collection<VisitStore.Visit> visits(
            Situation situation, Producer producer, List<Clip> visits, int threads) {
        VisitStore store = new VisitStore(visits);
        try {
            run(situation, store, threads, producer);
        } catch (SidecarException e) {
            throw failure(situation, e);
        }
        if (Thread.interrupted()) {
            throw interruption(situation, null);
        }
        return store.made();
    }

    /** A run, in which foreign code may fail as a run promises, and in no other way. */
    private void run(Situation situation, VisitStore store, int threads, Producer... chain) {
        Sidecar.Builder builder =
                Sidecar.builder().store(store).mode(Mode.OVERWRITE).parallelism(threads);
        for (Producer producer : chain) {
            builder.with(producer);
        }
        if (allowNonFinite) {
            builder.allowNonFinite();
        }
        try {
            builder.build().run();
        } catch (SidecarException e) {
            throw e;
        } catch (Throwable e) {
            throw breach(situation, "the run broke with " + e, unlessFatal(e));
        }
    }

    private Breach failure(Situation situation, SidecarException failure) {
        if (failure.kind() == Kind.CANCELLED) {
            return interruption(situation, failure);
        }
        Situation exact = clips.stream()
                .filter(clip -> clip.id().equals(failure.place().clip()))
                .findFirst()
                .map(situation::with)
                .orElse(situation);
        return breach(exact, failure.getMessage(), failure);
    }

    private Breach interruption(Situation situation, @Nullable Throwable cause) {
        return breach(
                new Situation(situation.when(), "interrupt no thread of the run; InterruptedException is for who was"),
                "a thread of the run was interrupted, and not by the contract",
                cause);
    }

    private Breach breach(Situation situation, @Nullable Object found, @Nullable Throwable cause) {
        return new Breach(name, situation.when(), String.valueOf(found), situation.remedy(), cause);
    }

    /** What foreign code throws, unless nobody can go on. */
    private static Throwable unlessFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
        return failure;
    }
}
