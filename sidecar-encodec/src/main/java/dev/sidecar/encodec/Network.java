package dev.sidecar.encodec;

import java.util.ArrayList;
import java.util.List;

/**
 * One half of the codec: convolutions that change the rate by a ratio each, a residual block beside each of them, and two
 * LSTM layers on the side of the codes.
 *
 * @param layers all of it
 * @param lead how many frames the first block of a longer clip needs at least, so that every padding by reflection is in it
 * @param ratios by which the decoder raises the rate, in its order
 */
record Network(Layer layers, int lead, List<Integer> ratios) {
    private static final int LSTM_LAYERS = 2;
    private static final int MAX_RATIOS = 8;

    /** Samples per frame. */
    int hop() {
        return ratios.stream().reduce(1, Math::multiplyExact);
    }

    static Network decoder(Weights weights, ModelConfig config, int dimensions) {
        Builder network = new Builder(weights, config, "decoder.layers.");
        network.convolution(0, dimensions, false);
        network.lstm(1);
        List<Integer> ratios = new ArrayList<>();
        int at = 3;
        for (; weights.hasLayer(network.name(at + 1)) && ratios.size() < MAX_RATIOS; at += 3) {
            ratios.add(network.upsampling(at));
            network.residualBlock(at + 1);
        }
        network.convolution(at, network.channels, true);
        network.expect(1, "outputs", at);
        if (!config.ratios().isEmpty() && !config.ratios().equals(ratios)) {
            throw weights.malformed(
                    "upsampling_ratios of the config are " + config.ratios() + ", those of the tensors " + ratios);
        }
        return network.build(ratios);
    }

    static Network encoder(Weights weights, ModelConfig config, List<Integer> ratios, int dimensions) {
        Builder network = new Builder(weights, config, "encoder.layers.");
        network.convolution(0, 1, false);
        int at = 1;
        for (int i = ratios.size() - 1; i >= 0; i--, at += 3) {
            network.residualBlock(at);
            network.downsampling(at + 2, ratios.get(i));
        }
        network.lstm(at);
        network.convolution(at + 2, network.channels, true);
        network.expect(dimensions, "outputs", at + 2);
        return network.build(ratios);
    }

    /** Adds layer to layer, each with as many inputs as the one before has outputs. */
    private static final class Builder {
        private final Weights weights;
        private final ModelConfig config;
        private final String prefix;
        private final List<Layer> layers = new ArrayList<>();
        private int channels;
        private int lead = 1;

        Builder(Weights weights, ModelConfig config, String prefix) {
            this.weights = weights;
            this.config = config;
            this.prefix = prefix;
        }

        String name(int index) {
            return prefix + index;
        }

        void expect(int expected, String what, int index) {
            if (channels != expected) {
                throw weights.malformed(name(index) + " must have " + expected + " " + what + ", it has " + channels);
            }
        }

        void convolution(int index, int inputs, boolean activated) {
            List<Integer> shape = weights.kernelShape(name(index) + ".conv");
            add(
                    shape.get(0),
                    weights.convolution(
                            name(index) + ".conv", shape.get(0), inputs, kernel(shape.get(2)), 1, activated));
        }

        void downsampling(int index, int ratio) {
            List<Integer> shape = weights.kernelShape(name(index) + ".conv");
            add(
                    shape.get(0),
                    weights.convolution(name(index) + ".conv", shape.get(0), channels, 2 * ratio, ratio, true));
        }

        int upsampling(int index) {
            List<Integer> shape = weights.kernelShape(name(index) + ".conv");
            if (shape.get(2) % 2 != 0) {
                throw weights.malformed(name(index) + ".conv must have a kernel of twice its ratio, found " + shape);
            }
            int ratio = shape.get(2) / 2;
            add(shape.get(1), weights.upsampling(name(index) + ".conv", channels, shape.get(1), ratio));
            return ratio;
        }

        void lstm(int index) {
            List<Layer> cells = new ArrayList<>();
            for (int i = 0; i < LSTM_LAYERS; i++) {
                cells.add(weights.lstm(name(index) + ".lstm", i, channels));
            }
            layers.add(new ResidualBlock(new Stack(List.copyOf(cells)), null));
        }

        void residualBlock(int index) {
            List<Integer> shape = weights.kernelShape(name(index) + ".block.1.conv");
            int hidden = shape.get(0);
            Layer first =
                    weights.convolution(name(index) + ".block.1.conv", hidden, channels, kernel(shape.get(2)), 1, true);
            Layer second = weights.convolution(name(index) + ".block.3.conv", channels, hidden, 1, 1, true);
            Layer shortcut = config.shortcuts()
                    ? weights.convolution(name(index) + ".shortcut.conv", channels, channels, 1, 1, false)
                    : null;
            layers.add(new ResidualBlock(new Stack(List.of(first, second)), shortcut));
        }

        private int kernel(int size) {
            lead = Math.max(lead, size);
            return size;
        }

        private void add(int outputs, Layer layer) {
            layers.add(layer);
            channels = outputs;
        }

        Network build(List<Integer> ratios) {
            return new Network(new Stack(List.copyOf(layers)), lead, List.copyOf(ratios));
        }
    }
}
