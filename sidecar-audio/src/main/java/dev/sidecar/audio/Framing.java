package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.PRODUCER;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The samples around each token frame, from one pass over a stream. The only place that knows which samples belong to
 * which frame.
 *
 * <p>Frame <i>t</i> has a block, the samples [t · hop, (t + 1) · hop), and windows of any length up to the longest, which
 * begin floor(length / 2) samples before their centre. Where there is no audio there are zeros. T is the tokens': audio
 * that is up to one frame longer is cut there, and may be up to one frame shorter.
 *
 * <p>Holds the longest window and a chunk to read ahead, however long the clip is. Used for one clip after the other, by
 * one thread.
 */
final class Framing {
    /** The longest hop and window. */
    static final int MAX_LENGTH = 1 << 16;

    private static final int CHUNK = 1 << 13;

    private final FrameGrid.Rate rate;
    private final int centre;
    private final int before;
    private final int after;
    private final float[] samples;

    private FrameGrid grid;
    /** Where in the clip {@code samples[0]} is. */
    private long origin;
    /** Where in the clip the current frame begins. */
    private long position;
    /** How many samples of the clip's frames have been read. */
    private long end;

    private boolean ended;

    /**
     * Frames of a rate.
     *
     * @param longest the length of the longest window, 0 for blocks alone
     */
    Framing(FrameGrid.Rate rate, WindowCentre windowCentre, int longest) {
        if (rate.hop() > MAX_LENGTH) {
            throw new SidecarException(
                    LIMIT,
                    Place.NOWHERE,
                    "frames of audio have at most " + MAX_LENGTH + " samples, found a hop of " + rate.hop());
        }
        this.rate = rate;
        this.centre = windowCentre.offset(rate);
        this.before = Math.max(0, longest / 2 - centre);
        this.after = Math.max(rate.hop(), centre - longest / 2 + longest);
        this.samples = new float[before + after + CHUNK];
        this.grid = rate.grid(0);
    }

    /**
     * Goes through a clip.
     *
     * @param audio at the grid's sample rate; read to its end, not closed
     * @param clip a grid of this rate
     * @param eachFrame called for 0 to T - 1
     * @throws SidecarException (MISMATCH) if the audio is more than one frame longer or shorter than T
     */
    void forEachFrame(AudioStream audio, FrameGrid clip, IntConsumer eachFrame) {
        grid = clip;
        origin = -before;
        end = 0;
        ended = false;
        Arrays.fill(samples, 0);
        for (int t = 0; t < clip.frames(); t++) {
            position = clip.startSample(t);
            if (position + after > origin + samples.length) {
                slide();
            }
            while (!ended && end < Math.min(position + after, clip.samples())) {
                fill(audio);
            }
            eachFrame.accept(t);
        }
        checkLength(audio);
    }

    /** Moves what the current frame needs to the front; zeros follow, until samples are read. */
    private void slide() {
        int moved = (int) (position - before - origin);
        int kept = samples.length - moved;
        System.arraycopy(samples, moved, samples, 0, kept);
        Arrays.fill(samples, kept, samples.length, 0);
        origin += moved;
    }

    private void fill(AudioStream audio) {
        int from = (int) (end - origin);
        int count = read(audio, from, (int) Math.min(samples.length - from, grid.samples() - end));
        ended = count < 0;
        end += Math.max(0, count);
        if (ended) {
            Arrays.fill(samples, from, samples.length, 0);
        }
    }

    private int read(AudioStream audio, int offset, int length) {
        int count = audio.read(samples, offset, length);
        if (count == 0 || count < -1 || count > length) {
            throw new SidecarException(
                    PRODUCER,
                    Place.NOWHERE,
                    "asked for " + length + " samples, an audio stream must give 1 to " + length
                            + ", or -1 at the end; it gave " + count);
        }
        return count;
    }

    private void checkLength(AudioStream audio) {
        long total = end;
        long limit = FrameGrid.MAX_FRAMES * (long) rate.hop();
        while (!ended && total <= limit) {
            int count = read(audio, 0, samples.length);
            ended = count < 0;
            total += Math.max(0, count);
        }
        long found = rate.framesToCover(total);
        if (Math.abs(found - grid.frames()) > 1) {
            throw new SidecarException(
                    MISMATCH,
                    Place.NOWHERE,
                    "the tokens have " + grid.frames() + " frames (" + grid.samples() + " samples at "
                            + grid.sampleRate() + " Hz), the audio has " + (ended ? "" : "at least ") + found
                            + " frames (" + total
                            + " samples at that rate); both must come from the same audio, give or take one frame");
        }
    }

    /** What {@link #block}, {@link #window}, {@link #audioFrom} and {@link #audioTo} are indices into. */
    float[] samples() {
        return samples;
    }

    /** Where the current frame's hop samples begin. */
    int block() {
        return (int) (position - origin);
    }

    /** Where the current frame's window of a length begins. */
    int window(int length) {
        return block() + centre - length / 2;
    }

    /** Where the audio that is here begins: what lies before are zeros of ours. */
    int audioFrom() {
        return (int) Math.max(0, -origin);
    }

    /** Where the audio that is here ends. */
    int audioTo() {
        return (int) Math.max(0, end - origin);
    }

    /** Samples per frame. */
    int hop() {
        return rate.hop();
    }
}
