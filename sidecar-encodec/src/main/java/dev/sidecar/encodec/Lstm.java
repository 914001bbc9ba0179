package dev.sidecar.encodec;

import java.util.Arrays;

/**
 * A layer of long short-term memory cells, as torch defines {@code nn.LSTM}: of the gates i, f, g and o from the input and the
 * last output, c = sigmoid(f) · c + sigmoid(i) · tanh(g) and h = sigmoid(o) · tanh(c).
 */
final class Lstm implements Layer {
    static final int GATES = 4;

    private final Matrix input;
    private final float[][][] recurrent;
    private final int size;

    /**
     * A layer.
     *
     * @param input gates by inputs, with the sum of both biases; all of i, then f, g and o
     * @param recurrent for each gate the weights of the last output, outputs (filled up to a multiple of {@link Matrix#STEP})
     *     by gates; not copied
     */
    Lstm(Matrix input, float[][][] recurrent) {
        this.input = input;
        this.recurrent = recurrent;
        this.size = input.rows() / GATES;
    }

    @Override
    public Stage stage() {
        return new Work();
    }

    private final class Work implements Stage {
        private final Product product = new Product(input);
        private final Signal gates = new Signal(GATES * size);
        private final Signal out = new Signal(size);
        private final float[][] gate = new float[GATES][size];
        private final float[] scratch = new float[size];
        private final float[] cell = new float[size];
        private final float[] hidden = new float[Matrix.padded(size)];
        private boolean back;

        @Override
        public Signal apply(Signal in, Part part) {
            if (part.begins()) {
                Arrays.fill(cell, 0);
                Arrays.fill(hidden, 0);
            }
            gates.resize(in.length());
            product.multiply(in.length(), Product.from(in), Product.into(gates));
            out.resize(in.length());
            for (int t = 0; t < in.length(); t++) {
                recur(t);
                remember(cell, gate[0], gate[1], gate[2], hidden);
                Curves.tanh(hidden, 0, size, scratch);
                expose(hidden, gate[3]);
                for (int h = 0; h < size; h++) {
                    out.row(h)[t] = hidden[h];
                }
            }
            return out;
        }

        /**
         * The four gates. Every other time they are computed from the last to the first: the weights of all four do not fit
         * into the second cache, but those that were used last are still there.
         */
        private void recur(int t) {
            back = !back;
            for (int i = 0; i < GATES; i++) {
                int g = back ? GATES - 1 - i : i;
                for (int h = 0; h < size; h++) {
                    gate[g][h] = gates.row(g * size + h)[t];
                }
                Matrix.accumulate(gate[g], hidden, recurrent[g], 0, hidden.length, size);
                if (g == 2) {
                    Curves.tanh(gate[g], 0, size, scratch);
                } else {
                    Curves.sigmoid(gate[g], 0, size, scratch);
                }
            }
        }
    }

    private static void remember(float[] cell, float[] in, float[] keep, float[] candidate, float[] hidden) {
        for (int h = 0; h < cell.length; h++) {
            float value = keep[h] * cell[h] + in[h] * candidate[h];
            cell[h] = value;
            hidden[h] = value;
        }
    }

    private static void expose(float[] hidden, float[] out) {
        for (int h = 0; h < out.length; h++) {
            hidden[h] *= out[h];
        }
    }
}
