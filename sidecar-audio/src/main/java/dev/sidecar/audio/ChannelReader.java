package dev.sidecar.audio;

import dev.sidecar.SidecarException;

/** The samples of all channels, as a format has them, read forward once. */
interface ChannelReader extends AutoCloseable {
    AudioShape shape();

    /**
     * Reads the next samples of every channel, interleaved.
     *
     * @param into filled from {@code offset} on, has room for that many samples of every channel
     * @param offset where to begin
     * @param most how many samples of each channel at most, at least 1
     * @return how many samples of each channel were read, at least 1; -1 at the end
     * @throws SidecarException if they cannot be read, or the file ends before it should
     */
    int read(float[] into, int offset, int most);

    @Override
    void close();
}
