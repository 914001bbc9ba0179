package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;

/**
 * The token codes of a clip: {@code codebooks} rows of T integers, read by window so that a long clip need not be in
 * memory. Implementations may be used by several threads at once.
 */
public interface Codes {
    /**
     * The number of codebooks.
     *
     * @return Cb, at least 1
     */
    int codebooks();

    /**
     * The number of frames.
     *
     * @return T
     */
    int frames();

    /**
     * Reads a window of all codebooks into the caller's arrays.
     *
     * @param from the first frame
     * @param frames how many
     * @param into {@code [codebooks][at least frames]}; filled from index 0
     * @throws SidecarException if the codes cannot be read, or the window is not within {@code [0, T)}
     */
    void read(int from, int frames, int[][] into);

    /**
     * A window of all codebooks.
     *
     * @param from the first frame
     * @param frames how many
     * @return {@code [codebooks][frames]}, the caller's to keep
     * @throws SidecarException if the codes cannot be read, or the window is not within {@code [0, T)}
     */
    default int[][] window(int from, int frames) {
        checkWindow(from, frames);
        int[][] window = new int[codebooks()][frames];
        read(from, frames, window);
        return window;
    }

    /**
     * Refuses a window that is not within the clip.
     *
     * @param from the first frame
     * @param frames how many
     * @throws SidecarException (USAGE) if the window is not within {@code [0, T)}
     */
    default void checkWindow(int from, int frames) {
        if (from < 0 || frames < 0 || from > frames() - frames) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a window lies within the " + frames() + " frames, this one has " + frames + " from " + from);
        }
    }
}
