package dev.sidecar.encodec;

/** Multiplies signals of any length by a matrix, tile by tile, so that a tile stays in the cache. For one thread. */
final class Product {
    private static final int TILE = 512;

    private final Matrix matrix;
    private final float[][] in;
    private final float[][] out;

    Product(Matrix matrix) {
        this.matrix = matrix;
        this.in = new float[matrix.paddedColumns()][TILE];
        this.out = new float[matrix.rows()][TILE];
    }

    /** Puts the input from a point in time on into the first values of the matrix's columns. */
    interface Source {
        void fill(float[][] columns, int from, int length);
    }

    /** Takes the output from a point in time on from the first values of the matrix's rows. */
    interface Sink {
        void drain(float[][] rows, int from, int length);
    }

    void multiply(int length, Source source, Sink sink) {
        for (int from = 0; from < length; from += TILE) {
            int tile = Math.min(TILE, length - from);
            source.fill(in, from, tile);
            matrix.multiply(in, out, tile);
            sink.drain(out, from, tile);
        }
    }

    /** Takes the output as it is. */
    static Sink into(Signal signal) {
        return (rows, from, length) -> {
            for (int m = 0; m < rows.length; m++) {
                System.arraycopy(rows[m], 0, signal.row(m), from, length);
            }
        };
    }

    /** Gives the input as it is. */
    static Source from(Signal signal) {
        return (columns, from, length) -> {
            for (int k = 0; k < signal.channels(); k++) {
                System.arraycopy(signal.row(k), from, columns[k], 0, length);
            }
        };
    }
}
