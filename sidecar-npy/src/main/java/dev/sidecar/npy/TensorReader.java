package dev.sidecar.npy;

import java.nio.ByteBuffer;

/** Gives single values of a storage and reads them by block, best for values asked for in rising order. */
final class TensorReader {
    private static final int BLOCK = 64 << 10;
    private static final int FAR_APART = 512;

    private final TensorStorage.Content content;
    private final ElementType element;
    private final ByteBuffer block;
    private long blockStart;
    private long end;

    /** A reader of values that are {@code stride} elements apart, at most {@code span} elements in one go. */
    TensorReader(TensorStorage.Content content, ElementType element, long stride, long span) {
        this(
                content,
                element,
                stride > FAR_APART / element.bytes() ? 1 : (int) Math.min(span, BLOCK / element.bytes()));
    }

    /** A reader of so many values at once, for values up to a limit set by {@link #until}. */
    TensorReader(TensorStorage.Content content, ElementType element, int atOnce) {
        this.content = content;
        this.element = element;
        this.block = ByteBuffer.allocate(atOnce * element.bytes())
                .order(content.order())
                .limit(0);
    }

    /** Reading ahead stops before an element. */
    TensorReader until(long index) {
        end = index * element.bytes();
        return this;
    }

    /** An integer. */
    long get(long index) {
        return element.integerAt(block, load(index));
    }

    /** A value as float32. */
    float getFloat(long index) {
        return element.floatAt(block, load(index));
    }

    double getDouble(long index) {
        return block.getDouble(load(index));
    }

    /** Where in the block a value is, after reading it there if need be. */
    private int load(long index) {
        long position = index * element.bytes();
        if (position < blockStart || position + element.bytes() > blockStart + block.limit()) {
            int length = (int) Math.min(block.capacity(), end - position);
            block.clear().limit(length);
            content.read(position, block);
            block.flip();
            blockStart = position;
        }
        return (int) (position - blockStart);
    }
}
