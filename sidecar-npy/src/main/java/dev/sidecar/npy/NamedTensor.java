package dev.sidecar.npy;

import java.util.List;

/**
 * A tensor of a file of weights.
 *
 * @param type what a value is, such as {@code float32}
 * @param shape the sizes of the axes
 */
record NamedTensor(String type, List<Integer> shape, TensorView view) {
    /** A tensor whose axes must not be too long. */
    static NamedTensor of(PositionalFile file, String type, TensorView view) {
        return new NamedTensor(type, view.shape(file), view);
    }
}
