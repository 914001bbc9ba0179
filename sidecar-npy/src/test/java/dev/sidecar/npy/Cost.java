package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What something costs the thread that does it. */
record Cost(Duration processor, long memory) {
    /** Ten times what there is to be, because a machine may be busy. */
    private static final Duration MOST_PROCESSOR = Duration.ofMillis(500);

    private static final long MOST_MEMORY = 16 << 20;

    static Cost of(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long memory = threads.getCurrentThreadAllocatedBytes();
        long time = threads.getCurrentThreadCpuTime();
        work.run();
        return new Cost(
                Duration.ofNanos(threads.getCurrentThreadCpuTime() - time),
                threads.getCurrentThreadAllocatedBytes() - memory);
    }

    void assertSmall() {
        assertThat(memory).as("bytes of memory").isLessThan(MOST_MEMORY);
        assertThat(processor).as("time of the processor").isLessThan(MOST_PROCESSOR);
    }
}
