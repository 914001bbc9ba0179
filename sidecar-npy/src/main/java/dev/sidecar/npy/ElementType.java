package dev.sidecar.npy;

import java.nio.ByteBuffer;

/** What a tensor's values are. */
enum ElementType {
    INT64("int64", 8, true),
    INT32("int32", 4, true),
    INT16("int16", 2, true),
    INT8("int8", 1, true),
    UINT64("uint64", 8, true),
    UINT32("uint32", 4, true),
    UINT16("uint16", 2, true),
    UINT8("uint8", 1, true),
    BOOL("bool", 1, false),
    FLOAT16("float16", 2, false),
    BFLOAT16("bfloat16", 2, false),
    FLOAT32("float32", 4, false),
    FLOAT64("float64", 8, false);

    private final String label;
    private final int bytes;
    private final boolean integer;

    ElementType(String label, int bytes, boolean integer) {
        this.label = label;
        this.bytes = bytes;
        this.integer = integer;
    }

    String label() {
        return label;
    }

    int bytes() {
        return bytes;
    }

    boolean isInteger() {
        return integer;
    }

    /** An integer, in the buffer's byte order; a uint64 beyond the range of {@code long} comes out negative. */
    long integerAt(ByteBuffer buffer, int index) {
        return switch (this) {
            case INT64, UINT64 -> buffer.getLong(index);
            case INT32 -> buffer.getInt(index);
            case INT16 -> buffer.getShort(index);
            case INT8 -> buffer.get(index);
            case UINT32 -> Integer.toUnsignedLong(buffer.getInt(index));
            case UINT16 -> Short.toUnsignedLong(buffer.getShort(index));
            case UINT8, BOOL -> Byte.toUnsignedLong(buffer.get(index));
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(label + " is not an integer");
        };
    }

    /** A value as it reads in a message. */
    String text(long integer) {
        return this == UINT64 ? Long.toUnsignedString(integer) : Long.toString(integer);
    }

    /** Whether {@link #integerAt} gave a value that an {@code int} can hold. */
    boolean fitsInt(long integer) {
        return integer == (int) integer && !(this == UINT64 && integer < 0);
    }
}
