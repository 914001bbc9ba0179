package dev.sidecar.npy.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of a file system.
 *
 * @param path on the real file system
 * @param to where a file is moved
 * @param bytes what is written; as much of it as a watcher leaves
 */
public record Operation(
        Kind kind, Path path, @Nullable Path to, @Nullable ByteBuffer bytes) {

    /** What is asked. */
    public enum Kind {
        /** To open a file to write to, which makes it if need be. */
        CREATE,
        WRITE,
        TRUNCATE,
        FORCE,
        /** To close a file that was written to. */
        CLOSE,
        MOVE,
        DELETE,
        MAKE_FOLDER,
        OPEN_FOLDER,
        FORCE_FOLDER,
        LIST,
        LOCK,
        UNLOCK,
        OPEN_TO_READ,
        READ,
        /** To tell whether something is there, and what it is. */
        LOOK;

        /** Whether it leaves everything as it is, and needs no right to write. */
        public boolean onlyReads() {
            return this == OPEN_TO_READ || this == READ || this == LOOK;
        }
    }

    static Operation of(Kind kind, Path path) {
        return new Operation(kind, path, null, null);
    }

    @Override
    public String toString() {
        return kind + " " + path.getFileName() + (to == null ? "" : " to " + to.getFileName());
    }
}
