package dev.sidecar.audio;

/** Decodes samples of one {@link SampleEncoding} from one buffer, from its position on, in its byte order. For one thread. */
@FunctionalInterface
interface SampleDecoder {
    /** Takes {@code count} samples from the buffer. */
    void decode(float[] into, int offset, int count);
}
