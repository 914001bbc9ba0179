package dev.sidecar.encodec;

/**
 * A transposed convolution after an exponential linear unit: every value in becomes {@code stride} values out. Its kernel has
 * twice the stride; the last stride values, which lie beyond the clip, are dropped.
 *
 * @param matrix outputs · stride, an output's phases together, by inputs · 2: an input's value now and the one before
 * @param inputs channels in
 */
record Upsampling(Matrix matrix, int inputs, int stride) implements Layer {
    @Override
    public Stage stage() {
        return new Work();
    }

    private final class Work implements Stage {
        private final Product product = new Product(matrix);
        /** The last value of the block before, and the block. */
        private final Signal line = new Signal(inputs);

        private final Signal out = new Signal(matrix.rows() / stride);

        @Override
        public Signal apply(Signal in, Part part) {
            int length = in.length();
            line.resize(1 + length);
            for (int c = 0; c < inputs; c++) {
                float[] row = line.row(c);
                System.arraycopy(in.row(c), 0, row, 1, length);
                Curves.elu(row, 1, 1 + length);
                if (part.begins()) {
                    row[0] = 0;
                }
            }
            out.resize(length * stride);
            product.multiply(length, this::nowAndBefore, this::interleave);
            for (int c = 0; c < inputs; c++) {
                line.row(c)[0] = line.row(c)[length];
            }
            return out;
        }

        private void nowAndBefore(float[][] columns, int from, int length) {
            for (int c = 0; c < inputs; c++) {
                System.arraycopy(line.row(c), from + 1, columns[2 * c], 0, length);
                System.arraycopy(line.row(c), from, columns[2 * c + 1], 0, length);
            }
        }

        private void interleave(float[][] phases, int from, int length) {
            for (int o = 0; o < out.channels(); o++) {
                float[] row = out.row(o);
                for (int p = 0; p < stride; p++) {
                    float[] phase = phases[o * stride + p];
                    int first = from * stride + p;
                    for (int i = 0; i < length; i++) {
                        row[first + i * stride] = phase[i];
                    }
                }
            }
        }
    }
}
