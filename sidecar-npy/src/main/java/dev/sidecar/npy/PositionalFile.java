package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A file open for reading at any position, on any NIO file system. Several threads may read at once. */
final class PositionalFile implements AutoCloseable {
    private static final int PIECE = 1 << 20;

    private final Path path;
    private final FileStamp stamp;
    private final SeekableByteChannel channel;
    private final ReadLimits limits;

    PositionalFile(Path path, FileStamp stamp, SeekableByteChannel channel, ReadLimits limits) {
        this.path = path;
        this.stamp = stamp;
        this.channel = channel;
        this.limits = limits;
    }

    /** Opens a file of which nothing is read that has a limit. */
    static PositionalFile open(Path path) {
        return open(path, ReadLimits.DEFAULT);
    }

    static PositionalFile open(Path path, ReadLimits limits) {
        FileStamp stamp = FileStamp.of(path);
        while (true) {
            PositionalFile file = open(path, stamp, limits);
            FileStamp now;
            try {
                now = FileStamp.of(path);
            } catch (SidecarException e) {
                file.close();
                throw e;
            }
            if (now.equals(stamp)) {
                return file;
            }
            file.close(); // it was replaced or written to meanwhile
            stamp = now;
        }
    }

    private static PositionalFile open(Path path, FileStamp stamp, ReadLimits limits) {
        try {
            return new PositionalFile(path, stamp, Files.newByteChannel(path, StandardOpenOption.READ), limits);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    /** What a file says that must be, before and after, the one that a stamp was taken of. */
    static <T> T readUnchanged(Path path, FileStamp stamp, ReadLimits limits, Function<PositionalFile, T> reading) {
        try (PositionalFile file = open(path, limits)) {
            stamp.check(path, file.stamp());
            T result = reading.apply(file);
            stamp.check(path, FileStamp.of(path));
            return result;
        }
    }

    Path path() {
        return path;
    }

    /** How much what reads the file may be asked for. */
    ReadLimits limits() {
        return limits;
    }

    /** What the file was just before and just after it was opened. */
    FileStamp stamp() {
        return stamp;
    }

    /** The size in bytes when the file was opened. */
    long size() {
        return stamp.size();
    }

    /** The bytes at a position, little-endian. The caller has checked {@code length} against a limit. */
    ByteBuffer read(long position, int length) {
        checkInside(position, length);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        read(position, bytes);
        return bytes.flip();
    }

    /** Fills the buffer from a position, or fails. */
    void read(long position, ByteBuffer into) {
        checkInside(position, into.remaining());
        try {
            if (channel instanceof FileChannel file) {
                readInPieces(file, position, into);
            } else {
                synchronized (channel) {
                    channel.position(position);
                    for (long at = position; into.hasRemaining(); ) {
                        at += progress(channel.read(into), at);
                    }
                }
            }
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    /** Java copies what it reads through memory outside the heap, as much as is asked for at once. */
    private void readInPieces(FileChannel file, long position, ByteBuffer into) throws IOException {
        int end = into.limit();
        for (long at = position; into.position() < end; ) {
            into.limit(Math.min(end, into.position() + PIECE));
            at += progress(file.read(into, at), at);
        }
    }

    /** Maps the whole file; null where the file system cannot, or the file has 2 GiB or more. */
    @Nullable
    ByteBuffer map() {
        if (size() > Integer.MAX_VALUE || !(channel instanceof FileChannel file)) {
            return null;
        }
        try {
            return file.map(FileChannel.MapMode.READ_ONLY, 0, size());
        } catch (UnsupportedOperationException | IOException cannotMap) {
            return null;
        }
    }

    private void checkInside(long position, int length) {
        if (position < 0 || position > size() - length) {
            throw malformed(
                    position, "truncated: " + length + " more bytes are needed here, the file ends at byte " + size());
        }
    }

    private int progress(int bytes, long position) {
        if (bytes < 0) {
            throw malformed(position, "truncated: the file ends here, it had " + size() + " bytes when it was opened");
        }
        return bytes;
    }

    /** A failure of kind FORMAT at a position in this file. */
    SidecarException malformed(long position, String reason) {
        return new SidecarException(FORMAT, Place.file(path).offset(position), reason);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }
}
