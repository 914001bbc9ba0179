package dev.sidecar.testkit;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A producer whose workers share a buffer, with or without copies. Where there are several workers, two of them have both
 * filled it, each with a clip of its own, before they read it, and the others keep out meanwhile; so one of the two surely
 * reads what the other wrote.
 */
final class Unsynchronised extends Faulty {
    private static final int LONG_ENOUGH = 75;

    private final boolean copies;
    private final Shared shared;

    /** What all workers have in common. */
    private static final class Shared {
        private final int[] buffer = new int[5_000];
        private final AtomicInteger workers = new AtomicInteger();
        private final Set<String> meeting = new HashSet<>();
        private final CountDownLatch filled = new CountDownLatch(2);
        private final CountDownLatch read = new CountDownLatch(2);

        synchronized boolean joins(Clip clip) {
            return meeting.size() < 2 && meeting.add(clip.id());
        }
    }

    Unsynchronised(String name, boolean copies) {
        this(name, copies, new Shared());
    }

    private Unsynchronised(String name, boolean copies, Shared shared) {
        super(name);
        this.copies = copies;
        this.shared = shared;
    }

    @Override
    public void init(RunContext context) {
        shared.workers.set(0);
    }

    @Override
    public Producer forWorker() {
        shared.workers.incrementAndGet();
        return copies ? new Unsynchronised(describe().producer(), true, shared) : this;
    }

    @Override
    public FeatureFrame produce(Clip clip) throws Exception {
        if (shared.workers.get() < 2 || clip.frames() < LONG_ENOUGH) {
            fill(clip);
            return x(clip, shared.buffer);
        }
        if (shared.joins(clip)) {
            fill(clip);
            shared.filled.countDown();
            await(shared.filled);
            FeatureFrame frame = x(clip, shared.buffer);
            shared.read.countDown();
            return frame;
        }
        await(shared.read);
        fill(clip);
        return x(clip, shared.buffer);
    }

    private void fill(Clip clip) {
        Arrays.fill(shared.buffer, 0, clip.frames(), clip.id().hashCode());
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("nobody came");
        }
    }
}
