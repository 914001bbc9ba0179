package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file with its first bytes in memory: metadata lies there as a rule, and many small reads become one. */
final class BufferedFile {
    private final PositionalFile file;
    private final ByteBuffer head;

    BufferedFile(PositionalFile file, int headLength) {
        this.file = file;
        this.head = file.read(0, (int) Math.min(headLength, file.size()));
    }

    PositionalFile file() {
        return file;
    }

    ReadLimits limits() {
        return file.limits();
    }

    long size() {
        return file.size();
    }

    /** The first bytes, from the start of the file. */
    ByteBuffer head() {
        return head.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes at a position, little-endian, not to be changed. The caller has checked {@code length}. */
    ByteBuffer read(long position, int length) {
        if (position >= 0 && position <= head.limit() - length) {
            return head.slice((int) position, length).order(ByteOrder.LITTLE_ENDIAN);
        }
        return file.read(position, length);
    }

    /** As many bytes as one read gives at a position: at least {@code least}, at most up to {@code end}. */
    ByteBuffer readAhead(long position, int least, int ahead, long end) {
        long length = Math.max(least, Math.min(ahead, end - position));
        if (position < head.limit() && head.limit() - position >= least) {
            length = Math.min(length, head.limit() - position);
        }
        return read(position, (int) length);
    }

    SidecarException failure(Kind kind, String reason) {
        return new SidecarException(kind, Place.file(file.path()), reason);
    }

    SidecarException malformed(long position, String reason) {
        return file.malformed(position, reason);
    }
}
