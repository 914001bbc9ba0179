package dev.sidecar.npy.disk;

import java.io.IOException;

/** Stands between a program and the disk: does each operation, or fails instead. */
@FunctionalInterface
public interface Watcher {
    /** The operation itself. */
    @FunctionalInterface
    interface Real<T> {
        T run() throws IOException;
    }

    /** Does the operation, or part of it, or nothing; called by one thread at a time. */
    <T> T watch(Operation operation, Real<T> real) throws IOException;
}
