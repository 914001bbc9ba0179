package dev.sidecar.encodec;

/**
 * Layers that get a block in pieces, one after the other, so that what they hold stays small. Where the rate is high a few
 * frames make rows that are long enough to be fast.
 *
 * @param layers what is applied to the pieces
 * @param length how many values a piece has, the last one fewer; a multiple of the product of all strides in the layers, and
 *     more than any of their paddings
 * @param channels channels in
 */
record Pieces(Layer layers, int length, int channels) implements Layer {
    @Override
    public Stage stage() {
        return new Work();
    }

    private final class Work implements Stage {
        private final Stage stage = layers.stage();
        private final Signal piece = new Signal(channels);
        private Signal out = new Signal(0);

        @Override
        public Signal apply(Signal in, Part part) {
            int outputs = 0;
            for (int from = 0; from < in.length(); from += length) {
                int size = Math.min(length, in.length() - from);
                piece.resize(size);
                for (int c = 0; c < channels; c++) {
                    System.arraycopy(in.row(c), from, piece.row(c), 0, size);
                }
                Signal result = stage.apply(
                        piece, Part.of(part.begins() && from == 0, part.ends() && from + size == in.length()));
                outputs = append(result, outputs);
            }
            return out;
        }

        private int append(Signal result, int outputs) {
            if (out.channels() != result.channels()) {
                out = new Signal(result.channels());
            }
            out.resize(outputs + result.length());
            for (int c = 0; c < result.channels(); c++) {
                System.arraycopy(result.row(c), 0, out.row(c), outputs, result.length());
            }
            return outputs + result.length();
        }
    }
}
