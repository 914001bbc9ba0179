package dev.sidecar.audio;

import dev.sidecar.frame.Column;
import java.util.List;

/** One feature's columns as they come into being; the place where float64 is rounded to float32. */
final class Track<S> {
    private final Kernel<S> kernel;
    private final List<Label> labels;
    private final double[] row;
    private float[][] columns = {};

    Track(Kernel<S> kernel, List<Label> labels) {
        this.kernel = kernel;
        this.labels = labels;
        this.row = new double[labels.size()];
    }

    void begin(int frames) {
        kernel.begin();
        columns = new float[row.length][frames];
    }

    void frame(int t, S source) {
        kernel.compute(source, row);
        for (int c = 0; c < row.length; c++) {
            columns[c][t] = (float) row[c];
        }
    }

    /** Hands the columns over. */
    void finish(List<Column> into) {
        for (int c = 0; c < row.length; c++) {
            into.add(labels.get(c).column(columns[c]));
        }
        columns = new float[0][];
    }
}
