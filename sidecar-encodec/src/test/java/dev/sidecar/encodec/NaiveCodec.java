package dev.sidecar.encodec;

import dev.sidecar.npy.TensorFile;
import java.util.Arrays;
import java.util.List;

/**
 * The codec once more, by the definitions of its layers: whole clips, in double precision, one loop per index. It shares
 * nothing with the code under test but the file of weights.
 */
final class NaiveCodec {
    private static final List<Integer> RATIOS = List.of(8, 5, 4, 2);

    private final TensorFile weights;

    NaiveCodec(TensorFile weights) {
        this.weights = weights;
    }

    double[] decode(int[][] codes) {
        double[][] x =
                new double[weights.shape("quantizer.layers.0.codebook.embed").get(1)][codes[0].length];
        for (int q = 0; q < codes.length; q++) {
            float[] embed = weights.floats("quantizer.layers." + q + ".codebook.embed");
            for (int d = 0; d < x.length; d++) {
                for (int t = 0; t < codes[q].length; t++) {
                    x[d][t] += embed[codes[q][t] * x.length + d];
                }
            }
        }
        x = convolve(x, "decoder.layers.0.conv", 1);
        x = lstm(x, "decoder.layers.1.lstm");
        for (int i = 0; i < RATIOS.size(); i++) {
            x = transposed(elu(x), "decoder.layers." + (3 + 3 * i) + ".conv", RATIOS.get(i));
            x = residual(x, "decoder.layers." + (4 + 3 * i));
        }
        return convolve(elu(x), "decoder.layers.15.conv", 1)[0];
    }

    /** The vectors that are quantized. */
    double[][] analyse(float[] samples) {
        double[][] x = new double[1][samples.length];
        for (int i = 0; i < samples.length; i++) {
            x[0][i] = samples[i];
        }
        x = convolve(x, "encoder.layers.0.conv", 1);
        for (int i = 0; i < RATIOS.size(); i++) {
            x = residual(x, "encoder.layers." + (1 + 3 * i));
            x = convolve(elu(x), "encoder.layers." + (3 + 3 * i) + ".conv", RATIOS.get(RATIOS.size() - 1 - i));
        }
        x = lstm(x, "encoder.layers.13.lstm");
        return convolve(elu(x), "encoder.layers.15.conv", 1);
    }

    private double[][] residual(double[][] x, String name) {
        double[][] y = convolve(elu(x), name + ".block.1.conv", 1);
        return sum(convolve(elu(y), name + ".block.3.conv", 1), convolve(x, name + ".shortcut.conv", 1));
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int c = 0; c < a.length; c++) {
            for (int t = 0; t < a[c].length; t++) {
                sum[c][t] = a[c][t] + b[c][t];
            }
        }
        return sum;
    }

    private static double[][] elu(double[][] x) {
        return Arrays.stream(x)
                .map(row ->
                        Arrays.stream(row).map(v -> v > 0 ? v : Math.expm1(v)).toArray())
                .toArray(double[][]::new);
    }

    private double[] weight(String name) {
        float[] direction = weights.floats(name + ".weight_v");
        float[] norms = weights.floats(name + ".weight_g");
        int size = direction.length / norms.length;
        double[] weight = new double[direction.length];
        for (int i = 0; i < norms.length; i++) {
            double squares = 0;
            for (int j = 0; j < size; j++) {
                squares += Math.pow(direction[i * size + j], 2);
            }
            for (int j = 0; j < size; j++) {
                weight[i * size + j] = norms[i] * direction[i * size + j] / Math.sqrt(squares);
            }
        }
        return weight;
    }

    /** Zeros first if the row is too short to be mirrored, which are taken away again at the end. */
    private static double[] pad(double[] row, int left, int right) {
        int extra = row.length <= Math.max(left, right) ? Math.max(left, right) - row.length + 1 : 0;
        double[] x = Arrays.copyOf(row, row.length + extra);
        double[] padded = new double[left + x.length + right];
        for (int i = 0; i < padded.length; i++) {
            int at = Math.abs(i - left);
            padded[i] = x[at < x.length ? at : 2 * (x.length - 1) - at];
        }
        return Arrays.copyOf(padded, padded.length - extra);
    }

    private double[][] convolve(double[][] x, String name, int stride) {
        List<Integer> shape = weights.shape(name + ".weight_v");
        double[] weight = weight(name);
        float[] bias = weights.floats(name + ".bias");
        int kernel = shape.get(2);
        int length = (x[0].length + stride - 1) / stride;
        double[][] padded = Arrays.stream(x)
                .map(row -> pad(row, kernel - stride, length * stride - row.length))
                .toArray(double[][]::new);
        double[][] y = new double[shape.get(0)][length];
        for (int o = 0; o < y.length; o++) {
            for (int t = 0; t < length; t++) {
                y[o][t] = bias[o];
                for (int c = 0; c < padded.length; c++) {
                    for (int k = 0; k < kernel; k++) {
                        y[o][t] += weight[(o * padded.length + c) * kernel + k] * padded[c][t * stride + k];
                    }
                }
            }
        }
        return y;
    }

    private double[][] transposed(double[][] x, String name, int stride) {
        List<Integer> shape = weights.shape(name + ".weight_v");
        double[] weight = weight(name);
        float[] bias = weights.floats(name + ".bias");
        int outputs = shape.get(1);
        int kernel = shape.get(2);
        double[][] full = new double[outputs][(x[0].length - 1) * stride + kernel];
        for (int o = 0; o < outputs; o++) {
            Arrays.fill(full[o], bias[o]);
            for (int c = 0; c < x.length; c++) {
                for (int t = 0; t < x[c].length; t++) {
                    for (int k = 0; k < kernel; k++) {
                        full[o][t * stride + k] += weight[(c * outputs + o) * kernel + k] * x[c][t];
                    }
                }
            }
        }
        return Arrays.stream(full)
                .map(row -> Arrays.copyOf(row, row.length - (kernel - stride)))
                .toArray(double[][]::new);
    }

    private double[][] lstm(double[][] x, String name) {
        return sum(x, lstm(lstm(x, name, 0), name, 1));
    }

    private double[][] lstm(double[][] x, String name, int layer) {
        int size = x.length;
        float[] input = weights.floats(name + ".weight_ih_l" + layer);
        float[] recurrent = weights.floats(name + ".weight_hh_l" + layer);
        float[] inputBias = weights.floats(name + ".bias_ih_l" + layer);
        float[] recurrentBias = weights.floats(name + ".bias_hh_l" + layer);
        double[] c = new double[size];
        double[] h = new double[size];
        double[][] y = new double[size][x[0].length];
        for (int t = 0; t < x[0].length; t++) {
            double[] gate = new double[4 * size];
            for (int g = 0; g < 4 * size; g++) {
                gate[g] = inputBias[g] + recurrentBias[g];
                for (int i = 0; i < size; i++) {
                    gate[g] += input[g * size + i] * x[i][t] + recurrent[g * size + i] * h[i];
                }
            }
            for (int i = 0; i < size; i++) {
                c[i] = sigmoid(gate[size + i]) * c[i] + sigmoid(gate[i]) * Math.tanh(gate[2 * size + i]);
                h[i] = sigmoid(gate[3 * size + i]) * Math.tanh(c[i]);
                y[i][t] = h[i];
            }
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
