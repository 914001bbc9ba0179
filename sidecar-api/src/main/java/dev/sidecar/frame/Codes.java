package dev.sidecar.frame;

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
     * @throws dev.sidecar.SidecarException if the codes cannot be read, or the window is not within {@code [0, T)}
     */
    void read(int from, int frames, int[][] into);

    /**
     * A window of all codebooks.
     *
     * @param from the first frame
     * @param frames how many
     * @return {@code [codebooks][frames]}, the caller's to keep
     * @throws dev.sidecar.SidecarException if the codes cannot be read, or the window is not within {@code [0, T)}
     */
    default int[][] window(int from, int frames) {
        int[][] window = new int[codebooks()][frames];
        read(from, frames, window);
        return window;
    }
}
