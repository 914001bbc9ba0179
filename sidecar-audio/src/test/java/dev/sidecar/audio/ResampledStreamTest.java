package dev.sidecar.audio;

import static dev.sidecar.audio.Resampling.decibels;
import static dev.sidecar.audio.Resampling.drain;
import static dev.sidecar.audio.Resampling.expectedCount;
import static dev.sidecar.audio.Resampling.resample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResampledStreamTest {
    private static final int RATE = 24_000;

    /** Half the filter's width, in samples of the lower rate. */
    private static final int EDGE = 70;

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000})
    void agreesWithSoxr(int from) {
        float[] expected = floats("sweep_" + from + ".24k.npy", 128);
        float[] input = floats("sweep_" + from + ".wav", 80);

        float[] output = resample(input, from, RATE);

        assertThat(output).hasSameSizeAs(expected);
        double signal = 0;
        double noise = 0;
        for (int n = 0; n < output.length; n++) {
            signal += (double) expected[n] * expected[n];
            noise += (double) (output[n] - expected[n]) * (output[n] - expected[n]);
        }
        assertThat(10 * Math.log10(signal / noise)).isGreaterThan(60);
    }

    /** The float32 values of a little-endian file with a header of known length. */
    private static float[] floats(String name, int header) {
        try (InputStream in =
                Objects.requireNonNull(ResampledStreamTest.class.getResourceAsStream("/resample/" + name), name)) {
            in.skipNBytes(header);
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Level, delay, images and noise at once: what is not the ideal sine is 100 dB below it. */
    @ParameterizedTest
    @CsvSource({
        "8000, 24000",
        "16000, 24000",
        "22050, 24000",
        "32000, 24000",
        "44100, 24000",
        "48000, 24000",
        "96000, 24000",
        "24000, 48000",
        "24000, 44100",
        "44101, 24000",
        "24000, 44101",
        "4000, 24000",
        "5000000, 24000",
        "100, 24000",
        "2147483647, 2147483646"
    })
    void keepsSinesBelowTheBandEdge(int from, int to) {
        double lower = Math.min(from, to);
        for (double fraction : new double[] {0.001, 0.1, 0.37, 0.5, 0.77, 0.9}) {
            double frequency = fraction * lower / 2;
            float[] output = resample(sine(frequency, from), from, to);

            int edge = (int) Math.ceil((double) EDGE * to / lower);
            double error = 0;
            double signal = 0;
            double inPhase = 0;
            for (int n = edge; n < output.length - edge; n++) {
                double ideal = Math.sin(2 * Math.PI * frequency * n / to);
                error += (output[n] - ideal) * (output[n] - ideal);
                signal += ideal * ideal;
                inPhase += ideal * output[n];
            }
            assertThat(10 * Math.log10(error / signal))
                    .as("error at %s", fraction)
                    .isLessThan(-100);
            assertThat(decibels(inPhase / signal)).as("level at %s", fraction).isCloseTo(0, within(0.01));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "32000, 24000",
        "44100, 24000",
        "48000, 24000",
        "96000, 24000",
        "24000, 16000",
        "44101, 24000",
        "192000, 11025",
        "5000000, 24000"
    })
    void stopsSinesThatWouldAlias(int from, int to) {
        for (int i = 0; i <= 20; i++) {
            double frequency = to / 2.0 + i / 20.0 * (from - to) / 2.0;
            float[] output = resample(sine(frequency, from), from, to);

            double power = 0;
            for (int n = EDGE; n < output.length - EDGE; n++) {
                power += (double) output[n] * output[n];
            }
            double aliases = Math.sqrt(power / (output.length - 2 * EDGE)) / Math.sqrt(0.5);
            assertThat(decibels(aliases)).as("%s Hz", frequency).isLessThan(-100);
        }
    }

    /** Long enough for 400 samples of any lower rate down to 1/300. */
    private static float[] sine(double frequency, int rate) {
        float[] samples = new float[rate < 100_000 || rate > 10_000_000 ? 1600 : 90_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * frequency * i / rate);
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({"8000, 24000", "44100, 24000", "96000, 24000", "24000, 24001", "24000, 44100", "3000000, 24000"})
    void keepsAConstant(int from, int to) {
        float[] input = new float[from > 1_000_000 ? 50_000 : 2000];
        Arrays.fill(input, 0.25f);
        float[] output = resample(input, from, to);
        int edge = (int) Math.ceil((double) EDGE * to / Math.min(from, to));
        for (int n = edge; n < output.length - edge; n++) {
            assertThat(decibels(output[n] / 0.25)).isCloseTo(0, within(0.01));
        }
    }

    @Test
    void givesAsManySamplesAsLieBeforeTheEnd() {
        long seed = 8_675_309;
        SplittableRandom random = new SplittableRandom(seed);
        int[] rates = {1, 7, 50, 999, 8000, 11_025, 16_000, 22_050, 24_000, 24_001, 44_100, 44_101, 48_000, 96_000};
        for (int i = 0; i < 80; i++) {
            int from = rates[random.nextInt(rates.length)];
            int to = rates[random.nextInt(rates.length)];
            if (Math.max(from, to) > 1000 * Math.min(from, to)) {
                continue;
            }
            ResamplingFilter filter = ResamplingFilter.of(from, to);
            for (int samples : new int[] {0, 1, 2, 3, random.nextInt(100), random.nextInt(20_000)}) {
                int count = Math.min(samples, 20_000_000 / filter.taps() / Math.max(1, to / from));
                assertThat(resample(new float[count], filter, from))
                        .as("%d samples from %d to %d, seed %d", count, from, to, seed)
                        .hasSize(expectedCount(count, from, to));
            }
        }
    }

    @Test
    void oneSampleIsTheMiddleOfAResponse() {
        assertThat(resample(new float[] {0.5f}, 96_000, RATE)).hasSize(1);
        float[] output = resample(new float[] {0.5f}, 4000, RATE);
        assertThat(output).hasSize(6);
        assertThat(output[0]).isCloseTo(0.5f * 0.95f, within(1e-6f));
        assertThat(output).isSortedAccordingTo((a, b) -> Float.compare(b, a));
    }

    /** What an impulse gives does not depend on where it is, but for what lies before the start and after the end. */
    @ParameterizedTest
    @CsvSource({"16000, 24000", "44100, 24000", "24000, 48000", "44101, 24000", "96000, 24000"})
    void theEdgesAreLikeSilence(int from, int to) {
        ResamplingFilter filter = ResamplingFilter.of(from, to);
        int periods = 3000 / filter.down() + 1;
        int shift = periods * filter.down();
        int outputShift = periods * filter.up();
        int length = shift + 1000;
        float[] middle = resample(impulse(length, shift), filter, from);

        float[] start = resample(impulse(1000, 0), filter, from);
        float[] end = resample(impulse(shift + 1, shift), filter, from);

        assertThat(start).isEqualTo(Arrays.copyOfRange(middle, outputShift, outputShift + start.length));
        assertThat(end).isEqualTo(Arrays.copyOf(middle, outputShift + 1 + (filter.up() - 1) / filter.down()));
        assertThat(start[0]).isGreaterThan(0.2f);
    }

    private static float[] impulse(int length, int at) {
        float[] samples = new float[length];
        samples[at] = 1;
        return samples;
    }

    @ParameterizedTest
    @CsvSource({"44100, 24000", "8000, 24000", "44101, 24000", "24000, 24001", "3000000, 24000"})
    void theBitsDoNotDependOnTheReads(int from, int to) {
        long seed = 4_815_162;
        SplittableRandom random = new SplittableRandom(seed);
        float[] input = new float[from > 1_000_000 ? 60_000 : 20_000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextDouble(-1, 1);
        }
        ResamplingFilter filter = ResamplingFilter.of(from, to);
        float[] expected = resample(input, filter, from);
        for (int most : new int[] {1, 7, 4096, 1 << 20}) {
            for (int length : new int[] {1, 7, 4096}) {
                AudioStream stream = new ResampledStream(filter, new Resampling.Samples(from, input, most));
                assertThat(drain(stream, length))
                        .as("reads of %d, the source gives %d, seed %d", length, most, seed)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void neitherClipsNorMakesNaN() {
        float[] square = new float[4000];
        float[] huge = new float[4000];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 40 % 2 == 0 ? 1 : -1;
            huge[i] = i % 3 == 0 ? -Float.MAX_VALUE : Float.MAX_VALUE;
        }
        float[] resampled = resample(square, 44_100, RATE);
        Arrays.sort(resampled);
        assertThat(resampled[resampled.length - 1]).isBetween(1.05f, 1.3f);
        for (float sample : resample(huge, 44_101, RATE)) {
            assertThat(sample).isNotNaN();
        }
    }

    @Test
    void readsAllocateNothing() {
        float[] into = new float[4096];
        ResampledStream stream = new ResampledStream(
                ResamplingFilter.of(44_100, RATE), new Resampling.Samples(44_100, new float[3_000_000], 1000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        stream.read(into, 0, 100);
        long before = threads.getCurrentThreadAllocatedBytes();
        int reads = 0;
        while (stream.read(into, 0, into.length) > 0) {
            reads++;
        }
        assertThat(reads).isEqualTo(399);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(reads * 16L);
    }
}
