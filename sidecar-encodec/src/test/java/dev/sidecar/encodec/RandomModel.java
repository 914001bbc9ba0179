package dev.sidecar.encodec;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Weights of any size, random but the same for a seed, as a safetensors file. */
final class RandomModel {
    private static final List<Integer> RATIOS = List.of(8, 5, 4, 2);

    private final Map<String, List<Integer>> tensors = new LinkedHashMap<>();

    /**
     * A model of the published architecture.
     *
     * @param filters channels next to the audio, 32 in the published model
     * @param dimensions of a codebook's entries, 128 in the published model
     */
    RandomModel(int filters, int dimensions, int codebooks) {
        int widest = filters << RATIOS.size();
        for (int q = 0; q < codebooks; q++) {
            tensors.put("quantizer.layers." + q + ".codebook.embed", List.of(1_024, dimensions));
        }
        convolution("decoder.layers.0.conv", widest, dimensions, 7);
        lstm("decoder.layers.1.lstm", widest);
        int channels = widest;
        for (int i = 0; i < RATIOS.size(); i++, channels /= 2) {
            convolution("decoder.layers." + (3 + 3 * i) + ".conv", channels, channels / 2, 2 * RATIOS.get(i));
            // a transposed convolution has its inputs first, and a bias for each output
            tensors.put("decoder.layers." + (3 + 3 * i) + ".conv.bias", List.of(channels / 2));
            residualBlock("decoder.layers." + (4 + 3 * i), channels / 2);
        }
        convolution("decoder.layers.15.conv", 1, filters, 7);
        convolution("encoder.layers.0.conv", filters, 1, 7);
        for (int i = 0; i < RATIOS.size(); i++, channels *= 2) {
            residualBlock("encoder.layers." + (1 + 3 * i), channels);
            convolution(
                    "encoder.layers." + (3 + 3 * i) + ".conv",
                    2 * channels,
                    channels,
                    2 * RATIOS.get(RATIOS.size() - 1 - i));
        }
        lstm("encoder.layers.13.lstm", widest);
        convolution("encoder.layers.15.conv", dimensions, widest, 7);
    }

    /** The published model's sizes. */
    static RandomModel fullSize() {
        return new RandomModel(32, 128, 32);
    }

    /** The same model with another tensor of a name. */
    RandomModel with(String name, List<Integer> shape) {
        tensors.put(name, shape);
        return this;
    }

    RandomModel without(String name) {
        tensors.remove(name);
        return this;
    }

    private void residualBlock(String name, int channels) {
        convolution(name + ".block.1.conv", channels / 2, channels, 3);
        convolution(name + ".block.3.conv", channels, channels / 2, 1);
        convolution(name + ".shortcut.conv", channels, channels, 1);
    }

    private void convolution(String name, int first, int second, int kernel) {
        tensors.put(name + ".weight_g", List.of(first, 1, 1));
        tensors.put(name + ".weight_v", List.of(first, second, kernel));
        tensors.put(name + ".bias", List.of(first));
    }

    private void lstm(String name, int size) {
        for (int layer = 0; layer < 2; layer++) {
            tensors.put(name + ".weight_ih_l" + layer, List.of(4 * size, size));
            tensors.put(name + ".weight_hh_l" + layer, List.of(4 * size, size));
            tensors.put(name + ".bias_ih_l" + layer, List.of(4 * size));
            tensors.put(name + ".bias_hh_l" + layer, List.of(4 * size));
        }
    }

    /** Writes the file, with values that keep signals within the range of audio. */
    Path write(Path file, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            byte[] header = header().getBytes(StandardCharsets.UTF_8);
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (Map.Entry<String, List<Integer>> tensor : tensors.entrySet()) {
                float centre = tensor.getKey().endsWith("_g") ? 0.8f : 0;
                float spread = tensor.getKey().contains("lstm") || centre != 0 ? 0.05f : 0.5f;
                ByteBuffer bytes =
                        ByteBuffer.allocate(4 * size(tensor.getValue())).order(ByteOrder.LITTLE_ENDIAN);
                while (bytes.hasRemaining()) {
                    bytes.putFloat(centre + spread * (2 * (float) random.nextDouble() - 1));
                }
                out.write(bytes.array());
            }
        }
        return file;
    }

    private String header() {
        int[] at = {0};
        return tensors.entrySet().stream()
                .map(tensor -> {
                    int from = at[0];
                    at[0] += 4 * size(tensor.getValue());
                    return "\"" + tensor.getKey() + "\":{\"dtype\":\"F32\",\"shape\":" + tensor.getValue()
                            + ",\"data_offsets\":[" + from + "," + at[0] + "]}";
                })
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static int size(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
