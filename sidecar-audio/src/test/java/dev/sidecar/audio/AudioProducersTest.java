package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.FakeClips;
import dev.sidecar.testkit.ProducerContract;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioProducersTest {
    private static final Samples SINE = Samples.sine(9_600, 0.5, 440);

    private static AudioProducers.Builder builder() {
        return AudioProducers.from(SINE);
    }

    /** Noise and tones of the clip's own, at its rate. */
    private static AudioStream audio(Clip clip) {
        FrameGrid grid = clip.grid();
        SplittableRandom random = new SplittableRandom(clip.id().hashCode());
        float[] values = Samples.generate(
                        (int) grid.samples(), i -> 0.3 * Math.sin(i * 0.05) + 0.2 * (random.nextDouble() - 0.5))
                .values();
        return new Samples(values, grid.sampleRate(), read -> 5_000).open();
    }

    @Test
    void theContractOfProducersHolds() {
        ProducerContract.of(() -> AudioProducers.from(AudioProducersTest::audio)
                        .features("rms", "rms_db", "peak", "rms_320", "zcr", "f0", "spectral_centroid")
                        .features("spectral_flatness", "loudness_db", "mfcc", "onset_strength", "chroma")
                        .nFft(256)
                        .frameLength(1_024)
                        .topDb(80)
                        .build())
                .onlyClips(
                        FakeClips.clip("T0.ecdc", 0),
                        FakeClips.clip("T1.ecdc", 1),
                        FakeClips.clip("T2.ecdc", 2),
                        FakeClips.clip("T75.ecdc", 75),
                        FakeClips.clip("T226.ecdc", 226),
                        Clip.of("other_grid.ecdc", new FrameGrid.Rate(44_100, 512).grid(87)))
                .check();
    }

    @Test
    void columnsComeInTheOrderOfFeaturesAndSayWhatTheyAre() throws Exception {
        FeatureFrame frame = builder()
                .features("chroma", "f0")
                .features("mfcc", "rms_77", "mel")
                .nMels(5)
                .nMfcc(2)
                .build()
                .produce(SINE.clip("a.ecdc"));
        assertThat(frame.names())
                .startsWith("chroma_0", "chroma_1")
                .endsWith(
                        "chroma_11",
                        "f0",
                        "f0_confidence",
                        "mfcc_0",
                        "mfcc_1",
                        "rms_77",
                        "mel_0",
                        "mel_1",
                        "mel_2",
                        "mel_3",
                        "mel_4")
                .hasSize(22);
    }

    @Test
    void whatItMakesIsKnownBeforehand() throws Exception {
        Producer all = builder().features(FeaturesTest.ALL).build();
        assertThat(all.makes())
                .containsExactlyInAnyOrderElementsOf(
                        all.produce(SINE.clip("a.ecdc")).names());
    }

    @Test
    void everyColumnHasADocumentationAndARange() throws Exception {
        FeatureFrame frame = builder().features(FeaturesTest.ALL).build().produce(SINE.clip("a.ecdc"));
        for (Column column : frame.columns()) {
            assertThat(column.doc()).as(column.name()).hasSizeGreaterThan(10).isPrintable();
            assertThat(column.range()).as(column.name()).isPresent();
            assertThat(column.units()).as(column.name()).isIn("", "dB", "Hz");
        }
        assertThat(frame.column("rms_db").units()).isEqualTo("dB");
        assertThat(frame.column("f0").units()).isEqualTo("Hz");
        assertThat(frame.column("spectral_rolloff").range().orElseThrow().max()).isEqualTo(12_000);
    }

    @Test
    void theDescriptionHasTheParametersThatMatter() {
        assertThat(builder().features("rms_db").nFft(512).build().describe())
                .isEqualTo(new Provenance(
                        "from_audio", "1", Map.of("audio-feats", List.of("rms_db"), "window-centre", "start")));
        assertThat(builder()
                        .features("mfcc", "f0", "spectral_rolloff")
                        .topDb(60)
                        .windowCentre(WindowCentre.MIDDLE)
                        .build()
                        .forWorker()
                        .describe()
                        .options())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("audio-feats", List.of("mfcc", "f0", "spectral_rolloff")),
                        Map.entry("window-centre", "middle"),
                        Map.entry("n-fft", 2_048L),
                        Map.entry("n-mels", 128L),
                        Map.entry("mel-fmin", 0.0),
                        Map.entry("n-mfcc", 20L),
                        Map.entry("top-db", 60.0),
                        Map.entry("frame-length", 2_048L),
                        Map.entry("fmin", 65.0),
                        Map.entry("fmax", 2_000.0),
                        Map.entry("trough-threshold", 0.1),
                        Map.entry("roll-percent", 0.85)));
    }

    @Test
    void aRunTakesIt() {
        FeatureFrame frame = Sidecar.builder()
                .with(builder().features("peak").build())
                .build()
                .produce(SINE.clip("a.ecdc"));
        assertThat(frame.column("peak").provenance().orElseThrow().producer()).isEqualTo("from_audio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RMS", "rms_0", "rms_", "rms_-1", "rms_2048.0", "mfcc_0", "spectral_contrast"})
    void unknownFeaturesListTheKnownOnes(String name) {
        assertThatThrownBy(() -> builder().features(name))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("no feature \"" + name + "\"")
                .hasMessageContaining("there are chroma, f0, loudness_db, mel, mfcc, onset_strength, peak, rms, rms_db,"
                        + " spectral_bandwidth, spectral_centroid, spectral_flatness, spectral_rolloff, zcr, rms_2048");
    }

    static Stream<Consumer<AudioProducers.Builder>> mistakes() {
        return Stream.of(
                AudioProducers.Builder::build,
                builder -> builder.features("rms", "rms"),
                builder -> builder.features("rms_65537"),
                builder -> builder.features("rms_999999999"),
                builder -> builder.frameLength(0),
                builder -> builder.frameLength(65_537),
                builder -> builder.nFft(1_000),
                builder -> builder.nFft(8),
                builder -> builder.nFft(8_192),
                builder -> builder.nFft(512).nFft(512),
                builder -> builder.nMels(0),
                builder -> builder.nMels(1_025),
                builder -> builder.nMfcc(0),
                builder -> builder.features("mfcc").nMfcc(129).build(),
                builder -> builder.features("mfcc").nMels(19).build(),
                builder -> builder.melRange(-1, 100),
                builder -> builder.melRange(100, 100),
                builder -> builder.melRange(0, Double.NaN),
                builder -> builder.melRange(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
                builder -> builder.melRange(0, 100).melRange(0, 100),
                builder -> builder.tuning(0.5),
                builder -> builder.tuning(-0.51),
                builder -> builder.tuning(Double.NaN),
                builder -> builder.tuning(0).estimateTuning(),
                builder -> builder.topDb(-1),
                builder -> builder.topDb(Double.NaN),
                builder -> builder.topDb(Double.POSITIVE_INFINITY),
                builder -> builder.rollPercent(0),
                builder -> builder.rollPercent(1),
                builder -> builder.rollPercent(Double.NaN),
                builder -> builder.f0Range(0, 100),
                builder -> builder.f0Range(100, 100),
                builder -> builder.f0Range(100, Double.POSITIVE_INFINITY),
                builder -> builder.f0Range(Double.NaN, 100),
                builder -> builder.troughThreshold(0),
                builder -> builder.troughThreshold(1.01),
                builder -> builder.windowCentre(WindowCentre.START).windowCentre(WindowCentre.MIDDLE));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreTold(Consumer<AudioProducers.Builder> mistake) {
        assertUsage(() -> mistake.accept(builder()));
    }

    private static void assertUsage(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
    }

    @Test
    void periodsThatDoNotFitTheWindowAreTold() {
        List<Producer> producers = List.of(
                builder().features("f0").frameLength(4_096).build(),
                builder().features("f0").frameLength(13).build(),
                builder().features("f0").f0Range(1e-9, 1e-8).build(),
                builder().features("f0").f0Range(11_999, 12_000).build());
        for (Producer producer : producers) {
            assertUsage(() -> producer.produce(SINE.clip("a.ecdc")));
        }
    }

    @Test
    void melRangesAboveHalfTheSampleRateOfAClipAreTold() throws Exception {
        Clip clip = SINE.clip("a.ecdc");
        for (AudioProducers.Builder builder : List.of(
                builder().features("mel").melRange(0, 12_001),
                builder().features("mfcc").melRange(12_000, Double.POSITIVE_INFINITY))) {
            Producer producer = builder.build();
            assertThatThrownBy(() -> producer.produce(clip))
                    .isInstanceOfSatisfying(SidecarException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.USAGE);
                        assertThat(e.place().clip()).isEqualTo("a.ecdc");
                    })
                    .hasMessageContaining("12000.0 Hz, and mel-fmax at most that");
        }
        assertThat(builder().features("mel").melRange(11_999, 12_000).build().produce(clip))
                .isNotNull();
        assertThat(builder()
                        .features("mel")
                        .melRange(0, 12_000)
                        .build()
                        .produce(clip)
                        .columns())
                .isEqualTo(builder().features("mel").build().produce(clip).columns());
    }

    /** librosa's bands that no bin lies in have no power. */
    @Test
    void bandsBetweenTwoBinsAreEmpty() throws Exception {
        FeatureFrame frame = builder()
                .features("mel")
                .nFft(256)
                .nMels(3)
                .melRange(440, 460)
                .build()
                .produce(SINE.clip("a.ecdc"));
        for (Column column : frame.columns()) {
            assertThat(column.toArray()).containsOnly(-100);
        }
    }

    @Test
    void theNumberOfCoefficientsMattersToThemAlone() {
        assertThat(builder().features("mel", "onset_strength").nMels(5).build()).isNotNull();
    }

    @Test
    void featuresThatDoNotFitTheClipAreZerosAround() throws Exception {
        Samples tiny = Samples.generate(5, i -> 0.5);
        FeatureFrame frame = AudioProducers.from(tiny)
                .features("rms_65536", "mel")
                .nFft(4_096)
                .nMels(1_024)
                .build()
                .produce(tiny.clip("a.ecdc"));
        assertThat(frame.column("rms_65536").get(0)).isEqualTo((float) Math.sqrt(5 * 0.25 / 65_536));
        assertThat(frame.width()).isEqualTo(1_025);
    }

    @Test
    void streamsAreClosedWhateverHappens() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AudioSource counting = clip -> {
            AudioStream stream = SINE.open();
            open.incrementAndGet();
            return new AudioStream() {
                @Override
                public int sampleRate() {
                    return stream.sampleRate();
                }

                @Override
                public int read(float[] into, int offset, int length) {
                    return stream.read(into, offset, length);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        };
        Producer worker =
                AudioProducers.from(counting).features("f0", "mfcc").build().forWorker();
        FeatureFrame expected = worker.produce(SINE.clip("a.ecdc"));
        assertThatThrownBy(() -> worker.produce(FakeClips.clip("b.ecdc", 99)))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
                    assertThat(e.place().clip()).isEqualTo("b.ecdc");
                });
        Clip resampled = Clip.of("c.ecdc", FrameGrid.Rate.ENCODEC_48KHZ.grid(2L * expected.frames()));
        assertThat(worker.produce(resampled).column("f0").get(expected.frames()))
                .isCloseTo(440, within(1f));
        assertThat(worker.produce(SINE.clip("a.ecdc"))).isEqualTo(expected);
        assertThat(open).hasValue(0);
    }
}
