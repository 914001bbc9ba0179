package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;

/**
 * The time axis of a clip: T frames of {@code hop} samples each. Frame <i>t</i> covers the samples [t·hop, (t+1)·hop).
 *
 * <p>This is the only place that turns samples into frames or seconds. Positions are exact integers; seconds appear
 * only at the edge, as {@code double}.
 *
 * @param rate sample rate and hop
 * @param frames T, 0 to {@value #MAX_FRAMES}
 */
public record FrameGrid(Rate rate, int frames) {
    /** The largest T: 37 hours at 75 frames per second. */
    public static final int MAX_FRAMES = 10_000_000;

    /**
     * How many samples a second has, and how many of them make a frame.
     *
     * @param sampleRate samples per second, at least 1
     * @param hop samples per frame, at least 1
     */
    public record Rate(int sampleRate, int hop) {
        /** EnCodec 24 kHz: 320 samples per frame, 75 frames per second. */
        public static final Rate ENCODEC_24KHZ = new Rate(24_000, 320);

        /** EnCodec 48 kHz: 320 samples per frame, 150 frames per second. */
        public static final Rate ENCODEC_48KHZ = new Rate(48_000, 320);

        /**
         * Checks both numbers.
         *
         * @param sampleRate samples per second, at least 1
         * @param hop samples per frame, at least 1
         * @throws SidecarException (USAGE) if either is less than 1
         */
        public Rate {
            if (sampleRate < 1 || hop < 1) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE,
                        "sample rate and hop must be at least 1, found " + sampleRate + " and " + hop);
            }
        }

        /**
         * Frames per second, such as 75.0. Not always an integer: 44,100 Hz with a hop of 512 is 86.1328125.
         *
         * @return sample rate divided by hop
         */
        public double framesPerSecond() {
            return (double) sampleRate / hop;
        }

        /**
         * How many frames it takes to cover a number of samples: ceil(samples / hop).
         *
         * @param samples at least 0
         * @return the number of frames, which may be beyond {@link FrameGrid#MAX_FRAMES}
         */
        public long framesToCover(long samples) {
            return samples == 0 ? 0 : (samples - 1) / hop + 1;
        }

        /**
         * A grid with this rate.
         *
         * @param frames T
         * @return the grid
         * @throws SidecarException (LIMIT) if T is negative or beyond {@link FrameGrid#MAX_FRAMES}
         */
        public FrameGrid grid(long frames) {
            return new FrameGrid(this, checkedFrames(frames));
        }
    }

    /**
     * Checks T.
     *
     * @param rate sample rate and hop
     * @param frames T
     * @throws SidecarException (LIMIT) if T is negative or beyond {@link #MAX_FRAMES}
     */
    public FrameGrid {
        checkedFrames(frames);
    }

    private static int checkedFrames(long frames) {
        if (frames < 0 || frames > MAX_FRAMES) {
            throw new SidecarException(
                    LIMIT, Place.NOWHERE, "a clip has 0 to " + MAX_FRAMES + " frames, this one claims " + frames);
        }
        return (int) frames;
    }

    /**
     * A grid of EnCodec 24 kHz tokens: hop 320, 75 frames per second.
     *
     * @param frames T
     * @return the grid
     * @throws SidecarException (LIMIT) if T is negative or beyond {@link #MAX_FRAMES}
     */
    public static FrameGrid encodec24kHz(int frames) {
        return Rate.ENCODEC_24KHZ.grid(frames);
    }

    /**
     * Samples per second.
     *
     * @return the sample rate
     */
    public int sampleRate() {
        return rate.sampleRate();
    }

    /**
     * Samples per frame.
     *
     * @return the hop
     */
    public int hop() {
        return rate.hop();
    }

    /**
     * Frames per second.
     *
     * @return sample rate divided by hop
     */
    public double framesPerSecond() {
        return rate.framesPerSecond();
    }

    /**
     * How many samples all frames cover: T · hop.
     *
     * @return the number of samples
     */
    public long samples() {
        return startSample(frames);
    }

    /**
     * The first sample of a frame: t · hop.
     *
     * @param frame a frame's index; T gives the end of the clip
     * @return the sample's index
     */
    public long startSample(int frame) {
        return (long) frame * rate.hop();
    }

    /**
     * The frame that a sample lies in: floor(sample / hop).
     *
     * @param sample at least 0
     * @return the frame's index, which may be T or more
     */
    public long frameOfSample(long sample) {
        return Math.floorDiv(sample, (long) rate.hop());
    }

    /**
     * The frame that a moment lies in: that of the nearest sample.
     *
     * @param seconds from the start of the clip, finite
     * @return the frame's index, which may be negative, or T or more
     */
    public long frameOfSeconds(double seconds) {
        return frameOfSample(Math.round(seconds * rate.sampleRate()));
    }

    /**
     * When a frame starts.
     *
     * @param frame a frame's index
     * @return seconds from the start of the clip
     */
    public double startSeconds(int frame) {
        return (double) startSample(frame) / rate.sampleRate();
    }

    /**
     * The clip's length.
     *
     * @return seconds
     */
    public double seconds() {
        return startSeconds(frames);
    }
}
