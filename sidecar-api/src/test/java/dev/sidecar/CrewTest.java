package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void helpersAreAwaitedWhenTheExecutorFails() throws InterruptedException {
        CountDownLatch helping = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger working = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        Executor failing = task -> {
            if (!threads.isEmpty()) {
                Runs.await(helping);
                throw new IllegalStateException("no more");
            }
            threads.add(new Thread(task));
            threads.get(0).start();
        };

        assertThatThrownBy(() -> Crew.run(
                        3,
                        failing,
                        () -> {
                            working.incrementAndGet();
                            helping.countDown();
                            Runs.await(stopped);
                            working.decrementAndGet();
                        },
                        stopped::countDown))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more");

        assertThat(working).hasValue(0);
        threads.get(0).join();
    }
}
