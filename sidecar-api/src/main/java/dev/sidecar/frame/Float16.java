package dev.sidecar.frame;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

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

    private static short nanToBits(int bits) {
        int payload = (bits >>> 13) & SIGNIFICAND;
        return (short) (((bits >>> 16) & SIGN) | EXPONENT | Math.max(payload, 1));
    }

    /** The fallback of {@link #toBits} for values that are not NaN. */
    static short roundToBits(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & SIGN;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude >= 0x477f_f000) { // 65,520: halfway between the largest half and the next power of two
            return (short) (sign | EXPONENT);
        }
        if (magnitude >= 0x3880_0000) { // 2^-14 and up: normal; a carry moves into the exponent, as it must
            int odd = (magnitude >>> 13) & 1;
            return (short) (sign | ((magnitude - 0x3800_0000 + 0x0fff + odd) >>> 13));
        }
        if (magnitude <= 0x3300_0000) { // up to 2^-25, half of the smallest subnormal
            return (short) sign;
        }
        int significand = (magnitude & 0x007f_ffff) | 0x0080_0000;
        int shift = 126 - (magnitude >>> 23); // 14 for the largest subnormals, 24 for the smallest
        int half = 1 << (shift - 1);
        int odd = (significand >>> shift) & 1;
        return (short) (sign | ((significand + half - 1 + odd) >>> shift));
    }

    /** The fallback of {@link #toFloat} for values that are neither infinite nor NaN. */
    static float widen(short bits) {
        int sign = (bits & SIGN) << 16;
        int exponent = (bits >>> 10) & 0x1f;
        int significand = bits & SIGNIFICAND;
        if (exponent == 0) {
            float magnitude = significand * 0x1p-24f;
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (significand << 13));
    }
}
