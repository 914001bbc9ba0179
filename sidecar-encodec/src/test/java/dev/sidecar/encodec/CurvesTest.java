package dev.sidecar.encodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The functions between layers, against those of {@link Math} in double precision. */
class CurvesTest {
    private static final int COUNT = 20_000;

    private interface Curve {
        void apply(float[] row);
    }

    /** To a relative error of 1e-6, or where curves near an end lose digits, of one unit in the last place of 1. */
    private static void assertIs(DoubleUnaryOperator expected, Curve curve) {
        SplittableRandom random = new SplittableRandom(3);
        float[] x = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            double magnitude = Math.pow(10, random.nextDouble(-8, 2));
            x[i] = (float) (random.nextBoolean() ? magnitude : -magnitude);
        }
        x[0] = 0;
        x[1] = 1e30f;
        x[2] = -1e30f;
        float[] y = x.clone();
        curve.apply(y);
        for (int i = 0; i < COUNT; i++) {
            double value = expected.applyAsDouble(x[i]);
            assertThat((double) y[i])
                    .as("at %s", x[i])
                    .satisfiesAnyOf(
                            found -> assertThat(found).isCloseTo(value, Percentage.withPercentage(1e-4)),
                            found -> assertThat(found).isCloseTo(value, within(1.2e-7)));
        }
    }

    @Test
    void elu() {
        assertIs(x -> x > 0 ? x : Math.expm1(x), row -> Curves.elu(row, 0, row.length));
    }

    @Test
    void sigmoid() {
        assertIs(x -> 1 / (1 + Math.exp(-x)), row -> Curves.sigmoid(row, 0, row.length, new float[row.length]));
    }

    @Test
    void tanh() {
        assertIs(Math::tanh, row -> Curves.tanh(row, 0, row.length, new float[row.length]));
    }

    @Test
    void onlyThePartIsTouched() {
        float[] row = {-1, -1, -1};
        Curves.elu(row, 1, 2);
        assertThat(row[0]).isEqualTo(-1);
        assertThat(row[1]).isNotEqualTo(-1);
        assertThat(row[2]).isEqualTo(-1);
    }
}
