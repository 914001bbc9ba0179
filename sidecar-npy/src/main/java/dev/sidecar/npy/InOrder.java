package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works on several things at once, and hands the results on in the order of the things, on the calling thread. So many
 * results may wait for an earlier one that no thread is idle for long, and no more.
 */
final class InOrder {
    private static final int RESULTS_PER_THREAD = 16;

    private static final int MAX_THREADS = 1_024;

    private InOrder() {}

    /** A number of threads that somebody asks for. */
    static int checkedThreads(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "clips at once (parallelism, --jobs) must be 1 to " + MAX_THREADS + ", found " + threads);
        }
        return threads;
    }

    /**
     * Works off all things. What {@code work} or {@code results} throws ends it, after the threads have ended.
     *
     * @param threads at least 1; with 1 the calling thread does the work
     */
    static <T, R> void run(int threads, Iterator<T> things, Function<T, R> work, Consumer<R> results) {
        if (threads == 1) {
            while (things.hasNext()) {
                checkInterrupt();
                results.accept(work.apply(things.next()));
            }
            return;
        }
        List<Thread> workers = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread worker = new Thread(task, "sidecar-worker");
            workers.add(worker);
            return worker;
        });
        try {
            Queue<Future<R>> window = new ArrayDeque<>();
            while (things.hasNext() || !window.isEmpty()) {
                checkInterrupt();
                if (things.hasNext() && window.size() < threads * RESULTS_PER_THREAD) {
                    T thing = things.next();
                    window.add(pool.submit(() -> work.apply(thing)));
                } else {
                    results.accept(result(window.remove()));
                }
            }
        } finally {
            pool.shutdownNow();
            join(workers);
        }
    }

    /** Ends what was interrupted. */
    static void checkInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled(null);
        }
    }

    private static SidecarException cancelled(@Nullable InterruptedException cause) {
        return new SidecarException(CANCELLED, Place.NOWHERE, "interrupted before the end", cause);
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a Function throws nothing else
        }
    }

    /** A pool counts as terminated shortly before its threads have ended. */
    private static void join(List<Thread> workers) {
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
