package dev.sidecar.frame;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * IEEE 754 binary16, converted as NumPy does it: round to nearest, ties to even; magnitudes of 65,520 and more become
 * infinity; a NaN keeps its sign and the top ten bits of its payload, and never turns into infinity.
 *
 * <p>Where the JDK has {@code Float.floatToFloat16} (20 and later) finite values go through it, so that the JIT can use
 * the processor's instruction; the bits are the same either way.
 */
public final class Float16 {
    private static final int SIGN = 0x8000;
    private static final int EXPONENT = 0x7c00;
    private static final int SIGNIFICAND = 0x03ff;

    /** How many values are converted before they are looked at for those that need more care; they are in the first cache then. */
    private static final int BLOCK = 512;

    /** Whether what converts is the JDK's, which treats some NaNs in its own way. */
    private static final boolean FROM_JDK = Runtime.version().feature() >= 20;

    private static final MethodHandle TO_BITS =
            inJdkOr("floatToFloat16", "roundToBits", MethodType.methodType(short.class, float.class));
    private static final MethodHandle TO_FLOAT =
            inJdkOr("float16ToFloat", "widen", MethodType.methodType(float.class, short.class));

    private Float16() {}

    private static MethodHandle inJdkOr(String jdkName, String ownName, MethodType type) {
        try {
            try {
                return MethodHandles.publicLookup().findStatic(Float.class, jdkName, type);
            } catch (NoSuchMethodException beforeJdk20) {
                return MethodHandles.lookup().findStatic(Float16.class, ownName, type);
            }
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Rounds a float to binary16.
     *
     * @param value any float
     * @return the 16 bits
     */
    public static short toBits(float value) {
        if (Float.isNaN(value)) {
            return nanToBits(Float.floatToRawIntBits(value));
        }
        try {
            return (short) TO_BITS.invokeExact(value);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Widens binary16 to float, exactly.
     *
     * @param bits 16 bits
     * @return the same value
     */
    public static float toFloat(short bits) {
        if ((bits & EXPONENT) == EXPONENT) {
            return Float.intBitsToFloat(((bits & SIGN) << 16) | 0x7f80_0000 | ((bits & SIGNIFICAND) << 13));
        }
        try {
            return (float) TO_FLOAT.invokeExact(bits);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Rounds floats to binary16, each as {@link #toBits(float)} does, several times as fast.
     *
     * @param values any floats
     * @param from the index of the first
     * @param bits where the 16 bits go
     * @param at the index of the first
     * @param count how many
     * @throws IndexOutOfBoundsException if there are fewer in one of the arrays
     */
    public static void toBits(float[] values, int from, short[] bits, int at, int count) {
        Objects.checkFromIndexSize(from, count, values.length);
        Objects.checkFromIndexSize(at, count, bits.length);
        for (int done = 0; done < count; done += BLOCK) {
            int block = Math.min(BLOCK, count - done);
            round(values, from + done, bits, at + done, block);
            if (FROM_JDK && hasNonFinite(values, from + done, block)) {
                for (int i = done; i < done + block; i++) {
                    bits[at + i] = toBits(values[from + i]);
                }
            }
        }
    }

    /**
     * Widens binary16 to floats, each as {@link #toFloat(short)} does, several times as fast.
     *
     * @param bits any 16 bits
     * @param from the index of the first
     * @param values where the floats go
     * @param at the index of the first
     * @param count how many
     * @throws IndexOutOfBoundsException if there are fewer in one of the arrays
     */
    public static void toFloats(short[] bits, int from, float[] values, int at, int count) {
        Objects.checkFromIndexSize(from, count, bits.length);
        Objects.checkFromIndexSize(at, count, values.length);
        for (int done = 0; done < count; done += BLOCK) {
            int block = Math.min(BLOCK, count - done);
            widen(bits, from + done, values, at + done, block);
            if (FROM_JDK && hasNonFinite(values, at + done, block)) {
                for (int i = done; i < done + block; i++) {
                    values[at + i] = toFloat(bits[from + i]);
                }
            }
        }
    }

    private static void round(float[] values, int from, short[] bits, int at, int count) {
        try {
            for (int i = 0; i < count; i++) {
                bits[at + i] = (short) TO_BITS.invokeExact(values[from + i]);
            }
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void widen(short[] bits, int from, float[] values, int at, int count) {
        try {
            for (int i = 0; i < count; i++) {
                values[at + i] = (float) TO_FLOAT.invokeExact(bits[from + i]);
            }
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A largest magnitude takes in NaN, and is vectorized. */
    private static boolean hasNonFinite(float[] values, int from, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(values[from + i]));
        }
        return !Float.isFinite(largest);
    }

    private static short nanToBits(int bits) {
        int payload = (bits >>> 13) & SIGNIFICAND;
        return (short) (((bits >>> 16) & SIGN) | EXPONENT | Math.max(payload, 1));
    }

    /** The fallback of {@link #toBits(float)}. */
    static short roundToBits(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & SIGN;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude >= 0x3880_0000
                && magnitude < 0x477f_f000) { // normal; a carry moves into the exponent, as it must
            int odd = (magnitude >>> 13) & 1;
            return (short) (sign | ((magnitude - 0x3800_0000 + 0x0fff + odd) >>> 13));
        }
        if (magnitude >= 0x477f_f000) { // 65,520: halfway between the largest half and the next power of two
            return magnitude > 0x7f80_0000 ? nanToBits(bits) : (short) (sign | EXPONENT);
        }
        // Below 2^-14, beside 0.5 the last bit of a float is that of a subnormal half, and the sum is rounded as it
        // must be.
        float beside = Float.intBitsToFloat(magnitude) + 0.5f;
        return (short) (sign | (Float.floatToRawIntBits(beside) - Float.floatToRawIntBits(0.5f)));
    }

    /** The fallback of {@link #toFloat}; has no branch to be mispredicted. */
    static float widen(short bits) {
        int magnitude = bits & 0x7fff;
        int normal = (magnitude << 13) + (magnitude < EXPONENT ? 0x3800_0000 : 0x7000_0000);
        int subnormal = Float.floatToRawIntBits(magnitude * 0x1p-24f);
        return Float.intBitsToFloat(((bits & SIGN) << 16) | (magnitude > SIGNIFICAND ? normal : subnormal));
    }
}
