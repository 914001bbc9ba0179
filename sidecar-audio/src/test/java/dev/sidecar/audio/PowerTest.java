package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The mean square against a sum in float64. */
class PowerTest {
    private static final int MOST = 2_100;

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Power power = new Power(MOST);

    private float[] noise(double magnitude) {
        float[] samples = new float[MOST];
        for (int i = 0; i < MOST; i++) {
            samples[i] = (float) (magnitude * random.nextDouble(-1, 1));
        }
        return samples;
    }

    private static double mean(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum / (to - from);
    }

    @Test
    void theRootIsWithinAMillionthForEveryLength() {
        float[] samples = noise(1);
        for (int length = 1; length <= MOST; length++) {
            int from = random.nextInt(MOST - length + 1);
            double expected = Math.sqrt(mean(samples, from, from + length));
            assertThat(Math.sqrt(power.mean(samples, from, from + length)))
                    .as("%d samples, seed %d", length, seed)
                    .isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void squaresBeyondFloat32AreSummedAllTheSame() {
        float[] samples = noise(1e30);
        double expected = mean(samples, 0, 320);
        assertThat(power.mean(samples, 0, 320)).as("seed %d", seed).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void aConstantHasExactlyItsSquare() {
        float[] samples = new float[320];
        Arrays.fill(samples, 0.5f);
        assertThat(power.mean(samples, 0, 320)).isEqualTo(0.25);
    }
}
