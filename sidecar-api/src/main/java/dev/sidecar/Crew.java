package dev.sidecar;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one run: the calling thread works, and so do helpers from an executor, as many as it lets in. Helpers
 * that come after the work is done leave at once.
 */
final class Crew {
    private int working;
    private boolean dismissed;

    private Crew() {}

    /**
     * Runs {@code work} on this thread and on up to {@code size - 1} others, and returns when all are done.
     *
     * @param executor where the others come from; null for threads of this crew's own
     * @param stop called if this thread is interrupted while it waits
     */
    static void run(int size, @Nullable Executor executor, Runnable work, Runnable stop) {
        if (executor != null) {
            new Crew().work(size, executor, work, stop);
            return;
        }
        ExecutorService own = Executors.newCachedThreadPool(task -> new Thread(task, "sidecar-worker"));
        try {
            new Crew().work(size, own, work, stop);
        } finally {
            own.shutdown();
        }
    }

    private void work(int size, Executor executor, Runnable work, Runnable stop) {
        try {
            for (int i = 1; i < size; i++) {
                executor.execute(() -> help(work));
            }
        } catch (RejectedExecutionException full) {
            System.getLogger(Crew.class.getName())
                    .log(System.Logger.Level.DEBUG, "the executor takes no more helpers", full);
        }
        try {
            work.run();
        } finally {
            awaitHelpers(stop);
        }
    }

    private void help(Runnable work) {
        synchronized (this) {
            if (dismissed) {
                return;
            }
            working++;
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                working--;
                notifyAll();
            }
        }
    }

    private synchronized void awaitHelpers(Runnable stop) {
        dismissed = true;
        boolean interrupted = false;
        while (working > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
                stop.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
