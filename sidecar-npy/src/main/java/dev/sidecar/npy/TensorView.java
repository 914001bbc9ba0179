package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor that looks into a storage, and lies within it. Offset and strides count elements; no stride is negative, and
 * the number of elements fits a {@code long}.
 */
record TensorView(TensorStorage storage, ElementType element, long offset, List<Long> sizes, List<Long> strides) {
    /** The longest array that every virtual machine makes. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final int BLOCK = 64 << 10;

    /** A tensor that fills its storage, the last axis being the fastest. */
    static TensorView contiguous(TensorStorage storage, ElementType element, List<Long> sizes) {
        return new TensorView(storage, element, 0, sizes, rowMajor(sizes));
    }

    /** The strides of a tensor whose last axis is the fastest. */
    static List<Long> rowMajor(List<Long> sizes) {
        Long[] strides = new Long[sizes.size()];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(sizes.get(axis), 1);
        }
        return List.of(strides);
    }

    /** The strides of a tensor whose first axis is the fastest. */
    static List<Long> columnMajor(List<Long> sizes) {
        return reversed(rowMajor(reversed(sizes)));
    }

    private static List<Long> reversed(List<Long> list) {
        List<Long> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }

    /** The sizes of the axes, each of which must fit an {@code int}. */
    List<Integer> shape(PositionalFile file) {
        if (sizes.stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw limit(file, "an axis has at most " + Integer.MAX_VALUE + " indices, the shape is " + sizes);
        }
        return sizes.stream().map(Long::intValue).toList();
    }

    /** The values as float32, the last axis being the fastest. */
    float[] floats(PositionalFile file) {
        long count = sizes.stream().reduce(1L, (product, size) -> product * size);
        if (count == 0) {
            return new float[0];
        }
        if (count > MAX_ARRAY) {
            throw limit(file, "at most " + MAX_ARRAY + " values are read at once, these are " + count);
        }
        long span = 1 + IntStream.range(0, sizes.size()).mapToLong(this::reach).sum();
        if (count > Math.max(span, file.size())) {
            throw limit(file, "these " + count + " values are made of " + span + "; save a contiguous copy of it");
        }
        Values values = new Values(file, reader(file, count, span), new float[(int) count]);
        values.add(0, offset);
        return values.array;
    }

    /** How far the last index of an axis is from the first. */
    private long reach(int axis) {
        return (sizes.get(axis) - 1) * strides.get(axis);
    }

    /** Reads block by block where values follow each other as they are wanted, else all at once. */
    private TensorReader reader(PositionalFile file, long count, long span) {
        boolean inOrder = span == count && inRowMajorOrder();
        long atOnce = inOrder ? Math.min(span, BLOCK / element.bytes()) : span;
        if (atOnce * element.bytes() > MAX_ARRAY) {
            throw limit(
                    file,
                    "values in another order than that of their axes are read from at most " + MAX_ARRAY
                            + " bytes, these span " + span + " values; save a contiguous copy of it");
        }
        long bytes = element.bytes();
        TensorStorage.Content content = storage.open(file, offset * bytes, (offset + span) * bytes);
        return new TensorReader(content, element, (int) atOnce).until(offset + span);
    }

    private boolean inRowMajorOrder() {
        List<Long> expected = rowMajor(sizes);
        return IntStream.range(0, sizes.size())
                .allMatch(axis -> sizes.get(axis) == 1 || strides.get(axis).equals(expected.get(axis)));
    }

    private static SidecarException limit(PositionalFile file, String reason) {
        return new SidecarException(LIMIT, Place.file(file.path()), reason);
    }

    /** The values while they are read. */
    private final class Values {
        private final PositionalFile file;
        private final TensorReader reader;
        private final float[] array;
        private int length;

        Values(PositionalFile file, TensorReader reader, float[] array) {
            this.file = file;
            this.reader = reader;
            this.array = array;
        }

        /** Adds the values below an axis, of which the first is at {@code index}. */
        void add(int axis, long index) {
            if (axis == sizes.size()) {
                array[length++] = value(index);
                return;
            }
            long size = sizes.get(axis);
            long stride = strides.get(axis);
            for (long i = 0; i < size; i++) {
                add(axis + 1, index + i * stride);
            }
        }

        private float value(long index) {
            float value = reader.getFloat(index);
            if (Float.isInfinite(value) && element == ElementType.FLOAT64) {
                checkInfinite(reader.getDouble(index));
            }
            return value;
        }

        /** A float64 that is finite must not become an infinite float32. */
        private void checkInfinite(double value) {
            if (Double.isFinite(value)) {
                throw limit(file, "float32 holds magnitudes up to " + Float.MAX_VALUE + ", found " + value);
            }
        }
    }
}
