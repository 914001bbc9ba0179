package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentStoresTest {
    private static final int CLIPS = 50;
    private static final int WRITERS = 4;

    @TempDir
    private Path root;

    private static String id(int clip) {
        return "a" + clip % 3 + "/" + clip + ".ecdc";
    }

    /** Adds a column to a clip, again until nobody else was faster. */
    private static void add(FileStore store, String id, String name) {
        Clip clip = store.open(id);
        PairCommit change;
        do {
            StoredSidecar base = store.read(clip);
            assertThat(base.torn()).isFalse();
            assertThat(base.labelled()).isTrue();
            Column column = Column.constant(name, clip.frames(), name.hashCode());
            change = store.prepare(clip, base, base.frame().with(List.of(column)), DType.FLOAT32);
        } while (!change.apply());
    }

    @RepeatedTest(10)
    void writersInTwoStoresLoseNothingOfEachOtherWhileOthersRecover() throws Exception {
        for (int clip = 0; clip < CLIPS; clip++) {
            Tokens.write(root.resolve(id(clip)), 3);
        }
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try (FileStore first = Trees.store(root);
                FileStore second = Trees.store(root)) {
            CyclicBarrier start = new CyclicBarrier(WRITERS);
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                FileStore store = w % 2 == 0 ? first : second;
                String name = "w" + w;
                writers.add(pool.submit(() -> {
                    start.await();
                    for (int clip = 0; clip < CLIPS; clip++) {
                        add(store, id(clip), name);
                        if (clip % 10 == 0) {
                            assertThat(store.recover()).isEmpty();
                        }
                    }
                    return name;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            for (int clip = 0; clip < CLIPS; clip++) {
                StoredSidecar sidecar = Trees.read(first, id(clip));
                assertThat(sidecar.findings()).isEmpty();
                assertThat(sidecar.frame().names()).containsExactlyInAnyOrder("w0", "w1", "w2", "w3");
                sidecar.frame()
                        .columns()
                        .forEach(column -> assertThat(column.get(2))
                                .isEqualTo(column.name().hashCode()));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(TreeState.of(root).names()).hasSize(3 + 3 * CLIPS).noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    @Timeout(60)
    void aReaderDoesNotMistakeAWriterBetweenItsTwoMovesForATornPair() throws Exception {
        Tokens.write(root.resolve("x.ecdc"), 3);
        Trees.append(root, "c", 1);
        byte[] oldData = Files.readAllBytes(root.resolve("x.cond.npy"));
        Trees.overwrite(root, "c", 2);
        byte[] newData = Files.readAllBytes(root.resolve("x.cond.npy"));
        FutureTask<StoredSidecar> reading = new FutureTask<>(() -> Trees.read(root, "x.ecdc"));
        Thread reader = new Thread(reading, "reader");
        try (TreeLock lock = new TreeLock(root)) {
            lock.hold(() -> {
                Files.write(root.resolve("x.cond.npy"), oldData);
                reader.start();
                while (reader.isAlive() && !isWaitingForTheLock(reader)) {
                    Thread.onSpinWait();
                }
                return Files.write(root.resolve("x.cond.npy"), newData);
            });
        }
        assertThat(reading.get().torn()).isFalse();
        assertThat(reading.get().frame().column("c").get(0)).isEqualTo(2);
    }

    private static boolean isWaitingForTheLock(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(TreeLock.class.getName())
                        && frame.getMethodName().equals("hold"));
    }
}
