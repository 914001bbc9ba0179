package dev.sidecar.audio;

import dev.sidecar.SidecarException;

/** Samples of one channel, read forward once. Full scale is -1 to 1. Used by one thread. */
public interface AudioStream extends AutoCloseable {
    /**
     * The sample rate.
     *
     * @return samples per second, at least 1
     */
    int sampleRate();

    /**
     * Reads the next samples.
     *
     * @param into filled from {@code offset} on
     * @param offset where to begin
     * @param length how many samples at most, at least 1
     * @return how many were read, at least 1; -1 at the end
     * @throws SidecarException if they cannot be read, such as IO, FORMAT for a file that is cut off or has samples that
     *     are not finite
     */
    int read(float[] into, int offset, int length);

    @Override
    void close();
}
