package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static void unexpectedStop() {
        throw new AssertionError("nobody was interrupted");
    }

    @Test
    void ownThreadsHaveEndedWhenTheWorkIsDone() {
        for (int round = 0; round < 200; round++) {
            List<Thread> threads = new CopyOnWriteArrayList<>();
            CountDownLatch both = new CountDownLatch(2);
            Crew.run(
                    2,
                    null,
                    () -> {
                        threads.add(Thread.currentThread());
                        both.countDown();
                        Runs.await(both);
                    },
                    CrewTest::unexpectedStop);
            assertThat(threads).hasSize(2).contains(Thread.currentThread());
            threads.remove(Thread.currentThread());
            assertThat(threads.get(0).isAlive()).isFalse();
        }
    }
}
