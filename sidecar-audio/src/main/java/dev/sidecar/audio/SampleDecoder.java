package dev.sidecar.audio;

import java.nio.ByteBuffer;

/** Decodes samples of one {@link SampleEncoding}. May have a buffer, so it is for one thread. */
@FunctionalInterface
interface SampleDecoder {
    /** Takes {@code count} samples from bytes, in their order. */
    void decode(ByteBuffer bytes, float[] into, int offset, int count);
}
