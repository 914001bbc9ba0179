package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuning and mel limits against librosa's definitions in NumPy; {@code src/test/python/make_tuning.py} wrote the values. */
class TuningTest {
    private static final FrameGrid.Rate RATE = FrameGrid.Rate.ENCODEC_24KHZ;
    private static final JsonNode EXPECTED = Fixtures.json("features/tuning.json");

    static Stream<Map.Entry<String, JsonNode>> part(String name) {
        return EXPECTED.get(name).properties().stream();
    }

    static Stream<Map.Entry<String, JsonNode>> clips() {
        return part("tuning");
    }

    static Stream<Map.Entry<String, JsonNode>> chromaWeights() {
        return part("chroma");
    }

    static Stream<Map.Entry<String, JsonNode>> melWeights() {
        return part("mel");
    }

    /** A clip of the fixtures, or two seconds of sines of falling strength, so many semitones above 440 Hz. */
    private static Samples samples(String clip) {
        String[] words = clip.split(" ", -1);
        if (words.length == 1) {
            return Fixture.wav(clip + ".wav");
        }
        return Samples.generate(48_000, i -> {
            double sum = 0;
            for (int tone = 1; tone < words.length; tone++) {
                double hertz = 440 * Math.pow(2, Double.parseDouble(words[tone]) / 12);
                sum += Math.sin(2 * Math.PI * hertz * i / 24_000) / (1 << tone);
            }
            return sum;
        });
    }

    private static TuningEstimate estimate(Samples samples, int nFft) {
        TuningEstimate estimate = new TuningEstimate();
        Stft stft = new Stft(nFft, RATE);
        Framing framing = new Framing(RATE, WindowCentre.START, nFft);
        framing.forEachFrame(samples.open(), samples.grid(), t -> {
            stft.compute(framing);
            estimate.add(stft);
        });
        return estimate;
    }

    @ParameterizedTest
    @MethodSource("clips")
    void estimatesAreNumPys(Map.Entry<String, JsonNode> clip) {
        Samples samples = samples(clip.getKey());
        for (Map.Entry<String, JsonNode> size : clip.getValue().properties()) {
            assertThat(estimate(samples, Integer.parseInt(size.getKey())).bins())
                    .as("%s, %s", clip.getKey(), size.getKey())
                    .isEqualTo(size.getValue().asDouble());
        }
    }

    /** A parabola through powers errs by up to 0.1 bins of the spectrum, which at 3.5 kHz and above are 0.06 semitones. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.45, -0.2, 0, 0.23, 0.41})
    void theTuningOfToneIsFound(double tuning) {
        Samples tone = Samples.sine(48_000, 0.5, 3_520 * Math.pow(2, tuning / 12));
        assertThat(estimate(tone, 2_048).bins()).isCloseTo(tuning, within(0.01));
    }

    @Test
    void silenceAndNoFramesAreInTune() {
        assertThat(estimate(new Samples(new float[9_600]), 1_024).bins()).isZero();
        assertThat(new TuningEstimate().bins()).isZero();
    }

    @ParameterizedTest
    @MethodSource("chromaWeights")
    void chromaWeightsAreNumPys(Map.Entry<String, JsonNode> weights) {
        double tuning = Double.parseDouble(weights.getKey());
        assertRows(ChromaFilterBank.weights(24_000, 128, 12, tuning), weights.getValue());
    }

    @ParameterizedTest
    @MethodSource("melWeights")
    void melWeightsAreNumPys(Map.Entry<String, JsonNode> weights) {
        String[] words = weights.getKey().split(" ", -1);
        int bands = Integer.parseInt(words[1]);
        MelRange range = new MelRange(Double.parseDouble(words[2]), Double.parseDouble(words[3]));
        MelFilterBank bank = new MelFilterBank(RATE, Integer.parseInt(words[0]), bands, range);
        double[][] rows = new double[bands][129];
        for (int k = 0; k < 129; k++) {
            double[] one = new double[129];
            double[] values = new double[bands];
            one[k] = 1;
            bank.apply(one, values);
            for (int m = 0; m < bands; m++) {
                rows[m][k] = values[m];
            }
        }
        assertRows(rows, weights.getValue());
    }

    private static void assertRows(double[][] actual, JsonNode expected) {
        assertThat(actual).hasNumberOfRows(expected.size());
        for (int row = 0; row < actual.length; row++) {
            assertThat(actual[row]).hasSize(expected.get(row).size());
            for (int column = 0; column < actual[row].length; column++) {
                assertThat(actual[row][column])
                        .as("row %s, column %s", row, column)
                        .isCloseTo(expected.get(row).get(column).asDouble(), within(1e-11));
            }
        }
    }

    private static AudioProducers.Builder chroma(AudioSource source) {
        return AudioProducers.from(source).features("chroma", "rms_db");
    }

    /** The estimate is a choice of the number: the columns are those of the same number given. */
    @Test
    void chromaTunesItselfToEachClip() throws Exception {
        List<String> clips = List.of("speech", "pluck_chord", "tones -0.37", "speech");
        AudioSource source = clip -> samples(clip.id()).open();
        Producer estimating = chroma(source).estimateTuning().build().forWorker();
        for (String name : clips) {
            double tuning = EXPECTED.get("tuning").get(name).get("2048").asDouble();
            Clip clip = samples(name).clip(name);
            FeatureFrame expected = chroma(source).tuning(tuning).build().produce(clip);
            assertThat(estimating.produce(clip)).isEqualTo(expected);
            assertThat(chroma(source).build().produce(clip)).isNotEqualTo(expected);
        }
        Samples silence = new Samples(new float[9_600]);
        assertThat(chroma(silence).estimateTuning().build().produce(silence.clip("a")))
                .isEqualTo(chroma(silence).build().produce(silence.clip("a")));
    }

    /** A tone 0.4 semitones above A: at tuning 0 a good part is A#'s, tuned it is A's. */
    @Test
    void aDetunedToneIsInItsPitchClassOnceTuned() throws Exception {
        Samples tone = samples("tones 0.4");
        FeatureFrame plain = chroma(tone).build().produce(tone.clip("a"));
        FeatureFrame tuned = chroma(tone).estimateTuning().build().produce(tone.clip("a"));
        for (int t = 5; t < 140; t++) {
            assertThat(tuned.column("chroma_9").get(t)).isEqualTo(1);
            assertThat(tuned.column("chroma_10").get(t))
                    .isLessThan(0.7f * plain.column("chroma_10").get(t));
        }
    }

    @Test
    void theSourceIsOpenedTwiceOnlyForAnEstimate() throws Exception {
        Samples tone = samples("tones 0.23");
        AtomicInteger opened = new AtomicInteger();
        AudioSource counting = clip -> {
            opened.incrementAndGet();
            return tone.open();
        };
        chroma(counting).tuning(0.23).build().produce(tone.clip("a"));
        AudioProducers.from(counting)
                .features("rms_db")
                .estimateTuning()
                .build()
                .produce(tone.clip("a"));
        assertThat(opened).hasValue(2);
        chroma(counting).estimateTuning().build().produce(tone.clip("a"));
        assertThat(opened).hasValue(4);
    }

    /** Sorted by power as a whole, what the histogram has by rows. */
    @Test
    void theStrongerHalfCounts() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            List<double[]> peaks = new ArrayList<>();
            TuningEstimate estimate = new TuningEstimate();
            int count = 1 + random.nextInt(40);
            for (int i = 0; i < count; i++) {
                // Powers of 2, of which each has a row of its own, in hundredths that no rounding reaches the edges of.
                double[] peak = {
                    Math.pow(2, random.nextInt(-60, 20)), (random.nextInt(100) + 0.5) / 100 - 0.5, random.nextInt(30)
                };
                peaks.add(peak);
                estimate.add(220 * Math.pow(2, (peak[2] + peak[1]) / 12), peak[0]);
            }
            double[] powers =
                    peaks.stream().mapToDouble(peak -> peak[0]).sorted().toArray();
            double median = (powers[(count - 1) / 2] + powers[count / 2]) / 2;
            int[] histogram = new int[100];
            for (double[] peak : peaks) {
                histogram[(int) Math.floor((peak[1] + 0.5) * 100)] += peak[0] >= median ? 1 : 0;
            }
            int most = 0;
            for (int i = 1; i < 100; i++) {
                most = histogram[i] > histogram[most] ? i : most;
            }
            assertThat(estimate.bins()).as("seed %s", seed).isEqualTo((most - 50) / 100.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, 0", "-0.5, -0.5", "0.23, 0.23", "1e-3, 0.001", "0.10000000000000002, 0.10000000000000002"
    })
    void labelsAreTheShortestNumbersThatReadTheSame(String number, String label) {
        assertThat(Tuning.ofLabel(number).label()).isEqualTo(label);
        assertThat(Tuning.ofLabel(label)).isEqualTo(Tuning.of(Double.parseDouble(number) + 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "-0.51", "nan", "NaN", "inf", "440", "", "Estimate", "0,1"})
    void otherTuningsAreRefused(String label) {
        SidecarException failure = Failures.of(() -> Tuning.ofLabel(label));
        assertThat(failure.kind()).isEqualTo(SidecarException.Kind.USAGE);
        assertThat(failure.reason()).startsWith("tuning must be").contains("estimate", label);
    }
}
