package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningStatisticsTest {
    private static RunningStatistics over(float... values) {
        RunningStatistics statistics = new RunningStatistics();
        statistics.add(Column.of("x", values));
        return statistics;
    }

    @Test
    void numbersAreTheTrueOnes() {
        List<String> lines = Resource.lines("running_statistics.txt");
        assertThat(lines).hasSize(24);
        for (int i = 0; i < lines.size(); i += 3) {
            double[] expected = Arrays.stream(lines.get(i + 1).split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Statistics found = over(Resource.floats(lines.get(i + 2))).statistics();
            String name = lines.get(i);
            assertThat(found.min()).as(name).hasValue(expected[0]);
            assertThat(found.max()).as(name).hasValue(expected[1]);
            assertThat(found.mean()).as(name).hasValue(expected[2]);
            assertThat(found.std()).as(name).hasValue(expected[3]);
        }
    }

    @Test
    void anySplitInAnyOrderGivesTheSameBits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            float[] values = new float[1 + random.nextInt(2_000)];
            for (int t = 0; t < values.length; t++) {
                values[t] =
                        round % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) (1e6 + random.nextGaussian());
            }
            Statistics whole = over(values).statistics();
            List<RunningStatistics> parts = new ArrayList<>();
            for (int from = 0; from < values.length; ) {
                int to = Math.min(values.length, from + random.nextInt(300));
                parts.add(over(Arrays.copyOfRange(values, from, to)));
                from = to;
            }
            Collections.shuffle(parts, random);
            RunningStatistics merged = new RunningStatistics();
            parts.forEach(merged::add);
            assertThat(merged.statistics()).as("seed %d, round %d", seed, round).isEqualTo(whole);
        }
    }

    @Test
    void aColumnsOwnStatisticsAreNear() {
        SplittableRandom random = new SplittableRandom(7);
        Column column = Column.generate("x", 5_000, t -> -20 + 5 * random.nextDouble());
        RunningStatistics running = new RunningStatistics();
        running.add(column);
        assertThat(running.count()).isEqualTo(5_000);
        assertThat(running.statistics().mean().getAsDouble())
                .isCloseTo(column.statistics().mean().getAsDouble(), within(20e-12));
        assertThat(running.statistics().std().getAsDouble())
                .isCloseTo(column.statistics().std().getAsDouble(), within(1e-12));
    }

    @Test
    void aConstantHasItselfAsMeanAndNoDeviation() {
        float[] values = new float[1_001];
        Arrays.fill(values, 0.1f);
        assertThat(over(values).statistics()).isEqualTo(Statistics.of(0.1f, 0.1f, 0.1f, 0));
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        RunningStatistics statistics = over(Float.NaN, 1, Float.POSITIVE_INFINITY, 3, Float.NEGATIVE_INFINITY);
        assertThat(statistics.statistics()).isEqualTo(Statistics.of(1, 3, 2, 1));
        assertThat(statistics.count()).isEqualTo(2);
    }

    @Test
    void nothingFiniteIsUnknownAndNothingAtAllIsZero() {
        assertThat(over(Float.NaN).statistics()).isEqualTo(Statistics.UNKNOWN);
        assertThat(over().statistics()).isEqualTo(Statistics.of(0, 0, 0, 0));
    }

    /** 2^20 times the sums of 2^18 values: more than a sum of squares in one long could hold. */
    @Test
    void sumsOfACorpusDoNotOverflow() {
        float[] values = new float[1 << 18];
        Arrays.fill(values, 16_777_215f);
        Arrays.fill(values, 0, values.length / 2, 16_777_213f);
        RunningStatistics statistics = over(values);
        for (int doubling = 0; doubling < 20; doubling++) {
            RunningStatistics same = new RunningStatistics();
            same.add(statistics);
            statistics.add(same);
        }
        assertThat(statistics.count()).isEqualTo(1L << 38);
        assertThat(statistics.statistics()).isEqualTo(Statistics.of(16_777_213, 16_777_215, 16_777_214, 1));
    }
}
