package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** Two summation orders in float64 over 300 values differ by less. */
    private static final double RELATIVE = 1e-12;

    @Test
    void numbersAreThoseOfNumpy() {
        List<String> lines = Resource.lines("statistics.txt");
        assertThat(lines).hasSize(15);
        for (int i = 0; i < lines.size(); i += 3) {
            double[] expected = Arrays.stream(lines.get(i + 1).split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Statistics found = Statistics.over(Resource.floats(lines.get(i + 2)));
            double std = expected[3];
            double scale = Math.max(Math.abs(expected[2]), std);
            String name = lines.get(i);
            assertThat(found.min()).as(name).hasValue(expected[0]);
            assertThat(found.max()).as(name).hasValue(expected[1]);
            assertThat(found.mean().getAsDouble()).as(name).isCloseTo(expected[2], within(scale * RELATIVE));
            assertThat(found.std().getAsDouble()).as(name).isCloseTo(std, within(scale * RELATIVE));
        }
    }

    @Test
    void theDeviationIsThePopulations() {
        assertThat(Statistics.over(new float[] {2, 4, 4, 4, 5, 5, 7, 9})).isEqualTo(Statistics.of(2, 9, 5, 2));
    }

    @Test
    void aConstantHasItselfAsMeanAndNoDeviation() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                float[] values = new float[1 + random.nextInt(300)];
                Arrays.fill(values, value);
                assertThat(Statistics.over(values))
                        .as("seed %d, value %s", seed, value)
                        .isEqualTo(Statistics.of(value, value, value, 0));
            }
        }
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        float[] values = {Float.NaN, 1, Float.POSITIVE_INFINITY, 3, Float.NEGATIVE_INFINITY};
        assertThat(Statistics.over(values)).isEqualTo(Statistics.of(1, 3, 2, 1));
    }

    @Test
    void nothingFiniteIsUnknown() {
        assertThat(Statistics.over(new float[] {Float.NaN, Float.POSITIVE_INFINITY}))
                .isEqualTo(Statistics.UNKNOWN);
    }

    @Test
    void noFramesGiveZeros() {
        assertThat(Statistics.over(new float[0])).isEqualTo(Statistics.of(0, 0, 0, 0));
    }

    @Test
    void theLargestFloatsDoNotOverflow() {
        float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE};
        assertThat(Statistics.over(values))
                .isEqualTo(Statistics.of(-Float.MAX_VALUE, Float.MAX_VALUE, 0, Float.MAX_VALUE));
    }

    @Test
    void aDeclaredRangeTakesThePlaceOfTheObservedOne() {
        assertThat(Statistics.of(2, 9, 5, 2).withRange(new Range(-60, 0))).isEqualTo(Statistics.of(-60, 0, 5, 2));
    }
}
