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

    /** A watcher that has another one do what it does. */
    default Watcher before(Watcher next) {
        Watcher first = this;
        return new Watcher() {
            @Override
            public <T> T watch(Operation operation, Real<T> real) throws IOException {
                return first.watch(operation, () -> next.watch(operation, real));
            }
        };
    }
}
