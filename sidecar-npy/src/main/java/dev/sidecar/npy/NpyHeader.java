package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.DType;
import dev.sidecar.npy.ReadLimits.Limit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The header of an NPY file that holds a matrix.
 *
 * @param type what a value is
 * @param order the values' byte order
 * @param fortran whether columns follow each other, instead of rows
 * @param frames rows, T
 * @param width columns, D
 * @param dataOffset where the values start in the file
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortran, int frames, int width, int dataOffset) {
    /** The most columns that are written, so that all readers take them. */
    static final int MAX_WIDTH = (int) Limit.COLUMNS.byDefault();

    /** The largest matrix that is written, in bytes of float32. */
    static final long MAX_BYTES = Limit.MATRIX_BYTES.byDefault();

    private static final int ALIGNMENT = 64;

    /** Reads and checks a header; the file is long enough for all values then. */
    static NpyHeader read(PositionalFile file) {
        NpyLayout layout = NpyLayout.read(file);
        List<Long> shape = layout.shape();
        if (shape.size() != 2) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file.path()).offset(layout.textOffset()),
                    "expected a matrix [T, D], found " + shape.size() + " axes",
                    new BadShape());
        }
        long frames = shape.get(0);
        long width = shape.get(1);
        checkLimit(file, layout, "frames", frames, Limit.FRAMES);
        checkLimit(file, layout, "columns", width, Limit.COLUMNS);
        checkLimit(file, layout, "bytes of float32", frames * width * Float.BYTES, Limit.MATRIX_BYTES);
        return new NpyHeader(
                layout.type(), layout.order(), layout.fortran(), (int) frames, (int) width, layout.dataOffset());
    }

    private static void checkLimit(PositionalFile file, NpyLayout layout, String what, long found, Limit limit) {
        long most = file.limits().get(limit);
        if (found > most) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(file.path()).offset(layout.textOffset()),
                    "a sidecar has at most " + most + " " + what + ", this one claims " + found,
                    new BadShape());
        }
    }

    /** The type on disk as this library writes it, if it is one of those: little-endian float32 or float16 rows. */
    Optional<DType> writtenAs() {
        if (order == ByteOrder.LITTLE_ENDIAN && !fortran) {
            if (type == ElementType.FLOAT32) {
                return Optional.of(DType.FLOAT32);
            }
            if (type == ElementType.FLOAT16) {
                return Optional.of(DType.FLOAT16);
            }
        }
        return Optional.empty();
    }

    /** The type and order in words. */
    String describeType() {
        return (order == ByteOrder.BIG_ENDIAN && type.bytes() > 1 ? "big-endian " : "")
                + type.label()
                + (fortran ? " in Fortran order" : "");
    }

    /** Which of the values in the file is that of a frame and column. */
    long index(int frame, int column) {
        return fortran ? (long) column * frames + frame : (long) frame * width + column;
    }

    /** Where a value is in the file. */
    long position(int frame, int column) {
        return dataOffset + index(frame, column) * type.bytes();
    }

    /** The header that {@code numpy.save} writes for a matrix in C order. */
    static byte[] write(DType dtype, int frames, int width) {
        String descr = dtype == DType.FLOAT32 ? "<f4" : "<f2";
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + frames + ", " + width + "), }";
        int preamble = NpyLayout.MAGIC.length + 4;
        int length = roundUp(preamble + text.length() + 1) - preamble;
        ByteBuffer header = ByteBuffer.allocate(preamble + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(NpyLayout.MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        header.put(text.getBytes(StandardCharsets.ISO_8859_1));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    private static int roundUp(int size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
