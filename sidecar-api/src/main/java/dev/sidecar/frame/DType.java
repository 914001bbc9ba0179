package dev.sidecar.frame;

/** How a value is stored on disk. In memory every column is float32. */
public enum DType {
    /** IEEE 754 binary32, the default. */
    FLOAT32(4),
    /** IEEE 754 binary16: half the space, three decimal digits, magnitudes up to 65,504. */
    FLOAT16(2);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * The size of one value.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * The value that reading gives back after {@code value} was stored.
     *
     * @param value any float
     * @return the value as stored; infinite if it is too large for this type
     */
    public float round(float value) {
        return this == FLOAT32 ? value : Float16.toFloat(Float16.toBits(value));
    }
}
