package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that are interrupted at any moment. */
class InterruptTest {
    private static final int INTERRUPTS = 250;

    @TempDir
    private Path temp;

    /** How a run ended, and whether its thread was still interrupted then. */
    private record End(@Nullable Throwable thrown, boolean interrupted) {}

    private static End end(Rewrite rewrite, Path folder, Durability durability) {
        Throwable thrown = catchThrowable(() -> rewrite.run(folder, durability));
        return new End(thrown, Thread.currentThread().isInterrupted());
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void anInterruptedRunLeavesTheOldSidecarOrTheNewOne(Durability durability) throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int cancelled = 0;
        for (Rewrite rewrite : new Rewrite[] {Rewrite.FIRST_PAIR, Rewrite.PAIR}) {
            Path old = temp.resolve("old " + rewrite);
            rewrite.before(old);
            long longest = 0;
            for (int i = 0; i < 5; i++) {
                Path made = Trees.copy(old, temp.resolve("warm"));
                long start = System.nanoTime();
                rewrite.run(made, durability);
                longest = Math.max(1, System.nanoTime() - start);
                Trees.delete(made);
            }
            Path made = Trees.copy(old, temp.resolve("made " + rewrite));
            rewrite.run(made, durability);
            for (int i = 0; i < INTERRUPTS / 2; i++) {
                cancelled += interrupt(rewrite, durability, random.nextLong(longest), seed) ? 1 : 0;
            }
        }
        System.out.println("seed " + seed + ", " + durability + ": " + INTERRUPTS + " interrupts, " + cancelled
                + " of them ended a run");
        assertThat(cancelled).isPositive();
    }

    private boolean interrupt(Rewrite rewrite, Durability durability, long nanos, long seed)
            throws IOException, InterruptedException, java.util.concurrent.ExecutionException {
        SortedMap<String, String> before = Rewrite.halves(temp.resolve("old " + rewrite));
        SortedMap<String, String> after = Rewrite.halves(temp.resolve("made " + rewrite));
        Path folder = Trees.copy(temp.resolve("old " + rewrite), temp.resolve("interrupted"));
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<End> run = new FutureTask<>(() -> {
            begun.countDown();
            return end(rewrite, folder, durability);
        });
        Thread thread = new Thread(run, "interrupted");
        thread.start();
        begun.await();
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        End end = run.get();
        thread.join();
        SortedMap<String, String> found = Rewrite.halves(folder);
        if (end.thrown() == null) {
            assertThat(found).as("seed " + seed).isEqualTo(after);
        } else {
            assertThat(end.thrown()).as("seed " + seed).isInstanceOfSatisfying(SidecarException.class, failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
            });
            assertThat(end.interrupted()).as("seed " + seed).isTrue();
            assertThat(found).as("seed " + seed).isIn(before, after);
        }
        assertThat(Rewrite.temps(folder)).as("seed " + seed).isEmpty();
        Trees.delete(folder);
        return end.thrown() != null;
    }
}
