package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.npy.disk.Faults;
import dev.sidecar.npy.disk.Operation;
import dev.sidecar.npy.disk.WatchedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TreeLockTest {
    @TempDir
    private Path root;

    /** On POSIX systems closing a file releases every lock that the process has on it. */
    @Test
    @Timeout(60)
    void closingOneStoreWaitsUntilNoOtherHoldsTheLock() throws Exception {
        try (TreeLock busy = new TreeLock(root);
                TreeLock other = new TreeLock(root)) {
            other.create();
            Thread closing = new Thread(other::close, "closing");
            boolean waited = busy.hold(() -> {
                closing.start();
                while (closing.isAlive() && !isWaiting(closing)) {
                    Thread.onSpinWait();
                }
                return closing.isAlive();
            });
            closing.join();
            assertThat(waited).isTrue();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("parkNanos"));
    }

    @Test
    void whatIsNotAFileIsNotALock() throws IOException {
        Files.createDirectory(root.resolve(".sidecar.lock"));
        try (TreeLock lock = new TreeLock(root)) {
            assertThat(Failures.of(lock::create))
                    .hasMessageContaining(".sidecar.lock")
                    .hasMessageContaining("remove it")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.IO));
        }
    }

    @Test
    @Timeout(60)
    void aLockThatTheSystemFailsToReleaseIsReleasedAllTheSame() throws IOException {
        WatchedDisk disk = new WatchedDisk(Faults.of(Operation.Kind.UNLOCK, 1, Faults.Mode.FOR_EVER));
        try (TreeLock failing = new TreeLock(disk.path(root));
                TreeLock other = new TreeLock(root)) {
            assertThat(failing.hold(() -> "first")).isEqualTo("first");
            assertThat(other.hold(() -> "other")).isEqualTo("other");
            assertThat(failing.hold(() -> "second")).isEqualTo("second");
        }
        assertThat(disk.open()).isZero();
    }

    @Test
    void aLockThatCannotBeTakenForClosingLeavesNothingOpen() {
        WatchedDisk disk = new WatchedDisk(Faults.of(Operation.Kind.LOCK, 1, Faults.Mode.FOR_EVER));
        TreeLock lock = new TreeLock(disk.path(root));
        lock.create();
        assertThat(Failures.of(lock::close).kind()).isEqualTo(Kind.IO);
        assertThat(disk.open()).isZero();
    }
}
