package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file read from front to back through a buffer, on any NIO file system. */
final class AudioInput implements AutoCloseable {
    private static final int BUFFER = 32 << 10;

    private final Path path;
    private final SeekableByteChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private long bufferEnd;

    private AudioInput(Path path, SeekableByteChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
    }

    static AudioInput open(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new SidecarException(IO, Place.file(path), "expected a file with audio, found something else");
        }
        try {
            return new AudioInput(path, Files.newByteChannel(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    /** The size in bytes when the file was opened. */
    long size() {
        return size;
    }

    /** Where the next byte is. */
    long position() {
        return bufferEnd - buffer.remaining();
    }

    long remaining() {
        return Math.max(size - position(), 0);
    }

    void seek(long position) {
        long back = bufferEnd - position;
        if (back >= 0 && back <= buffer.limit()) {
            buffer.position((int) (buffer.limit() - back));
            return;
        }
        buffer.limit(0);
        bufferEnd = position;
        try {
            channel.position(position);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    /**
     * The bytes from here on, at least so many; what is taken from them is read. Valid until the next call; always
     * the same buffer.
     *
     * @throws SidecarException FORMAT if the file ends before
     */
    ByteBuffer ahead(int least) {
        if (!fill(least)) {
            throw malformed(
                    position(),
                    "truncated: " + least + " more bytes are needed here, the file ends after " + buffer.remaining());
        }
        return buffer;
    }

    /** Whether so many bytes follow, at most the size of the buffer. */
    boolean fill(int least) {
        if (buffer.remaining() >= least) {
            return true;
        }
        buffer.compact();
        try {
            while (buffer.position() < least) {
                int read = channel.read(buffer);
                if (read < 0) {
                    return false;
                }
                bufferEnd += read;
            }
            return true;
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        } finally {
            buffer.flip();
        }
    }

    /** The next bytes, which are read. */
    ByteBuffer take(int length, ByteOrder order) {
        ByteBuffer bytes = ahead(length);
        ByteBuffer part = bytes.slice(bytes.position(), length).order(order);
        bytes.position(bytes.position() + length);
        return part;
    }

    /** The next bytes as text, which are read. */
    String takeText(int length) {
        return StandardCharsets.ISO_8859_1
                .decode(take(length, ByteOrder.BIG_ENDIAN))
                .toString();
    }

    /** As much of the next bytes as there is, as text; they are not read. */
    String peekText(int most) {
        fill(most);
        return StandardCharsets.ISO_8859_1
                .decode(buffer.slice(buffer.position(), Math.min(most, buffer.remaining())))
                .toString();
    }

    SidecarException failure(Kind kind, String reason) {
        return new SidecarException(kind, Place.file(path), reason);
    }

    SidecarException failure(Kind kind, String reason, Throwable cause) {
        return new SidecarException(kind, Place.file(path), reason, cause);
    }

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
