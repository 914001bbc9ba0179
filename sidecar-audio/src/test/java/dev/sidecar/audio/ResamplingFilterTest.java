package dev.sidecar.audio;

import static dev.sidecar.audio.Resampling.decibels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingFilterTest {
    /** The lowest attenuation, in dB, that the resampler promises. */
    private static final double STOP_BAND = 100;

    private static final double RIPPLE = 0.01;

    @ParameterizedTest
    @CsvSource({
        "8000, 24000",
        "11025, 24000",
        "16000, 24000",
        "22050, 24000",
        "32000, 24000",
        "44100, 24000",
        "48000, 24000",
        "96000, 24000",
        "192000, 24000",
        "24000, 48000",
        "24000, 44100",
        "24000, 16000",
        "44100, 48000"
    })
    void passesAndStopsAsPromised(int from, int to) {
        ImpulseResponse response = ImpulseResponse.of(from, to);
        double nyquist = Math.min(from, to) / 2.0;
        for (double f = 0; f <= 0.9; f += 0.003) {
            double[] gain = response.at(f * nyquist);
            assertThat(decibels(Math.hypot(gain[0], gain[1]))).as("dB at %s", f).isCloseTo(0, within(RIPPLE));
            assertThat(gain[1]).as("delay at %s", f).isCloseTo(0, within(1e-6));
        }
        // Three points on each lobe where they are highest, then some of all others, up to the image of the pass band.
        double end = response.rate / nyquist - 1;
        for (double f = 1; f <= Math.min(end, 4); f += 0.005) {
            double[] gain = response.at(f * nyquist);
            assertThat(decibels(Math.hypot(gain[0], gain[1]))).as("dB at %s", f).isLessThan(-STOP_BAND);
        }
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            double f = random.nextDouble(1, end);
            double[] gain = response.at(f * nyquist);
            assertThat(decibels(Math.hypot(gain[0], gain[1])))
                    .as("dB at %s, seed %d", f, seed)
                    .isLessThan(-STOP_BAND);
        }
    }

    /** The response of the low-pass filter, put together from impulses at all phases. */
    private static final class ImpulseResponse {
        /** The response at multiples of 1 / {@code rate} seconds. */
        private final double[] values;

        /** The index of time 0. */
        private final int centre;

        /** The common multiple of both rates. */
        private final double rate;

        /** The sum of the values where the gain is 1 at frequency 0. */
        private final double unity;

        private ImpulseResponse(double[] values, int centre, double rate, double unity) {
            this.values = values;
            this.centre = centre;
            this.rate = rate;
            this.unity = unity;
        }

        static ImpulseResponse of(int from, int to) {
            ResamplingFilter filter = ResamplingFilter.of(from, to);
            int half = filter.taps();
            double[] values = new double[2 * half * filter.up() + 1];
            int centre = half * filter.up();
            for (int impulse = half; impulse < half + filter.down(); impulse++) {
                float[] input = new float[2 * half + filter.down()];
                input[impulse] = 1;
                float[] output = Resampling.resample(input, filter, from);
                for (int n = 0; n < output.length; n++) {
                    int index = centre + n * filter.down() - impulse * filter.up();
                    if (output[n] != 0) {
                        values[index] = output[n];
                    }
                }
            }
            return new ImpulseResponse(values, centre, (double) from * filter.up(), filter.up());
        }

        /** The discrete Fourier transform, term by term, at a frequency in Hz: real and imaginary part. */
        double[] at(double frequency) {
            double step = -2 * Math.PI * frequency / rate;
            double stepRe = Math.cos(step);
            double stepIm = Math.sin(step);
            double re = Math.cos(-centre * step);
            double im = Math.sin(-centre * step);
            double[] sum = new double[2];
            for (double value : values) {
                sum[0] += value * re;
                sum[1] += value * im;
                double next = re * stepRe - im * stepIm;
                im = re * stepIm + im * stepRe;
                re = next;
            }
            return new double[] {sum[0] / unity, sum[1] / unity};
        }
    }

    /** Where the table is interpolated it stays as close to the formula as the stop band is deep, and closer. */
    @ParameterizedTest
    @CsvSource({
        "44101, 24000",
        "24000, 44101",
        "24000, 24001",
        "192000, 11025",
        "16000001, 24001",
        "24000000, 24001",
        "2147483647, 2147483646"
    })
    void interpolatesCloseToTheFormula(int from, int to) {
        ResamplingFilter filter = ResamplingFilter.of(from, to);
        long seed = from ^ to;
        SplittableRandom random = new SplittableRandom(seed);
        double error = 0;
        double power = 0;
        double[] impulse = new double[filter.taps()];
        for (int i = 0; i < 3000; i++) {
            int phase = random.nextInt(filter.up());
            int tap = random.nextInt(filter.taps());
            impulse[tap] = 1;
            double weight = filter.apply(phase, impulse, 0);
            impulse[tap] = 0;
            double expected =
                    weight(tap - filter.before() - (double) phase / filter.up(), Math.min(1, (double) to / from));
            error += (weight - expected) * (weight - expected);
            power += expected * expected;
        }
        assertThat(10 * Math.log10(error / power)).as("seed %d", seed).isLessThan(-115);
    }

    /** The windowed sinc as the class comment has it, with the Bessel function as an integral. */
    private static double weight(double time, double lowerRate) {
        double width = (105 - 7.95) / (14.36 * 0.05) / lowerRate;
        double u = 2 * time / width;
        if (Math.abs(u) >= 1) {
            return 0;
        }
        double beta = 0.1102 * (105 - 8.7);
        double x = 0.95 * lowerRate * time;
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        return 0.95 * lowerRate * sinc * besselI0(beta * Math.sqrt(1 - u * u)) / besselI0(beta);
    }

    /** (1/π) ∫ exp(x·cos θ) dθ from 0 to π, by the midpoint rule, which converges at once for periodic functions. */
    private static double besselI0(double x) {
        int points = 64;
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += Math.exp(x * Math.cos(Math.PI * (i + 0.5) / points));
        }
        return sum / points;
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "1, 1000", "24000000, 24000", "2147483647, 2147484"})
    void reachesFar(int from, int to) {
        ResamplingFilter filter = ResamplingFilter.of(from, to);
        assertThat(filter.taps()).isLessThan(140 * ResamplingFilter.MAX_RATIO);
        assertThat(filter.to()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({"1001, 1", "1, 1001", "24000001, 24000", "2147483647, 24000", "23, 24000"})
    void refusesRatesTooFarApart(int from, int to) {
        assertThatThrownBy(() -> ResamplingFilter.of(from, to))
                .hasMessageContaining("1000")
                .hasMessageContaining("at " + from + " Hz")
                .hasMessageContaining("for " + to + " Hz")
                .asInstanceOf(InstanceOfAssertFactories.type(SidecarException.class))
                .returns(Kind.LIMIT, SidecarException::kind);
    }
}
