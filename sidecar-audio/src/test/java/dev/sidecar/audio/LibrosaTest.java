package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.frame.FeatureFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What librosa 0.11 and NumPy compute, value by value. */
class LibrosaTest {
    private static final String[] SPECTRAL = {
        "spectral_centroid",
        "spectral_bandwidth",
        "spectral_rolloff",
        "spectral_flatness",
        "mfcc",
        "onset_strength",
        "chroma"
    };

    static Stream<Fixture> fixtures() {
        return Fixture.NAMES.stream().map(Fixture::read);
    }

    private static FeatureFrame produce(Fixture fixture, AudioProducers.Builder builder) throws Exception {
        return builder.build().produce(fixture.samples().clip("a.ecdc"));
    }

    /** Six levels, zero crossings, and for each FFT size four shapes, 13 coefficients, onsets and 12 pitch classes. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void everyColumnIsTheFixtures(Fixture fixture) throws Exception {
        FeatureFrame levels = produce(
                fixture,
                AudioProducers.from(fixture.samples()).features("rms", "rms_db", "peak", "rms_320", "rms_2048", "zcr"));
        List<String> compared = new ArrayList<>();
        for (String column : List.of("block_rms", "block_rms_db", "block_peak")) {
            // The same formula in float64, rounded once: nothing but the order of a sum of 320 squares can differ.
            compare(fixture, column, levels, column.substring("block_".length()), 1e-6, 0);
            compared.add(column);
        }
        for (String column : List.of("librosa_rms_320", "librosa_rms_2048", "librosa_zcr_2048")) {
            compare(fixture, column, levels, column.replaceAll("librosa_|(?<=zcr)_2048", ""), 1e-5, 1e-7);
            compared.add(column);
        }
        for (int nFft : new int[] {1_024, 2_048}) {
            FeatureFrame spectral = produce(
                    fixture,
                    AudioProducers.from(fixture.samples())
                            .features(SPECTRAL)
                            .nFft(nFft)
                            .nMels(64)
                            .nMfcc(13));
            for (String name : spectral.names()) {
                String column = name.replace("spectral_", "")
                                .replace("rolloff", "rolloff85")
                                .replaceAll("_(?=\\d)", "")
                        + "_" + nFft;
                // librosa's spectra are complex64, whose rounding shows where bands and bins are almost empty.
                compare(fixture, column, spectral, name, 1e-4, 1e-3);
                compared.add(column);
            }
        }
        compared.add("yin_f0_2048");
        assertThat(compared).containsExactlyInAnyOrderElementsOf(fixture.columns());
    }

    private static void compare(
            Fixture fixture, String column, FeatureFrame frame, String name, double relative, double absolute) {
        int c = fixture.columns().indexOf(column);
        assertThat(frame.frames()).isEqualTo(fixture.expected().length);
        for (int t = 0; t < frame.frames(); t++) {
            float expected = fixture.expected()[t][c];
            assertThat((double) frame.column(name).get(t))
                    .as("%s %s frame %s", fixture, column, t)
                    .isCloseTo(expected, within(Math.max(absolute, relative * Math.abs(expected))));
        }
    }

    /**
     * The estimate as it is, before it is held: all but three of 979 frames. In those the window has one impulse and nothing
     * else, so that all lags differ by rounding alone, and librosa's float32 picks another one; they are not voiced.
     */
    @Test
    void theFundamentalFrequencyIsLibrosas() {
        Set<String> others = new TreeSet<>();
        int frames = 0;
        for (Fixture fixture : fixtures().toList()) {
            Yin yin = new Yin(new Yin.Options(2_048, 65, 2_000, 0.1), 24_000);
            Framing framing = new Framing(fixture.samples().grid().rate(), WindowCentre.START, 2_048);
            int column = fixture.columns().indexOf("yin_f0_2048");
            framing.forEachFrame(fixture.samples().open(), fixture.samples().grid(), t -> {
                int from = framing.window(2_048);
                yin.estimate(framing.samples(), from);
                double expected = fixture.expected()[t][column];
                if (Math.abs(yin.f0() - expected) > 1e-3 * expected) {
                    assertThat(yin.voiced()).isFalse();
                    assertThat(nonZeros(framing.samples(), from, from + 2_048)).isEqualTo(1);
                    others.add(fixture + " " + t);
                }
            });
            frames += fixture.expected().length;
        }
        assertThat(frames).isEqualTo(979);
        assertThat(others)
                .containsExactly("silence_square_impulse 61", "silence_square_impulse 62", "silence_square_impulse 63");
    }

    private static long nonZeros(float[] samples, int from, int to) {
        return IntStream.range(from, to).filter(i -> samples[i] != 0).count();
    }

    /** What the fixtures do not have, from NumPy; float64 on both sides, so that float32 alone is between them. */
    @Test
    void melBandsLoudnessTopDbAndMiddlesAreNumpys() throws Exception {
        Fixture fixture = Fixture.read("noise_fade");
        AudioSource source = fixture.samples();
        FeatureFrame plain = produce(
                fixture,
                AudioProducers.from(source)
                        .features("mel", "loudness_db")
                        .nFft(1_024)
                        .nMels(64));
        FeatureFrame topDb = produce(
                fixture,
                AudioProducers.from(source)
                        .features("mfcc", "onset_strength")
                        .nFft(1_024)
                        .nMels(64)
                        .nMfcc(13)
                        .topDb(30));
        FeatureFrame middle = produce(
                fixture,
                AudioProducers.from(source)
                        .features("rms_999", "spectral_centroid")
                        .nFft(1_024)
                        .windowCentre(WindowCentre.MIDDLE));
        List<String> columns = Fixture.lines("golden.txt");
        float[][] golden = Fixture.npy("golden.npy", columns.size());
        assertThat(golden).hasNumberOfRows(plain.frames());
        for (String column : columns) {
            FeatureFrame frame = column.startsWith("top") ? topDb : column.startsWith("middle") ? middle : plain;
            String name = column.substring(column.indexOf(' ') + 1);
            for (int t = 0; t < golden.length; t++) {
                float expected = golden[t][columns.indexOf(column)];
                assertThat((double) frame.column(name).get(t))
                        .as("%s frame %s", column, t)
                        .isCloseTo(expected, within(1e-6 * Math.max(10, Math.abs(expected))));
            }
        }
    }
}
