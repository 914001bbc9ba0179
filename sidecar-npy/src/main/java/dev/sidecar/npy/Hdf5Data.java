package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * An array that was read from an HDF5 file.
 *
 * @param place of the file
 * @param path of the array in the file
 * @param type what its values are, in words
 * @param shape the lengths of its axes
 * @param values rows first, as an array of a primitive type or of texts; null if there are none
 */
record Hdf5Data(
        Place place,
        String path,
        String type,
        List<Integer> shape,
        @Nullable Object values) {

    /** All values, each rounded to float32 once. */
    float[] floats() {
        if (values instanceof float[] same) {
            return same.clone(); // a conversion would change the bits of some NaN
        }
        float[] floats = new float[size()];
        if (floats.length > 0) {
            IntToDoubleFunction numbers = numbers();
            for (int i = 0; i < floats.length; i++) {
                double number = numbers.applyAsDouble(i);
                floats[i] = (float) number;
                if (Float.isInfinite(floats[i]) && !Double.isInfinite(number)) {
                    throw failure(
                            LIMIT,
                            "float32 holds magnitudes up to " + Float.MAX_VALUE + ", value " + i + " is " + number);
                }
            }
        }
        return floats;
    }

    private int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    private IntToDoubleFunction numbers() {
        if (values instanceof float[] numbers) {
            return i -> numbers[i];
        } else if (values instanceof double[] numbers) {
            return i -> numbers[i];
        } else if (values instanceof long[] numbers) {
            return i -> numbers[i];
        } else if (values instanceof int[] numbers) {
            return i -> numbers[i];
        } else if (values instanceof short[] numbers) {
            return i -> numbers[i];
        } else if (values instanceof byte[] numbers) {
            return i -> numbers[i];
        } else if (values instanceof boolean[] flags) {
            return i -> flags[i] ? 1 : 0;
        }
        throw failure(UNSUPPORTED, "expected numbers, found " + type + "; store them as numbers, such as float32");
    }

    /** The texts of an array of one axis. */
    List<String> texts() {
        if (shape.size() == 1 && size() == 0) {
            return List.of();
        }
        if (shape.size() == 1 && values instanceof String[] texts) {
            return List.of(texts);
        }
        throw failure(UNSUPPORTED, "expected a list of texts, found " + type + " " + shape);
    }

    /** The bytes of an array of unsigned bytes. */
    byte[] bytes() {
        if (!(values instanceof int[] numbers)) {
            throw failure(UNSUPPORTED, "expected unsigned bytes, found " + type);
        }
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    /** The rows of a matrix of whole numbers with some length. */
    int[][] ints(int length) {
        if (shape.size() != 2 || shape.get(1) != length || !(values instanceof int[] numbers)) {
            throw failure(FORMAT, "expected int32 rows of " + length + " values, found " + type + " " + shape);
        }
        int[][] rows = new int[shape.get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(numbers, i * length, (i + 1) * length);
        }
        return rows;
    }

    /** All values as float64. */
    double[] doubles() {
        double[] doubles = new double[size()];
        if (doubles.length > 0) {
            IntToDoubleFunction numbers = numbers();
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = numbers.applyAsDouble(i);
            }
        }
        return doubles;
    }

    SidecarException failure(Kind kind, String reason) {
        return new SidecarException(kind, place, path + ": " + reason);
    }
}
