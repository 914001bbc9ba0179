package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;

/**
 * How many channels, and how many samples per second.
 *
 * @param channels 1 to 64
 * @param sampleRate 1,000 to 768,000 Hz
 */
record AudioShape(int channels, int sampleRate) {
    static final int MAX_CHANNELS = 64;
    static final int MIN_RATE = 1_000;
    static final int MAX_RATE = 768_000;

    /** What a header states, if that is within the limits. */
    static AudioShape checked(AudioInput file, long channels, long sampleRate) {
        if (channels < 1 || sampleRate < 1) {
            throw file.failure(
                    FORMAT,
                    "expected at least 1 channel and 1 sample per second, found " + channels + " and " + sampleRate);
        }
        if (channels > MAX_CHANNELS) {
            throw file.failure(LIMIT, "at most " + MAX_CHANNELS + " channels are read, this file states " + channels);
        }
        if (sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
            throw file.failure(
                    LIMIT,
                    "sample rates from " + MIN_RATE + " to " + MAX_RATE + " Hz are read, this file states "
                            + sampleRate);
        }
        return new AudioShape((int) channels, (int) sampleRate);
    }
}
