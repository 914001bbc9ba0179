package dev.sidecar.npy;

import dev.sidecar.frame.Float16;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one type that lie side by side in memory, read as float32 from any of them on. Reading allocates nothing, and
 * several threads may read at once, as long as nobody writes to the memory.
 */
final class NumberBuffer {
    private static final int HALVES = 4096;

    private final ElementType type;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private final ShortBuffer shorts;

    /** Room for halves that are on their way, while nobody uses it. */
    private final AtomicReference<short @Nullable []> spare = new AtomicReference<>();

    /** Numbers in the buffer's byte order, the first at its position. */
    NumberBuffer(ElementType type, ByteBuffer buffer) {
        this.type = type;
        this.bytes = buffer.slice().order(buffer.order());
        this.floats = bytes.asFloatBuffer();
        this.shorts = bytes.asShortBuffer();
    }

    /** Reads {@code count} numbers into every {@code stride}-th element of an array. */
    void get(int index, int count, float[] into, int offset, int stride) {
        if (stride == 1 && type == ElementType.FLOAT32) {
            floats.get(index, into, offset, count);
        } else if (stride == 1 && type == ElementType.FLOAT16) {
            widen(index, count, into, offset);
        } else {
            for (int i = 0; i < count; i++) {
                into[offset + i * stride] = type.floatAt(bytes, (index + i) * type.bytes());
            }
        }
    }

    private void widen(int index, int count, float[] into, int offset) {
        short[] halves = spare.getAndSet(null);
        if (halves == null) {
            halves = new short[HALVES];
        }
        for (int done = 0; done < count; done += HALVES) {
            int block = Math.min(HALVES, count - done);
            shorts.get(index + done, halves, 0, block);
            Float16.toFloats(halves, 0, into, offset + done, block);
        }
        spare.set(halves);
    }
}
