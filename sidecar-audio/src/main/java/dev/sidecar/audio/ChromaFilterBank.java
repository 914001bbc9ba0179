package dev.sidecar.audio;

/**
 * How much each bin of a spectrum belongs to each pitch class: librosa's {@code filters.chroma} with its
 * defaults.
 *
 * <p>A bin lies at b = n · log2(f / 27.5 Hz) - tuning, n being the number of classes; the bin of 0 Hz one and a half
 * octaves below the next. Its width is the distance to the next bin, at least 1. Class c gets a Gaussian of the distance d from b to c
 * around the circle of n classes, exp(-(2d / width)² / 2). The weights of a bin are scaled to a Euclidean norm of 1, and
 * then by a Gaussian over octaves, centred on the fifth above 27.5 Hz with a deviation of 2 octaves. Class 0 is C.
 *
 * <p>D. P. W. Ellis, Chroma feature analysis and synthesis, 2007.
 */
final class ChromaFilterBank {
    private static final double A0_HERTZ = 27.5;
    private static final double CENTRE_OCTAVE = 5;
    private static final double OCTAVE_WIDTH = 2;

    private ChromaFilterBank() {}

    /**
     * Weights of power by bin, then class.
     *
     * @param tuning how much higher than 440 Hz A is, in classes
     */
    static double[][] weights(int sampleRate, int nFft, int classes, double tuning) {
        double[][] weights = new double[nFft / 2 + 1][classes];
        double[] row = new double[classes];
        int sharpsFromAToC = 3 * (classes / 12);
        for (int k = 0; k <= nFft / 2; k++) {
            double b = place(k, sampleRate, nFft, classes) - tuning;
            double width = Math.max(1, place(k + 1, sampleRate, nFft, classes) - tuning - b);
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                double d = around(b - c, classes);
                row[c] = StrictMath.exp(-0.5 * square(2 * d / width));
                squares += square(row[c]);
            }
            double octaves = StrictMath.exp(-0.5 * square((b / classes - CENTRE_OCTAVE) / OCTAVE_WIDTH));
            for (int c = 0; c < classes; c++) {
                weights[k][Math.floorMod(c - sharpsFromAToC, classes)] = row[c] / Math.sqrt(squares) * octaves;
            }
        }
        return weights;
    }

    private static double place(int k, int sampleRate, int nFft, int classes) {
        return k == 0
                ? place(1, sampleRate, nFft, classes) - 1.5 * classes
                : classes * StrictMath.log((double) k * sampleRate / nFft / A0_HERTZ) / StrictMath.log(2);
    }

    /** The distance to the nearest turn of the circle. */
    private static double around(double distance, int classes) {
        int half = Math.round(classes / 2f);
        double turned = (distance + half) % classes;
        return (turned < 0 ? turned + classes : turned) - half;
    }

    private static double square(double x) {
        return x * x;
    }
}
