package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which samples belong to which frame. */
class FramingTest {
    private static final FrameGrid.Rate RATE = FrameGrid.Rate.ENCODEC_24KHZ;

    @Test
    void aClickIsInTheFrameOfItsSample() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int length = 24_000;
        Samples samples = new Samples(new float[length]);
        Clip clip = samples.clip("a.ecdc");
        Producer peak = AudioProducers.from(samples).features("peak").build().forWorker();
        for (int i = 0; i < 10_000; i++) {
            int k = random.nextInt(length);
            samples.values()[k] = 1;
            float[] expected = new float[clip.frames()];
            expected[k / 320] = 1;
            assertThat(peak.produce(clip).column("peak").toArray())
                    .as("click at %s, seed %s", k, seed)
                    .isEqualTo(expected);
            samples.values()[k] = 0;
        }
    }

    @Test
    void windowsAreTheSamplesAroundTheirCentreAndZeros() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            int hop = 1 + random.nextInt(List.of(10, 1_000, 40_000).get(random.nextInt(3)));
            int longest = random.nextInt(3_000);
            float[] values =
                    Samples.generate(random.nextInt(50_000), j -> 1 + j).values();
            int length = longest == 0 ? 0 : 1 + random.nextInt(longest);
            WindowCentre centre = random.nextBoolean() ? WindowCentre.START : WindowCentre.MIDDLE;
            FrameGrid.Rate rate = new FrameGrid.Rate(24_000, hop);
            FrameGrid grid = rate.grid(Math.max(0, rate.framesToCover(values.length) + random.nextInt(3) - 1));
            Framing framing = new Framing(rate, centre, longest);
            String situation = "seed %s: hop %s, %s samples, %s frames, window %s of %s, %s"
                    .formatted(seed, hop, values.length, grid.frames(), length, longest, centre);
            int[] next = {0};
            Samples samples = new Samples(values).cut(read -> 1 + random.nextInt(3_000));
            framing.forEachFrame(samples.open(), grid, t -> {
                assertThat(t).isEqualTo(next[0]++);
                int middle = t * hop + (centre == WindowCentre.MIDDLE ? hop / 2 : 0);
                assertWindow(situation, values, grid, framing, t * hop, framing.block(), hop);
                assertWindow(situation, values, grid, framing, middle - length / 2, framing.window(length), length);
            });
            assertThat(next[0]).as(situation).isEqualTo(grid.frames());
        }
    }

    private static void assertWindow(
            String situation, float[] values, FrameGrid grid, Framing framing, int position, int from, int length) {
        for (int i = 0; i < length; i++) {
            int at = position + i;
            boolean audio = at >= 0 && at < values.length && at < grid.samples();
            if (framing.samples()[from + i] != (audio ? values[at] : 0)
                    || audio != (from + i >= framing.audioFrom() && from + i < framing.audioTo())) {
                throw new AssertionError(situation + ": sample " + at + " is " + framing.samples()[from + i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "1,0", "1,1", "1,2", "320,1", "321,1", "640,1", "321,3", "32000,99", "32000,101"})
    void lengthsMayDifferByOneFrame(int samples, int frames) throws Exception {
        Samples ones = Samples.generate(samples, i -> 1);
        FeatureFrame frame = produce(ones, frames);
        assertThat(frame.frames()).isEqualTo(frames);
        for (int t = 0; t < frames; t++) {
            assertThat(frame.column("peak").get(t)).isEqualTo(t * 320 < samples ? 1 : 0);
        }
    }

    private static FeatureFrame produce(Samples samples, int frames) throws Exception {
        return AudioProducers.from(samples)
                .features("peak", "rms_2048", "zcr", "f0", "spectral_centroid", "mfcc", "chroma", "loudness_db")
                .build()
                .produce(Clip.of("a.ecdc", RATE.grid(frames)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 0",
        "321, 0, 2",
        "641, 1, 3",
        "320, 3, 1",
        "32000, 98, 100",
        "32000, 102, 100",
        "1000000, 5, 3125"
    })
    void otherLengthsAreAMismatchThatSaysBoth(int samples, int frames, int found) {
        assertThatThrownBy(() -> produce(new Samples(new float[samples]), frames))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
                    assertThat(e.place().clip()).isEqualTo("a.ecdc");
                })
                .hasMessageContaining("tokens have " + frames + " frames")
                .hasMessageContaining("audio has " + found + " frames (" + samples + " samples at that rate)");
    }

    @Test
    void whatIsBeyondTheLastFrameIsIgnored() throws Exception {
        Samples longer = Samples.generate(3_500, i -> Math.sin(i * 0.1));
        Samples cut = new Samples(Arrays.copyOf(longer.values(), 3_200));
        assertThat(produce(longer, 10)).isEqualTo(produce(cut, 10));
    }

    @Test
    void whatIsMissingFromTheLastFrameIsZero() throws Exception {
        Samples shorter = Samples.generate(2_900, i -> Math.cos(i * 0.1));
        float[] rms = AudioProducers.from(shorter)
                .features("rms")
                .build()
                .produce(shorter.clip("a.ecdc"))
                .column("rms")
                .toArray();
        double sum = 0;
        for (int i = 2_880; i < 2_900; i++) {
            sum += Math.pow(shorter.values()[i], 2);
        }
        assertThat(rms[9]).isEqualTo((float) Math.sqrt(sum / 320 + 1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, Integer.MAX_VALUE})
    void aStreamThatBreaksItsContractFailsTheClip(int answer) {
        assertThatThrownBy(() -> AudioProducers.from(clip -> new Broken(answer))
                        .features("peak")
                        .build()
                        .produce(Clip.of("a.ecdc", RATE.grid(3))))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRODUCER));
    }

    /** Gives silence for ever, or answers each read with the same number. */
    private record Broken(int answer) implements AudioStream {
        @Override
        public int sampleRate() {
            return 24_000;
        }

        @Override
        public int read(float[] into, int offset, int length) {
            return answer == 1 ? length : answer;
        }

        @Override
        public void close() {}
    }

    @Test
    void aStreamWithoutEndIsAMismatch() {
        assertThatThrownBy(() ->
                        new Framing(RATE, WindowCentre.START, 0).forEachFrame(new Broken(1), RATE.grid(3), t -> {}))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH))
                .hasMessageContaining("at least 10000");
    }

    @Test
    void hopsAreBounded() {
        assertThatThrownBy(() -> new Framing(new FrameGrid.Rate(24_000, 65_537), WindowCentre.START, 0))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
    }
}
