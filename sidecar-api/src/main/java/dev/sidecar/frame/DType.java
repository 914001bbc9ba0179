package dev.sidecar.frame;

/** How a value is stored on disk. In memory every column is float32. */
public enum DType {
    /** IEEE 754 binary32, the default. */
    FLOAT32(4),
    /** IEEE 754 binary16: half the space, three decimal digits, magnitudes up to 65,504. */
    FLOAT16(2);

    private static final int BLOCK = 4096;

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

    /** {@link #round(float)} of each value; the same array if nothing changes. */
    float[] round(float[] values) {
        if (this == FLOAT32) {
            return values;
        }
        float[] rounded = new float[values.length];
        short[] bits = new short[Math.min(BLOCK, values.length)];
        for (int done = 0; done < values.length; done += BLOCK) {
            int count = Math.min(BLOCK, values.length - done);
            Float16.toBits(values, done, bits, 0, count);
            Float16.toFloats(bits, 0, rounded, done, count);
        }
        return rounded;
    }
}
