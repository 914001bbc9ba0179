package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.FrameGrid;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spectra by a second route. */
class SpectrumTest {
    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    private double[] noise(int size) {
        return random.doubles(size, -1, 1).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096})
    void theTransformIsTheSumOfItsDefinition(int size) {
        double[] x = noise(size);
        double[] power = new double[size / 2 + 1];
        new RealFft(size).power(x.clone(), power);
        for (int k = 0; k < power.length; k++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < size; i++) {
                double angle = 2 * Math.PI * ((long) k * i % size) / size;
                re += x[i] * Math.cos(angle);
                im -= x[i] * Math.sin(angle);
            }
            // The sums have about size terms of 1, each with float64's rounding.
            assertThat(power[k]).as("bin %s, seed %s", k, seed).isCloseTo(re * re + im * im, within(1e-11 * size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1_024, 4_096})
    void parseval(int size) {
        double[] x = noise(size);
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double[] power = new double[size / 2 + 1];
        new RealFft(size).power(x, power);
        double sum = power[0] + power[size / 2];
        for (int k = 1; k < size / 2; k++) {
            sum += 2 * power[k];
        }
        assertThat(sum / size).as("seed %s", seed).isCloseTo(squares, within(1e-12 * size));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 512})
    void theAutocorrelationIsTheSumOfItsDefinition(int size) {
        double[] x = noise(size);
        double[] r = x.clone();
        new RealFft(size).autocorrelate(r);
        for (int k = 0; k < size; k++) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += x[i] * x[(i + k) % size];
            }
            assertThat(r[k]).as("lag %s, seed %s", k, seed).isCloseTo(sum, within(1e-12 * size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -16, 0, 1, 8, 15, 17, 1_000, 4_095, 8_192, Integer.MAX_VALUE})
    void otherSizesAreRefused(int size) {
        assertThatThrownBy(() -> new RealFft(size))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("power of two from 16 to 4096, found " + size);
    }

    @Test
    void anImpulseHasAFlatSpectrumOfItsHannWeight() {
        FrameGrid.Rate rate = new FrameGrid.Rate(24_000, 100);
        Samples impulse = Samples.generate(300, i -> i == 150 ? 1 : 0);
        Framing framing = new Framing(rate, WindowCentre.START, 256);
        Stft stft = new Stft(256, rate);
        framing.forEachFrame(impulse.open(), rate.grid(3), t -> {
            stft.compute(framing);
            int inWindow = 150 - (100 * t - 128);
            double weight = inWindow < 256 ? Math.pow(Math.sin(Math.PI * inWindow / 256), 2) : 0;
            double[] flat = new double[129];
            Arrays.fill(flat, weight);
            assertThat(stft.magnitude()).containsExactly(flat, within(1e-15));
        });
    }

    /** IEC 61672-1, table 3: the exact frequencies of the nominal ones, and the weighting in dB with one decimal. */
    @ParameterizedTest
    @CsvSource({
        "10, -70.4",
        "15, -39.4",
        "18, -26.2",
        "21, -16.1",
        "24, -8.6",
        "27, -3.2",
        "30, 0.0",
        "33, 1.2",
        "34, 1.3",
        "36, 1.0",
        "39, -1.1",
        "42, -6.6",
        "43, -9.3"
    })
    void theWeightingIsTheStandards(int tenths, double expected) {
        double db = 10 * Math.log10(AWeighting.power(Math.pow(10, tenths / 10.0)));
        assertThat(db).isCloseTo(expected, within(0.06)).isLessThan(AWeighting.MAX_DB);
        assertThat(AWeighting.power(0)).isZero();
    }

    @Test
    void theCosineTransformIsOrthonormal() {
        double[][] basis = Dct.basis(20, 20);
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                double dot = 0;
                for (int n = 0; n < 20; n++) {
                    dot += basis[i][n] * basis[j][n];
                }
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
        }
    }
}
