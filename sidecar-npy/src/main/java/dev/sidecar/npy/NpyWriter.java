package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes a frame as {@code numpy.save} writes a matrix in C order. */
final class NpyWriter {
    private static final int BLOCK_VALUES = 4096;

    private NpyWriter() {}

    /** The bytes of the whole file. {@code path} is for the message if they are too many. */
    static byte[] bytes(FeatureFrame frame, DType dtype, Path path) {
        int width = frame.width();
        long size = (long) frame.frames() * width * dtype.bytes();
        if (width > NpyHeader.MAX_WIDTH
                || (long) frame.frames() * width * Float.BYTES > NpyHeader.MAX_BYTES
                || size > Integer.MAX_VALUE - 256) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(path),
                    "a sidecar has at most " + NpyHeader.MAX_WIDTH + " columns and " + NpyHeader.MAX_BYTES
                            + " bytes of float32, this one would be [" + frame.frames() + ", " + width + "]");
        }
        byte[] header = NpyHeader.write(dtype, frame.frames(), width);
        ByteBuffer bytes = ByteBuffer.allocate(header.length + (int) size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header);
        putValues(frame, dtype, bytes);
        return bytes.array();
    }

    /** The values as they follow the header. */
    static void putValues(FeatureFrame frame, DType dtype, ByteBuffer bytes) {
        int width = frame.width();
        int block = Math.max(1, BLOCK_VALUES / Math.max(1, width));
        float[] rows = new float[Math.min(block, frame.frames()) * width];
        short[] halves = new short[dtype == DType.FLOAT16 ? rows.length : 0];
        for (int from = 0; from < frame.frames(); from += block) {
            int count = Math.min(block, frame.frames() - from);
            frame.rows(from, count, rows);
            if (dtype == DType.FLOAT32) {
                bytes.asFloatBuffer().put(rows, 0, count * width);
            } else {
                Float16.toBits(rows, 0, halves, 0, count * width);
                bytes.asShortBuffer().put(halves, 0, count * width);
            }
            bytes.position(bytes.position() + count * width * dtype.bytes());
        }
    }
}
