package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Range;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals with a known answer. */
class FeaturesTest {
    static final String[] ALL = {
        "rms",
        "rms_db",
        "peak",
        "rms_2048",
        "zcr",
        "f0",
        "spectral_centroid",
        "spectral_bandwidth",
        "spectral_rolloff",
        "spectral_flatness",
        "chroma",
        "loudness_db",
        "mel",
        "mfcc",
        "onset_strength"
    };

    private static FeatureFrame produce(Samples samples, String... features) throws Exception {
        return AudioProducers.from(samples).features(features).build().produce(samples.clip("a.ecdc"));
    }

    private static float[] values(Samples samples, String feature) throws Exception {
        return produce(samples, feature).column(feature).toArray();
    }

    /** Whole periods in each block and window: 75 Hz has one in 320 samples, 375 Hz has 32 in 2,048. */
    @ParameterizedTest
    @CsvSource({"1, 375", "0.25, 1500", "1e-3, 3000"})
    void aSineHasItsAmplitudeBySqrt2(double amplitude, double hertz) throws Exception {
        Samples sine = Samples.sine(24_000, amplitude, hertz);
        FeatureFrame frame = produce(sine, "rms", "rms_db", "rms_2048");
        double rms = amplitude / Math.sqrt(2);
        for (int t = 5; t < 70; t++) {
            assertThat((double) frame.column("rms").get(t)).isCloseTo(rms, within(1e-6 * rms));
            assertThat((double) frame.column("rms_2048").get(t)).isCloseTo(rms, within(1e-6 * rms));
            assertThat((double) frame.column("rms_db").get(t)).isCloseTo(20 * Math.log10(rms), within(1e-5));
        }
    }

    @Test
    void aSquareAtFullScaleIsAtZeroDecibels() throws Exception {
        Samples square = Samples.generate(24_000, i -> i / 60 % 2 == 0 ? 1 : -1);
        FeatureFrame frame = produce(square, "rms", "rms_db", "peak", "zcr", "f0");
        for (int t = 5; t < 70; t++) {
            assertThat(frame.column("rms").get(t)).isEqualTo(1);
            assertThat(frame.column("rms_db").get(t)).isCloseTo(0, within(1e-10f));
            assertThat(frame.column("peak").get(t)).isEqualTo(1);
            // 2,048 samples have 34 or 35 of the changes, one every 60 samples.
            assertThat(frame.column("zcr").get(t)).isBetween(34 / 2_048f, 35 / 2_048f);
            assertThat(frame.column("f0").get(t)).isCloseTo(200, within(0.1f));
            assertThat(frame.column("f0_confidence").get(t)).isGreaterThan(0.95f);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, -1, 1e-3})
    void aConstantHasItsMagnitudeAndNoPitch(double value) throws Exception {
        FeatureFrame frame = produce(Samples.generate(24_000, i -> value), ALL);
        float magnitude = (float) Math.abs(value);
        for (int t = 5; t < 70; t++) {
            assertThat(frame.column("rms").get(t)).isCloseTo(magnitude, within(1e-6f));
            assertThat(frame.column("peak").get(t)).isEqualTo(magnitude);
            assertThat(frame.column("zcr").get(t)).isZero();
            assertThat(frame.column("f0").get(t)).isZero();
            assertThat(frame.column("spectral_rolloff").get(t)).isLessThan(24);
            assertThat(frame.column("onset_strength").get(t)).isCloseTo(0, within(1e-4f));
        }
    }

    @Test
    void silence() throws Exception {
        for (Column column : produce(new Samples(new float[9_600]), ALL).columns()) {
            float expected = switch (column.name().replaceAll("_\\d+$", "")) {
                case "rms" -> column.name().equals("rms") ? 1e-6f : 0;
                case "rms_db" -> -120;
                case "spectral_flatness" -> 1;
                case "loudness_db", "mel" -> -100;
                case "mfcc" -> column.name().equals("mfcc_0") ? (float) (-100 * Math.sqrt(128)) : 0;
                default -> 0;
            };
            assertThat(column.toArray())
                    .as(column.name())
                    .containsOnly(new float[] {expected}, within(Math.max(1e-9f, Math.abs(expected) * 1e-6f)));
        }
    }

    @Test
    void oneSample() throws Exception {
        Samples one = Fixture.wav("one_sample.wav");
        assertThat(one.values()).containsExactly(0.5f);
        FeatureFrame frame = produce(one, ALL);
        assertThat(frame.frames()).isEqualTo(1);
        assertThat(frame.column("peak").get(0)).isEqualTo(0.5f);
        assertThat(frame.column("rms").get(0)).isEqualTo((float) Math.sqrt(0.25 / 320 + 1e-12));
        assertThat(frame.column("rms_2048").get(0)).isEqualTo((float) Math.sqrt(0.25 / 2_048));
        assertThat(frame.column("zcr").get(0)).isZero();
        assertThat(frame.column("spectral_flatness").get(0)).isCloseTo(1, within(1e-6f));
        assertThat(frame.columns())
                .allSatisfy(column -> assertThat(column.firstNonFinite()).isEqualTo(-1));
    }

    @Test
    void noSamples() throws Exception {
        FeatureFrame frame = produce(new Samples(new float[0]), ALL);
        assertThat(frame.frames()).isZero();
        assertThat(frame.width()).isEqualTo(15 - 4 + 2 + 12 + 128 + 20);
    }

    /** In a window the frequency moves by 4 Hz, and YIN weighs its beginning more than its end. */
    @Test
    void theFundamentalFollowsAChirp() throws Exception {
        Samples chirp =
                Samples.generate(96_000, i -> 0.8 * Math.sin(2 * Math.PI * (200 + 25 * i / 24_000.0) * i / 24_000.0));
        float[] f0 = values(chirp, "f0");
        for (int t = 5; t < 295; t++) {
            assertThat((double) f0[t]).isCloseTo(200 + 50 * t / 75.0, within(2.5));
        }
    }

    @Test
    void theFundamentalIsHeldFromTheLastVoicedFrame() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        Samples samples = Samples.generate(
                96_000,
                i -> i / 24_000 == 1 ? Math.sin(2 * Math.PI * 300 * i / 24_000) : i < 72_000 ? 0 : random.nextDouble());
        FeatureFrame frame = produce(samples, "f0");
        float[] f0 = frame.column("f0").toArray();
        float[] confidence = frame.column("f0_confidence").toArray();
        assertThat(Arrays.copyOf(f0, 70)).containsOnly(0);
        assertThat(Arrays.copyOf(confidence, 70)).containsOnly(0);
        for (int t = 80; t < 146; t++) {
            assertThat(f0[t]).isCloseTo(300, within(0.6f));
            assertThat(confidence[t]).isGreaterThan(0.9f);
        }
        for (int t = 154; t < 300; t++) {
            assertThat(f0[t]).as("frame %s", t).isEqualTo(f0[153]);
            assertThat(confidence[t]).as("frame %s", t).isLessThan(0.9f);
        }
    }

    /** A block's value for each of many frequencies, in a window of any size: the weighting of the standard, less 3.01 dB. */
    @ParameterizedTest
    @CsvSource({"1000, 2048, 0.0", "1000, 512, 0.0", "251.19, 4096, -8.6", "3981.07, 256, 1.0", "7943.28, 1024, -1.1"})
    void loudnessIsTheWeightedPower(double hertz, int nFft, double weight) throws Exception {
        Samples sine = Samples.sine(24_000, 0.1, hertz);
        Column column = AudioProducers.from(sine)
                .features("loudness_db")
                .nFft(nFft)
                .build()
                .produce(sine.clip("a.ecdc"))
                .column("loudness_db");
        for (int t = 10; t < 60; t++) {
            assertThat((double) column.get(t)).isCloseTo(-20 - 3.0103 + weight, within(0.1));
        }
    }

    @ParameterizedTest
    @CsvSource({"261.63, 0", "440, 9", "880, 9", "987.77, 11", "1479.98, 6"})
    void aToneIsInItsPitchClassAndBand(double hertz, int pitchClass) throws Exception {
        Samples tone = Samples.sine(24_000, 0.5, hertz);
        FeatureFrame frame = produce(tone, "chroma", "spectral_centroid", "zcr", "spectral_flatness");
        for (int t = 10; t < 60; t++) {
            assertThat(frame.column("chroma_" + pitchClass).get(t)).isEqualTo(1);
            assertThat(frame.column("chroma_" + (pitchClass + 6) % 12).get(t)).isLessThan(0.1f);
            assertThat((double) frame.column("spectral_centroid").get(t)).isCloseTo(hertz, within(0.01 * hertz));
            assertThat((double) frame.column("zcr").get(t)).isCloseTo(hertz / 12_000, within(1.0 / 2_048));
            assertThat(frame.column("spectral_flatness").get(t)).isLessThan(1e-3f);
        }
    }

    @Test
    void onsetsAreWhereALevelRises() throws Exception {
        Samples step = Samples.generate(48_000, i -> (i < 24_000 ? 1e-3 : 0.5) * Math.sin(i * 0.3));
        float[] onset = values(step, "onset_strength");
        int strongest = 10;
        for (int t = 10; t < 140; t++) {
            strongest = onset[t] > onset[strongest] ? t : strongest;
        }
        // The first window that reaches the step at frame 75 begins 1,024 samples before its frame.
        assertThat(strongest).isBetween(72, 73);
        assertThat(onset[0]).isZero();
    }

    @Test
    void valuesOfAudioWithinFullScaleAreWithinTheDeclaredRanges() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<Samples> loud = List.of(
                Samples.generate(9_600, i -> 1),
                Samples.generate(9_600, i -> i % 2 == 0 ? 1 : -1),
                Samples.generate(9_600, i -> i % 700 == 0 ? 1 : 0),
                Samples.generate(9_600, i -> random.nextBoolean() ? 1 : -1),
                Samples.sine(9_600, 1, 2_600),
                new Samples(new float[9_600]));
        for (Samples samples : loud) {
            assertWithinRanges(produce(samples, ALL));
        }
        for (String name : Fixture.NAMES) {
            assertWithinRanges(produce(Fixture.read(name).samples(), ALL));
        }
    }

    private static void assertWithinRanges(FeatureFrame frame) {
        for (Column column : frame.columns()) {
            Range range = column.range().orElseThrow();
            for (float value : column.toArray()) {
                assertThat((double) value).as(column.name()).isBetween(range.min() - 1e-6, range.max() + 1e-6);
            }
        }
    }
}
