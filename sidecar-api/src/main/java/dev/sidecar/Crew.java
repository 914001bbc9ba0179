package dev.sidecar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one run: the calling thread works, and so do helpers from an executor, as many as it lets in. Helpers
 * that come after the work is done leave at once.
 */
final class Crew {
    private final Runnable work;
    private final Runnable stop;
    private final List<Thread> own = new ArrayList<>();
    private int working;
    private boolean dismissed;

    private Crew(Runnable work, Runnable stop) {
        this.work = work;
        this.stop = stop;
    }

    /**
     * Runs {@code work} on this thread and on up to {@code size - 1} others, and returns when all are done. Threads of
     * the crew's own have ended then.
     *
     * @param executor where the others come from; null for threads of this crew's own
     * @param stop called if this thread is interrupted while it waits, or the executor fails; makes the work end soon
     */
    static void run(int size, @Nullable Executor executor, Runnable work, Runnable stop) {
        Crew crew = new Crew(work, stop);
        try {
            crew.hire(size - 1, executor != null ? executor : crew::startThread);
            work.run();
        } catch (Throwable e) {
            stop.run();
            throw e;
        } finally {
            crew.dismiss();
        }
    }

    private void hire(int helpers, Executor executor) {
        try {
            for (int i = 0; i < helpers; i++) {
                executor.execute(this::help);
            }
        } catch (RejectedExecutionException full) {
            System.getLogger(Crew.class.getName())
                    .log(System.Logger.Level.DEBUG, "the executor takes no more helpers", full);
        }
    }

    private void startThread(Runnable task) {
        Thread thread = new Thread(task, "sidecar-worker");
        thread.start();
        own.add(thread);
    }

    private void help() {
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

    private void dismiss() {
        boolean interrupted = false;
        for (boolean alone = false; !alone; ) {
            try {
                awaitHelpers();
                alone = true;
            } catch (InterruptedException e) {
                interrupted = true;
                stop.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHelpers() throws InterruptedException {
        synchronized (this) {
            dismissed = true;
            while (working > 0) {
                wait();
            }
        }
        for (Thread thread : own) {
            thread.join();
        }
    }
}
