package dev.sidecar.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread for foreign code to run in. Threads that it starts are in the same group, unless they take pains not to be, and
 * so can be told from those of other tests.
 */
final class Enclosure {
    /** The JDK's one timer of all CompletableFutures, up to JDK 24, and from JDK 25 on. */
    private static final Set<String> TIMERS =
            Set.of("CompletableFutureDelayScheduler", "ForkJoinPool.commonPool-delayScheduler");

    private final ThreadGroup group = new ThreadGroup("sidecar-testkit");

    /** Runs work in the enclosure, and returns what it threw. */
    @Nullable
    Throwable run(Runnable work) {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(group, work, "sidecar-testkit");
        thread.setUncaughtExceptionHandler((who, failure) -> thrown[0] = failure);
        thread.start();
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            try {
                thread.join();
                done = true;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return thrown[0];
    }

    /** The threads that are alive although they were given time to end. To be called in the enclosure. */
    List<Thread> strays(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Thread> alive = new ArrayList<>();
        for (Thread thread : others()) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            if (thread.isAlive()) {
                alive.add(thread);
            }
        }
        return alive;
    }

    private List<Thread> others() {
        Thread[] threads = new Thread[1];
        while (group.enumerate(threads) == threads.length) {
            threads = new Thread[2 * threads.length];
        }
        return Arrays.stream(threads, 0, group.enumerate(threads))
                .filter(thread -> thread != Thread.currentThread() && !isCommon(thread))
                .toList();
    }

    /** Whether a thread is one of those that the JDK shares among all who use it, and starts when the first one does. */
    private static boolean isCommon(Thread thread) {
        return TIMERS.contains(thread.getName())
                || (thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool());
    }
}
