package dev.sidecar.audio;

/** The orthonormal discrete cosine transform of type II. */
final class Dct {
    private Dct() {}

    /**
     * Its first vectors: row k is s · cos(π · k · (2i + 1) / (2 size)) with s = sqrt(1 / size) for k = 0, else sqrt(2 / size).
     */
    static double[][] basis(int count, int size) {
        double[][] basis = new double[count][size];
        for (int k = 0; k < count; k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
            for (int i = 0; i < size; i++) {
                basis[k][i] = scale * StrictMath.cos(Math.PI * k * (2 * i + 1) / (2 * size));
            }
        }
        return basis;
    }
}
