package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_STRING_BYTES;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bytes of a pickle, in order: from memory, or from a file a block at a time. */
final class PickleInput {
    private static final int MAX_NAME_BYTES = 1024;
    private static final int BLOCK = 1024;

    private final Path path;
    private final ReadLimits limits;
    private final int maxStringBytes;
    private final @Nullable BufferedFile file;
    private final boolean offsetsAreKnown;
    private final long start;
    private final long end;
    private ByteBuffer window;
    private long windowStart;

    private PickleInput(
            Path path,
            ReadLimits limits,
            @Nullable BufferedFile file,
            boolean known,
            long start,
            long end,
            ByteBuffer window) {
        this.path = path;
        this.limits = limits;
        this.maxStringBytes = limits.count(PICKLE_STRING_BYTES);
        this.file = file;
        this.offsetsAreKnown = known;
        this.start = start;
        this.end = end;
        this.window = window;
        this.windowStart = start;
    }

    /** A pickle that fills {@code content}, found at {@code position} of the file, or nowhere if that is negative. */
    static PickleInput of(Path path, ReadLimits limits, ByteBuffer content, long position) {
        ByteBuffer window = content.slice().order(ByteOrder.LITTLE_ENDIAN);
        long start = Math.max(position, 0);
        return new PickleInput(path, limits, null, position >= 0, start, start + window.limit(), window);
    }

    /** A pickle that starts at a position and whose length nobody told. */
    static PickleInput at(BufferedFile file, long position) {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return new PickleInput(file.file().path(), file.limits(), file, true, position, file.size(), nothing);
    }

    ReadLimits limits() {
        return limits;
    }

    long position() {
        return windowStart + window.position();
    }

    long remaining() {
        return end - position();
    }

    int u8() {
        return Byte.toUnsignedInt(need(1).get());
    }

    int u16() {
        return Short.toUnsignedInt(need(2).getShort());
    }

    int i32() {
        return need(4).getInt();
    }

    long i64() {
        return need(8).getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** A two's complement integer, least significant byte first; {@code null} if it does not fit 64 bits. */
    @Nullable
    Long integer(int bytes) {
        ByteBuffer from = need(Math.max(bytes, 1));
        long value = 0;
        boolean fits = true;
        for (int i = 0; i < bytes; i++) {
            int b = from.get();
            if (i < Long.BYTES) {
                value |= (b & 0xFFL) << (8 * i);
                if (i == bytes - 1 && i < Long.BYTES - 1) {
                    value = value << (56 - 8 * i) >> (56 - 8 * i);
                }
            } else {
                fits &= b == (int) (value >> 63);
            }
        }
        return fits ? (Long) value : null;
    }

    /** A UTF-8 string. */
    String text(long bytes) {
        ByteBuffer content = bytes(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
        } catch (CharacterCodingException e) {
            throw malformed("this string is not UTF-8");
        }
    }

    /** Bytes, each as one character. */
    String latin1(long bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes(bytes)).toString();
    }

    private ByteBuffer bytes(long count) {
        if (count > remaining()) {
            throw malformed("truncated: a string of " + count + " bytes, " + remaining() + " are left");
        }
        if (count > maxStringBytes) {
            throw failure(LIMIT, "a string has at most " + maxStringBytes + " bytes, this one " + count);
        }
        int length = (int) count;
        ByteBuffer from = need(length);
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    /** A name that ends with a line feed. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (int b = u8(); b != '\n'; b = u8()) {
            if (line.length() == MAX_NAME_BYTES) {
                throw failure(LIMIT, "a name has at most " + MAX_NAME_BYTES + " bytes");
            }
            line.append((char) b);
        }
        return line.toString();
    }

    private ByteBuffer need(int count) {
        if (window.remaining() >= count) {
            return window;
        }
        long position = position();
        if (file == null || count > end - position) {
            throw malformed("truncated: the pickle ends before its STOP");
        }
        if (position + count - start > limits.get(PICKLE_BYTES)) {
            throw failure(LIMIT, "a pickle has at most " + limits.get(PICKLE_BYTES) + " bytes");
        }
        window = file.readAhead(position, count, BLOCK, end);
        windowStart = position;
        return window;
    }

    SidecarException malformed(String reason) {
        return failure(FORMAT, reason);
    }

    SidecarException failure(Kind kind, String reason) {
        Place place = Place.file(path);
        return new SidecarException(kind, offsetsAreKnown ? place.offset(position()) : place, reason);
    }
}
