package dev.sidecar.encodec;

import java.util.Arrays;

/**
 * A causal convolution. Before the clip lie kernel - stride values mirrored at its first value, after it as many mirrored at
 * the last one as complete the last stride.
 *
 * @param matrix outputs by inputs · kernel, an input's taps together
 * @param inputs channels in
 * @param activated whether the input goes through an exponential linear unit first
 */
record Convolution(Matrix matrix, int inputs, int kernel, int stride, boolean activated) implements Layer {
    @Override
    public Stage stage() {
        return new Work();
    }

    private final class Work implements Stage {
        private final int before = kernel - stride;
        private final Product product = new Product(matrix);
        /** What went before, and the block. */
        private final Signal line = new Signal(inputs);

        private final Signal out = new Signal(matrix.rows());

        @Override
        public Signal apply(Signal in, Part part) {
            int length = in.length();
            int outputs = part.ends() ? (length + stride - 1) / stride : length / stride;
            int after = outputs * stride - length;
            line.resize(before + length + Math.max(0, after));
            for (int c = 0; c < inputs; c++) {
                fill(line.row(c), in.row(c), length, part, Math.max(0, after));
            }
            out.resize(outputs);
            product.multiply(outputs, this::taps, Product.into(out));
            for (int c = 0; c < inputs; c++) {
                float[] row = line.row(c);
                System.arraycopy(row, length, row, 0, before);
            }
            return out;
        }

        private void fill(float[] row, float[] in, int length, Part part, int after) {
            System.arraycopy(in, 0, row, before, length);
            if (activated) {
                Curves.elu(row, before, before + length);
            }
            int end = before + length;
            if (part == Part.WHOLE && length <= Math.max(before, after)) {
                mirrorShort(row, length, after);
                return;
            }
            if (part.begins()) {
                for (int i = 1; i <= before; i++) {
                    row[before - i] = row[before + i];
                }
            }
            for (int i = 0; i < after; i++) {
                row[end + i] = row[end - 2 - i];
            }
        }

        /** A clip that is too short to be mirrored counts as longer by zeros, which do not count beyond it. */
        private void mirrorShort(float[] row, int length, int after) {
            for (int i = 1; i <= before; i++) {
                row[before - i] = i < length ? row[before + i] : 0;
            }
            Arrays.fill(row, before + length, before + length + after, 0);
        }

        private void taps(float[][] columns, int from, int length) {
            for (int c = 0; c < inputs; c++) {
                float[] row = line.row(c);
                for (int k = 0; k < kernel; k++) {
                    float[] column = columns[c * kernel + k];
                    int first = from * stride + k;
                    if (stride == 1) {
                        System.arraycopy(row, first, column, 0, length);
                    } else {
                        for (int i = 0; i < length; i++) {
                            column[i] = row[first + i * stride];
                        }
                    }
                }
            }
        }
    }
}
