package dev.sidecar.encodec;

import org.jspecify.annotations.Nullable;

/**
 * Layers whose output is added to the input.
 *
 * @param shortcut what the input goes through before it is added; null: nothing
 */
record ResidualBlock(Layer body, @Nullable Layer shortcut) implements Layer {
    @Override
    public Stage stage() {
        Stage main = body.stage();
        Stage side = shortcut == null ? (in, part) -> in : shortcut.stage();
        return (in, part) -> {
            Signal sum = main.apply(in, part);
            Signal skip = side.apply(in, part);
            for (int c = 0; c < sum.channels(); c++) {
                add(sum.row(c), skip.row(c), sum.length());
            }
            return sum;
        };
    }

    private static void add(float[] sum, float[] other, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += other[i];
        }
    }
}
