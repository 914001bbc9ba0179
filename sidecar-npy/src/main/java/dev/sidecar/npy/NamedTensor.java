package dev.sidecar.npy;

import java.util.List;

/**
 * A tensor of a file of weights.
 *
 * @param type what a value is, such as {@code float32}
 */
record NamedTensor(String type, TensorView view) {
    /** The sizes of the axes, each of which fits an {@code int}. */
    List<Integer> shape() {
        return view.sizes().stream().map(Long::intValue).toList();
    }
}
