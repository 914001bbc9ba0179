package dev.sidecar.npy.disk;

import dev.sidecar.npy.disk.Operation.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts operations, and makes the one of some number fail. */
public final class Faults implements Watcher {
    /** What becomes of the operation that fails, and of those after it. */
    public enum Mode {
        /** It alone fails; of what it writes one half is written. */
        ONCE,
        /** It alone fails, or so it is told, for it was done; as on file systems behind a network. */
        ONCE_BUT_DONE,
        /** It fails, and so does whatever comes after. */
        FOR_EVER,
        /** The process dies in it. */
        DEATH
    }

    /** What leaves something behind that outlives the process. */
    private static final Set<Kind> LASTING =
            EnumSet.of(Kind.CREATE, Kind.WRITE, Kind.TRUNCATE, Kind.MOVE, Kind.DELETE, Kind.MAKE_FOLDER);

    private final long number;
    private final Mode mode;
    private final Predicate<Kind> counted;
    private long count;
    private @Nullable Operation failed;

    /**
     * Makes an operation fail.
     *
     * @param number from 1
     * @param reads whether operations that only read count, and fail
     */
    public Faults(long number, Mode mode, boolean reads) {
        this(number, mode, kind -> reads || !kind.onlyReads());
    }

    private Faults(long number, Mode mode, Predicate<Kind> counted) {
        this.number = number;
        this.mode = mode;
        this.counted = counted;
    }

    /** Makes an operation fail; only those of one kind count. */
    public static Faults of(Kind kind, long number, Mode mode) {
        return new Faults(number, mode, kind::equals);
    }

    private static IOException failure(Operation operation) {
        return operation.bytes() != null
                ? new IOException("Input/output error")
                : new FileSystemException(operation.path().toString(), null, "Input/output error");
    }

    /** What becomes of the operation that fails. */
    public Mode mode() {
        return mode;
    }

    /** The first operation that failed; null if there were not as many. */
    public @Nullable Operation failed() {
        return failed;
    }

    @Override
    public <T> T watch(Operation operation, Real<T> real) throws IOException {
        if (mode == Mode.DEATH && failed != null) {
            throw new Death();
        }
        if (!counted.test(operation.kind())) {
            return real.run();
        }
        count++;
        if (count < number || (count > number && mode != Mode.FOR_EVER)) {
            return real.run();
        }
        if (failed == null) {
            failed = operation;
            begin(operation, real);
        }
        if (mode == Mode.DEATH) {
            throw new Death();
        }
        throw failure(operation);
    }

    /** What is done of an operation that fails. */
    private <T> void begin(Operation operation, Real<T> real) throws IOException {
        if (mode == Mode.ONCE_BUT_DONE && LASTING.contains(operation.kind())) {
            if (real.run() instanceof Closeable opened && operation.kind() == Kind.CREATE) {
                opened.close();
            }
        } else {
            ByteBuffer bytes = operation.bytes();
            if (bytes != null) {
                int limit = bytes.limit();
                bytes.limit(bytes.position() + bytes.remaining() / 2);
                real.run();
                bytes.limit(limit);
            }
        }
    }
}
