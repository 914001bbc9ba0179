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

    /**
     * The same audio at another sample rate, by a windowed sinc that is flat to 0.9 of the lower half rate and attenuates by
     * 100 dB from there on; N samples become ceil(N · to / from).
     *
     * @param rate samples per second, at least 1
     * @return this stream where it has the rate already; else a stream that closes this one
     * @throws SidecarException (LIMIT) if the rates are too far apart; this stream is closed then
     */
    default AudioStream resampledTo(int rate) {
        return new Resampler(rate).resample(this);
    }

    @Override
    void close();
}
