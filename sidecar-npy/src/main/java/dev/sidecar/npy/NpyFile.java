package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An open NPY matrix. Windows are read without loading the file. */
final class NpyFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final PositionalFile file;
    private final NpyHeader header;
    private final @Nullable NumberBuffer map;
    private @Nullable Chunk chunk;

    private NpyFile(PositionalFile file, NpyHeader header, @Nullable NumberBuffer map) {
        this.file = file;
        this.header = header;
        this.map = map;
    }

    static NpyFile open(Path path) {
        return open(path, ReadLimits.DEFAULT);
    }

    static NpyFile open(Path path, ReadLimits limits) {
        return open(path, limits, false);
    }

    /** Opens and maps a file; where the file system cannot map, or the file is 2 GiB or more, it is read as by {@link #open}. */
    static NpyFile openMapped(Path path, ReadLimits limits) {
        return open(path, limits, true);
    }

    private static NpyFile open(Path path, ReadLimits limits, boolean mapped) {
        PositionalFile file = PositionalFile.open(path, limits);
        try {
            NpyHeader header = NpyHeader.read(file);
            ByteBuffer map = mapped ? file.map() : null;
            return new NpyFile(file, header, map == null ? null : numbers(header, map.position(header.dataOffset())));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static NumberBuffer numbers(NpyHeader header, ByteBuffer bytes) {
        return new NumberBuffer(header.type(), bytes.order(header.order()));
    }

    NpyHeader header() {
        return header;
    }

    /** What the file was when it was opened. */
    FileStamp stamp() {
        return file.stamp();
    }

    boolean isMapped() {
        return map != null;
    }

    /**
     * Reads frames [from, from + count) as rows of float32.
     *
     * @param names of the columns, for the message if a value is too large for float32
     */
    void rows(int from, int count, float[] into, List<String> names) {
        int width = header.width();
        Objects.checkFromIndexSize(from, count, header.frames());
        Objects.checkFromIndexSize(0, (long) count * width, into.length);
        if (header.fortran()) {
            for (int d = 0; d < width; d++) {
                values(from, d, count, into, d, width);
            }
        } else if (width > 0) {
            values(from, 0, count * width, into, 0, 1);
        }
        if (header.type() == ElementType.FLOAT64) {
            checkFinite(from, count, into, names);
        }
    }

    /** A float64 that is finite must not become an infinite float32. */
    private void checkFinite(int from, int count, float[] rows, List<String> names) {
        int width = header.width();
        for (int i = 0; i < count * width; i++) {
            if (Float.isInfinite(rows[i])) {
                int frame = from + i / width;
                double value = float64(header.position(frame, i % width));
                if (Double.isFinite(value)) {
                    throw new SidecarException(
                            LIMIT,
                            Place.file(file.path()).column(names.get(i % width)).frame(frame),
                            "float32 holds magnitudes up to " + Float.MAX_VALUE + ", found " + value);
                }
            }
        }
    }

    private double float64(long position) {
        return file.read(position, Double.BYTES).order(header.order()).getDouble(0);
    }

    /**
     * Reads the whole matrix, an array a column.
     *
     * @param names of the columns, for the message if a value is too large for float32
     */
    float[][] columns(List<String> names) {
        int width = header.width();
        float[][] columns = new float[width][header.frames()];
        if (width == 0) {
            return columns;
        }
        int perBlock = Math.max(1, BUFFER_BYTES / width);
        float[] block = new float[Math.min(perBlock, header.frames()) * width];
        for (int from = 0; from < header.frames(); from += perBlock) {
            int count = Math.min(perBlock, header.frames() - from);
            rows(from, count, block, names);
            for (int d = 0; d < width; d++) {
                for (int t = 0; t < count; t++) {
                    columns[d][from + t] = block[t * width + d];
                }
            }
        }
        return columns;
    }

    /** The SHA-256 of the whole file, as lower-case hex. */
    String sha256() {
        return Sha256.of(file);
    }

    private void values(int frame, int column, int count, float[] into, int offset, int stride) {
        if (map != null) {
            map.get((int) header.index(frame, column), count, into, offset, stride);
            return;
        }
        synchronized (this) {
            if (chunk == null) {
                chunk = new Chunk(header, (int) Math.min(file.size(), BUFFER_BYTES));
            }
            chunk.read(file, header.position(frame, column), count, into, offset, stride);
        }
    }

    /** Memory that numbers are read into from the file. */
    private static final class Chunk {
        private final ByteBuffer bytes;
        private final NumberBuffer numbers;
        private final int each;

        Chunk(NpyHeader header, int size) {
            this.bytes = ByteBuffer.allocateDirect(size);
            this.numbers = numbers(header, bytes.duplicate());
            this.each = header.type().bytes();
        }

        void read(PositionalFile file, long position, int count, float[] into, int offset, int stride) {
            int perChunk = Math.max(1, bytes.capacity() / each);
            for (int done = 0; done < count; done += perChunk) {
                int n = Math.min(perChunk, count - done);
                file.read(position + (long) done * each, bytes.clear().limit(n * each));
                numbers.get(0, n, into, offset + done * stride, stride);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
