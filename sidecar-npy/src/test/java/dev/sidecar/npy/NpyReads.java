package dev.sidecar.npy;

import java.util.List;

/** The ways of reading a matrix whose columns have no names. */
final class NpyReads {
    private NpyReads() {}

    static List<String> names(NpyFile npy) {
        return CondMetadata.numbered(npy.header().width());
    }

    /** Frames [from, from + count) in C order. */
    static float[] rows(NpyFile npy, int from, int count) {
        float[] rows = new float[count * npy.header().width()];
        npy.rows(from, count, rows, names(npy));
        return rows;
    }

    /** The whole matrix in C order. */
    static float[] all(NpyFile npy) {
        return rows(npy, 0, npy.header().frames());
    }
}
