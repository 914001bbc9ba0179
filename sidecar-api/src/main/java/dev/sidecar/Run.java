package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.CANCELLED;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.RunContext;
import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStore.Entry;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run over a store: hands clips out in the order of their ids, collects results, and keeps the promises about
 * failures, cancelling and closing.
 */
final class Run {
    /** The listener of runs that nobody listens to; spares them the counting of clips. */
    static final RunListener NOBODY = new RunListener() {};

    private final Instructions instructions;
    private final SidecarStore store;
    private final Shard shard;
    private final OnError onError;
    private final RunListener listener;
    private final boolean commit;
    private final long start = System.nanoTime();

    private final Object results = new Object();
    private final RunReport.Tally tally;
    private ClipResult.@Nullable Failed firstFailure;
    private @Nullable Throwable broken;
    private boolean empty = true;
    private volatile boolean stopped;

    Run(
            Instructions instructions,
            SidecarStore store,
            Shard shard,
            OnError onError,
            RunListener listener,
            boolean commit) {
        this.instructions = instructions;
        this.store = store;
        this.shard = shard;
        this.onError = onError;
        this.listener = listener;
        this.commit = commit;
        this.tally = new RunReport.Tally(!commit);
    }

    RunReport execute(int parallelism, @Nullable Executor executor) {
        Throwable failure = null;
        try (store) {
            List<CheckedProducer> producers = CheckedProducer.allOf(instructions);
            if (commit) {
                store.recover().forEach(finding -> tally.warn(finding.subject(), finding));
            }
            if (listener != NOBODY) {
                listener.started(count());
            }
            withProducers(producers, this::context, () -> {
                workOff(producers, parallelism, executor);
                rethrow(failure());
                if (empty) {
                    tally.warn(
                            "",
                            new Finding(
                                    Finding.Code.NO_CLIPS, store.toString(), "there are no token files (*.ecdc) here"));
                }
            });
        } catch (Throwable e) {
            failure = e;
        }
        if (failure != null) {
            tally.endEarly();
        }
        RunReport report = tally.report(Duration.ofNanos(System.nanoTime() - start));
        try {
            listener.finished(report);
        } catch (Throwable e) {
            failure = both(failure, e);
        }
        rethrow(failure);
        return report;
    }

    private void workOff(List<CheckedProducer> producers, int parallelism, @Nullable Executor executor) {
        try (Stream<Entry> entries = store.list()) {
            Iterator<Entry> queue = entries.iterator();
            Crew.run(parallelism, executor, () -> work(queue, producers), () -> stopped = true);
        } catch (Throwable e) {
            stop(e);
        }
    }

    /** Why the run ends without a report: what broke it or interrupted it, else the failed clip of the smallest id. */
    private @Nullable Throwable failure() {
        Throwable failure = broken;
        if (failure == null && stopped && Thread.currentThread().isInterrupted()) {
            failure = interruption(Place.NOWHERE, null);
        }
        return onError == OnError.FAIL && firstFailure != null ? both(failure, firstFailure.failure()) : failure;
    }

    private static SidecarException interruption(Place place, @Nullable Throwable cause) {
        return new SidecarException(
                CANCELLED, place, "the run was interrupted; every sidecar is as it was, or finished", cause);
    }

    private long count() {
        try (Stream<Entry> entries = store.list()) {
            return entries.filter(this::isMine).count();
        }
    }

    private boolean isMine(Entry entry) {
        return entry instanceof Entry.Token && shard.contains(entry.id());
    }

    private RunContext context(List<CheckedProducer> earlier) {
        return new RunContext() {
            @Override
            public Stream<Clip> clips() {
                return corpus(id -> Optional.of(store.open(id)));
            }

            @Override
            public Stream<Clip> clipsWithColumns() {
                ClipRun clipRun = new ClipRun(instructions, earlier);
                return corpus(id -> clipRun.preview(store, id));
            }

            @Override
            public long seed() {
                return instructions.seed();
            }
        };
    }

    /** All clips, of whatever shard, as somebody sees them; without those that fail, which a run reports. */
    private Stream<Clip> corpus(Function<String, Optional<Clip>> view) {
        return store.list().filter(Entry.Token.class::isInstance).map(Entry::id).flatMap(id -> {
            if (Thread.currentThread().isInterrupted()) {
                throw interruption(Place.NOWHERE, null);
            }
            try {
                return view.apply(id).stream();
            } catch (SidecarException e) {
                if (e.kind() == CANCELLED) {
                    throw e;
                }
                return Stream.empty();
            }
        });
    }

    /**
     * Initialises the producers, works, and closes each of them once, whatever happened.
     *
     * @param contexts what a producer sees, given those before it
     */
    static void withProducers(
            List<CheckedProducer> producers, Function<List<CheckedProducer>, RunContext> contexts, Runnable work) {
        Set<CheckedProducer> initialised = new LinkedHashSet<>();
        Throwable failure = null;
        try {
            for (int i = 0; i < producers.size(); i++) {
                if (initialised.add(producers.get(i))) {
                    producers.get(i).init(contexts.apply(producers.subList(0, i)));
                }
            }
            work.run();
        } catch (Throwable e) {
            failure = e;
        }
        for (CheckedProducer producer : initialised) {
            try {
                producer.close();
            } catch (Throwable e) {
                failure = both(failure, e);
            }
        }
        rethrow(failure);
    }

    private void work(Iterator<Entry> queue, List<CheckedProducer> producers) {
        try {
            ClipRun clipRun = new ClipRun(instructions, producers);
            for (Entry entry = next(queue); entry != null; entry = next(queue)) {
                ClipResult result = resultOf(entry, clipRun);
                if (result instanceof ClipResult.Failed failed
                        && failed.failure().kind() == CANCELLED) {
                    stop(interruption(failed.failure().place(), failed.failure()));
                } else {
                    add(result);
                }
            }
        } catch (Throwable e) {
            stop(e);
        }
    }

    private @Nullable Entry next(Iterator<Entry> queue) {
        synchronized (queue) {
            while (!stopped && queue.hasNext()) {
                if (Thread.currentThread().isInterrupted()) {
                    stop(interruption(Place.NOWHERE, null));
                    return null;
                }
                Entry entry = queue.next();
                empty &= entry instanceof Entry.Ignored;
                if (entry instanceof Entry.Unreadable || shard.contains(entry.id())) {
                    return entry;
                }
            }
            return null;
        }
    }

    private ClipResult resultOf(Entry entry, ClipRun clipRun) {
        if (entry instanceof Entry.Unreadable unreadable) {
            return new ClipResult.Failed(entry.id(), unreadable.failure());
        }
        if (entry instanceof Entry.Ignored ignored) {
            return new ClipResult.Ignored(entry.id(), List.of(ignored.finding()));
        }
        return clipRun.run(store, entry.id(), commit);
    }

    private void add(ClipResult result) {
        synchronized (results) {
            tally.add(result);
            if (result instanceof ClipResult.Failed failed) {
                if (firstFailure == null || failed.clip().compareTo(firstFailure.clip()) < 0) {
                    firstFailure = failed;
                }
                if (onError == OnError.FAIL) {
                    stopped = true;
                }
            }
            listener.clipDone(result);
        }
    }

    private void stop(Throwable reason) {
        synchronized (results) {
            stopped = true;
            broken = both(broken, reason);
        }
    }

    private static Throwable both(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }

    /** Throws any failure as it is; code in other languages throws checked exceptions where Java lets none through. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(@Nullable Throwable failure) throws T {
        if (failure != null) {
            throw (T) failure;
        }
    }
}
