package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The chunks of a RIFF or IFF file, one after the other: four letters, a size, content, and a byte if that is odd. */
final class Chunks {
    private static final int HEADER = 8;
    private static final int MAX_CHUNKS = 10_000;

    /**
     * One chunk.
     *
     * @param id its four letters
     * @param size what it claims as its size
     * @param offset where its content begins
     */
    record Chunk(String id, long size, long offset) {}

    private final AudioInput file;
    private final ByteOrder order;
    private long next;
    private int count;

    /** The chunks from here on. */
    Chunks(AudioInput file, ByteOrder order) {
        this.file = file;
        this.order = order;
        this.next = file.position();
    }

    /** The next chunk, of which the content comes next in the file; null at the end. */
    @Nullable
    Chunk next() {
        if (next > file.size() - HEADER) {
            return null;
        }
        if (++count > MAX_CHUNKS) {
            throw file.failure(LIMIT, "more than " + MAX_CHUNKS + " chunks come before the samples");
        }
        file.seek(next);
        ByteBuffer header = file.take(HEADER, order);
        String id = StandardCharsets.ISO_8859_1.decode(header.slice(0, 4)).toString();
        Chunk chunk = new Chunk(id, Integer.toUnsignedLong(header.getInt(4)), file.position());
        next = chunk.offset() + chunk.size() + chunk.size() % 2;
        return chunk;
    }

    /** The first bytes of a chunk's content. */
    ByteBuffer content(Chunk chunk, int least, int most) {
        if (chunk.size() < least) {
            throw file.malformed(
                    chunk.offset(),
                    "the chunk \"" + chunk.id() + "\" has at least " + least + " bytes, found " + chunk.size());
        }
        return file.take((int) Math.min(chunk.size(), most), order);
    }
}
