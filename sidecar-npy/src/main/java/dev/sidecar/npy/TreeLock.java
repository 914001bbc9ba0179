package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a tree of sidecars, held for the short time in which a pair is compared and moved into place. It keeps out
 * the other threads of this store, other stores in this process, and other processes; the system releases it when a
 * process dies. The lock file is made when something is first written, and never removed.
 *
 * <p>File systems without locks (Jimfs has sham ones) keep out only the threads of this store.
 */
final class TreeLock implements AutoCloseable {
    private static final String NAME = ".sidecar.lock";
    private static final long PAUSE_NANOS = 200_000;

    private final Path root;
    private final ReentrantLock threads = new ReentrantLock();
    private @Nullable FileChannel channel;

    TreeLock(Path root) {
        this.root = root;
    }

    /** What is done while the lock is held. */
    interface Critical<T> {
        T run() throws IOException;
    }

    /** Whether something was ever written to this tree. */
    boolean exists() {
        return Files.exists(file(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the lock can be held, which it cannot where nothing was ever written, nothing may be, or something else lies. */
    boolean isUsable() {
        return Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS) && Files.isWritable(file());
    }

    private Path file() {
        return root.resolve(NAME);
    }

    <T> T hold(Critical<T> section) throws IOException {
        threads.lock();
        try {
            FileLock lock = lock(true);
            try {
                return section.run();
            } finally {
                if (lock != null) {
                    release(lock);
                }
            }
        } finally {
            threads.unlock();
        }
    }

    /**
     * Closing the file releases the lock too, if the system fails to. Nobody else in this process has a lock on the file
     * then, which that would release along with it.
     */
    private void release(FileLock lock) throws IOException {
        try {
            lock.release();
        } catch (IOException e) {
            lock.acquiredBy().close();
        }
    }

    /** The same; what writes nothing is done without the lock where there is none to be held. */
    <T> T hold(boolean writes, Critical<T> section) throws IOException {
        return writes || isUsable() ? hold(section) : section.run();
    }

    /** Makes the lock file, so that whoever comes later knows that something was written here. */
    void create() {
        threads.lock();
        try {
            open();
        } catch (IOException e) {
            throw SidecarException.io(file(), e);
        } finally {
            threads.unlock();
        }
    }

    private @Nullable FileLock lock(boolean interruptibly) {
        try {
            while (true) {
                FileChannel open = open();
                if (open == null) {
                    return null;
                }
                FileLock lock = tryLock(open);
                if (lock != null) {
                    return lock;
                }
                if (interruptibly && Thread.currentThread().isInterrupted()) {
                    throw new SidecarException(CANCELLED, Place.file(file()), "interrupted while waiting for the lock");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw SidecarException.io(file(), e);
        }
    }

    /** Opening a pipe would wait for ever, and a link might lead out of the tree. */
    private void checkIsFile() {
        if (exists() && !Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS)) {
            throw new SidecarException(
                    IO,
                    Place.file(file()),
                    "expected the lock of this tree, an empty file, found something else; remove it");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByAnotherStoreOfThisProcess) {
            return null;
        }
    }

    private @Nullable FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            try {
                Folders.create(root);
                checkIsFile();
                open = FileChannel.open(
                        file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            } catch (UnsupportedOperationException | IllegalArgumentException noFileChannels) {
                return null;
            }
            channel = open;
        }
        return open;
    }

    /**
     * Closes the lock file, while holding the lock: on POSIX systems closing a file releases all locks that the process
     * has on it, also one that another store of this process holds just now.
     */
    @Override
    public void close() {
        threads.lock();
        try {
            if (channel != null) {
                try {
                    lock(false);
                } finally {
                    channel.close();
                    channel = null;
                }
            }
        } catch (IOException e) {
            throw SidecarException.io(file(), e);
        } finally {
            threads.unlock();
        }
    }
}
