package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.npy.TensorFile;
import java.util.List;

/** The layers that a file of tensors holds, by the names that Hugging Face's EncodecModel gives to their tensors. */
final class Weights {
    private final TensorFile file;

    Weights(TensorFile file) {
        this.file = file;
    }

    boolean has(String tensor) {
        return file.has(tensor);
    }

    /** Whether there is any tensor of a layer. */
    boolean hasLayer(String name) {
        return file.names().stream().anyMatch(tensor -> tensor.startsWith(name + "."));
    }

    /** The shape of a tensor of so many axes. */
    List<Integer> shape(String tensor, int axes) {
        List<Integer> shape = file.shape(tensor);
        if (shape.size() != axes || shape.contains(0)) {
            throw malformed(tensor + " must have " + axes + " axes, none of them empty, its shape is " + shape);
        }
        return shape;
    }

    float[] tensor(String tensor, List<Integer> shape) {
        if (!file.shape(tensor).equals(shape)) {
            throw malformed(tensor + " must have the shape " + shape + ", found " + file.shape(tensor));
        }
        float[] values = file.floats(tensor);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw malformed(tensor + " has a value that is not finite, " + values[i] + " at " + i);
            }
        }
        return values;
    }

    SidecarException malformed(String reason) {
        return new SidecarException(FORMAT, Place.file(file.path()), reason);
    }

    Convolution convolution(String name, int outputs, int inputs, int kernel, int stride, boolean activated) {
        float[] weight = normed(name, List.of(outputs, inputs, kernel));
        float[][] rows = new float[outputs][inputs * kernel];
        for (int o = 0; o < outputs; o++) {
            System.arraycopy(weight, o * inputs * kernel, rows[o], 0, inputs * kernel);
        }
        Matrix matrix = new Matrix(rows, tensor(name + ".bias", List.of(outputs)));
        return new Convolution(matrix, inputs, kernel, stride, activated);
    }

    Upsampling upsampling(String name, int inputs, int outputs, int stride) {
        float[] weight = normed(name, List.of(inputs, outputs, 2 * stride));
        float[] bias = tensor(name + ".bias", List.of(outputs));
        float[][] rows = new float[outputs * stride][2 * inputs];
        float[] biases = new float[outputs * stride];
        for (int o = 0; o < outputs; o++) {
            for (int p = 0; p < stride; p++) {
                for (int c = 0; c < inputs; c++) {
                    int tap = (c * outputs + o) * 2 * stride + p;
                    rows[o * stride + p][2 * c] = weight[tap];
                    rows[o * stride + p][2 * c + 1] = weight[tap + stride];
                }
                biases[o * stride + p] = bias[o];
            }
        }
        return new Upsampling(new Matrix(rows, biases), inputs, stride);
    }

    Lstm lstm(String name, int layer, int size) {
        float[] weight = tensor(name + ".weight_ih_l" + layer, List.of(4 * size, size));
        float[] last = tensor(name + ".weight_hh_l" + layer, List.of(4 * size, size));
        float[] bias = tensor(name + ".bias_ih_l" + layer, List.of(4 * size));
        float[] lastBias = tensor(name + ".bias_hh_l" + layer, List.of(4 * size));
        float[][] input = new float[4 * size][size];
        float[][][] recurrent = new float[Lstm.GATES][Matrix.padded(size)][size];
        for (int g = 0; g < 4 * size; g++) {
            System.arraycopy(weight, g * size, input[g], 0, size);
            bias[g] += lastBias[g];
            for (int h = 0; h < size; h++) {
                recurrent[g / size][h][g % size] = last[g * size + h];
            }
        }
        return new Lstm(new Matrix(input, bias), recurrent);
    }

    /** How a weight is spelled in the file: whole, or as direction and norm in one of two ways. */
    private enum Spelling {
        NORMED(".weight_v", ".weight_g"),
        PARAMETRIZED(".parametrizations.weight.original1", ".parametrizations.weight.original0"),
        WHOLE(".weight", "");

        private final String value;
        private final String norm;

        Spelling(String value, String norm) {
            this.value = value;
            this.norm = norm;
        }
    }

    private Spelling spelling(String name) {
        for (Spelling spelling : Spelling.values()) {
            if (file.has(name + spelling.value)) {
                return spelling;
            }
        }
        if (file.has(name.replaceAll("\\.conv$", ".norm.weight"))) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file.path()),
                    "there is a group norm beside " + name + ", as in the 48 kHz model, which is not decoded here");
        }
        throw malformed("the weight of " + name + " is missing; looked for " + name + ".weight, .weight_v and"
                + " .parametrizations.weight.original1");
    }

    /** The shape of a convolution's weight, outputs, inputs and kernel, or for a transposed one inputs first. */
    List<Integer> kernelShape(String name) {
        return shape(name + spelling(name).value, 3);
    }

    /** A convolution's weight: the direction scaled to the norm, over all axes but the first. */
    private float[] normed(String name, List<Integer> shape) {
        Spelling spelling = spelling(name);
        float[] weight = tensor(name + spelling.value, shape);
        if (spelling == Spelling.WHOLE) {
            return weight;
        }
        float[] norms = tensor(name + spelling.norm, List.of(shape.get(0), 1, 1));
        int size = shape.get(1) * shape.get(2);
        for (int i = 0; i < norms.length; i++) {
            scale(weight, i * size, (i + 1) * size, norms[i]);
        }
        return weight;
    }

    private static void scale(float[] values, int from, int to, float norm) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (double) values[i] * values[i];
        }
        double scale = squares == 0 ? 0 : norm / Math.sqrt(squares);
        for (int i = from; i < to; i++) {
            values[i] = (float) (values[i] * scale);
        }
    }
}
