package dev.sidecar.npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** NPY files made byte by byte, as other programs could have written them. */
final class NpyBytes {
    private NpyBytes() {}

    /** A whole file of version 1.0. */
    static byte[] of(String header, byte[] data) {
        return of(1, header, data);
    }

    /** A whole file of some version; the header's text is written as it is, without padding. */
    static byte[] of(int version, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        preamble(file, version, text.length);
        file.put(text).put(data);
        return written(file);
    }

    /** The start of a file whose header claims to have some length; nothing follows. */
    static byte[] claiming(int version, long headerLength) {
        ByteBuffer file = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        preamble(file, version, headerLength);
        return written(file);
    }

    private static void preamble(ByteBuffer file, int version, long headerLength) {
        file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        file.put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) headerLength);
        } else {
            file.putInt((int) headerLength);
        }
    }

    private static byte[] written(ByteBuffer file) {
        byte[] bytes = new byte[file.flip().remaining()];
        file.get(bytes);
        return bytes;
    }

    /** Writes a file of little-endian float32 rows. */
    static Path write(Path file, int frames, int width, float... values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return write(file, of(header("<f4", false, frames, width), float32(doubles)));
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a header as NumPy spells it, with its line feed and without padding. */
    static String header(String descr, boolean fortran, int frames, int width) {
        return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + frames
                + ", " + width + "), }\n";
    }

    /** The bytes of some values; integers of a type that is too small for them wrap around. */
    static byte[] data(ElementType type, ByteOrder order, double... values) {
        ByteBuffer data = ByteBuffer.allocate(type.bytes() * values.length).order(order);
        for (double value : values) {
            switch (type) {
                case FLOAT64 -> data.putDouble(value);
                case FLOAT32 -> data.putFloat((float) value);
                case INT64, UINT64 -> data.putLong((long) value);
                case INT32, UINT32 -> data.putInt((int) (long) value);
                case INT16, UINT16 -> data.putShort((short) value);
                case INT8, UINT8, BOOL -> data.put((byte) value);
                case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(type.label());
            }
        }
        return data.array();
    }

    /** The bytes of little-endian float64 values. */
    static byte[] float64(double... values) {
        return data(ElementType.FLOAT64, ByteOrder.LITTLE_ENDIAN, values);
    }

    /** The bytes of little-endian float32 values. */
    static byte[] float32(double... values) {
        return data(ElementType.FLOAT32, ByteOrder.LITTLE_ENDIAN, values);
    }
}
