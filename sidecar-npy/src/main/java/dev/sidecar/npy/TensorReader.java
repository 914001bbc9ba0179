package dev.sidecar.npy;

import java.nio.ByteBuffer;

/** Gives single values of a storage and reads them by block, for values asked for in rising order. */
final class TensorReader {
    private static final int BLOCK = 64 << 10;
    private static final int FAR_APART = 512;

    private final TensorStorage.Content content;
    private final ElementType element;
    private final ByteBuffer block;
    private final boolean scattered;
    private long blockStart;
    private long end;

    /** A reader of values that are {@code stride} elements apart, at most {@code span} elements in one go. */
    TensorReader(TensorStorage.Content content, ElementType element, long stride, long span) {
        this.content = content;
        this.element = element;
        this.scattered = stride > FAR_APART / element.bytes();
        long most = scattered ? 1 : Math.min(span, BLOCK / element.bytes());
        this.block = ByteBuffer.allocate((int) most * element.bytes())
                .order(content.order())
                .limit(0);
    }

    /** Reading ahead stops before an element. */
    TensorReader until(long index) {
        end = index * element.bytes();
        return this;
    }

    long get(long index) {
        long position = index * element.bytes();
        if (position < blockStart || position + element.bytes() > blockStart + block.limit()) {
            int length = scattered ? element.bytes() : (int) Math.min(block.capacity(), end - position);
            block.clear().limit(length);
            content.read(position, block);
            block.flip();
            blockStart = position;
        }
        return element.integerAt(block, (int) (position - blockStart));
    }
}
