package dev.sidecar.npy;

import java.nio.file.Path;

/** The codes of a token file: one segment, or several that overlap in time. */
interface Segments {
    int count();

    int codebooks();

    /** T of one segment. */
    int frames(int segment);

    /** Refuses, with the reason, if the file holds codes that nothing here can decode. */
    default void checkDecodable(Path path) {}

    /** Refuses a segment with more codes than a file of this size can hold. */
    void checkSize(Path path, long fileBytes, int segment);

    /** Reads a window that the caller has checked. */
    void read(PositionalFile file, int segment, int from, int frames, int[][] into);
}
