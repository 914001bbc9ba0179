package dev.sidecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Float16;
import dev.sidecar.testkit.FakeClips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The benchmarks do what they are there to measure, and count it. */
class AnswersTest {
    private final Units.Samples samples = new Units.Samples();
    private final Units.Audio audio = new Units.Audio();
    private final Units.Frames frames = new Units.Frames();
    private final Units.Values values = new Units.Values();
    private final Units.Clips clips = new Units.Clips();

    @Test
    void theWholeClipIsEncodedAndSomethingIsDecoded() {
        CodecBenchmark benchmark = new CodecBenchmark();
        benchmark.setup();
        assertThat(benchmark.encode(audio)).isEqualTo(60 * 75);
        assertThat(benchmark.decode(audio)).isFinite().isNotZero();
        assertThat(benchmark.floor(audio)).isFinite().isPositive();
        assertThat(audio.realTime).isEqualTo(121);
    }

    @Test
    void levelsAreThoseOfTheSamples() throws Exception {
        WavLevelBenchmark benchmark = new WavLevelBenchmark();
        benchmark.seconds = 2;
        benchmark.setup();
        float[] tones = benchmark.floor(samples);
        Column levels = benchmark.rmsDb(samples).column("rms_db");
        benchmark.tearDown();
        assertThat(samples.samples).isEqualTo(2 * 48_000);
        assertThat(levels.frames()).isEqualTo(150);
        for (int t = 0; t < 150; t++) {
            double sum = 0;
            for (int i = 320 * t; i < 320 * (t + 1); i++) {
                double stored = Math.rint(tones[i] * 32_768) / 32_768;
                sum += stored * stored;
            }
            assertThat((double) levels.get(t))
                    .isCloseTo(20 * Math.log10(Math.sqrt(sum / 320 + 1e-12) + 1e-12), within(1e-4));
        }
    }

    @Test
    void resamplingKeepsTheDuration() {
        ResamplingBenchmark benchmark = new ResamplingBenchmark();
        benchmark.rate = 44_100;
        benchmark.seconds = 2;
        benchmark.setup();
        assertThat(benchmark.floor(audio)).isEqualTo(88_200);
        assertThat(benchmark.resample(audio)).isEqualTo(48_000);
        assertThat(audio.realTime).isEqualTo(4);
    }

    @Test
    void columnsAreConstantAndLinear() throws Exception {
        ColumnBenchmark benchmark = new ColumnBenchmark();
        benchmark.frames = 11;
        benchmark.setup();
        assertThat(benchmark.floor(frames)).hasSize(11).containsOnly(7);
        assertThat(benchmark.constant(frames).column("scene_id").toArray())
                .hasSize(11)
                .containsOnly(7);
        assertThat(benchmark.ramp(frames).column("gain").get(5)).isEqualTo(0.5f);
        assertThat(frames.frames).isEqualTo(33);
    }

    @Test
    void halvesAreThoseOfTheFloats() {
        Float16Benchmark benchmark = new Float16Benchmark();
        benchmark.values = 100;
        benchmark.setup();
        float[] floats = benchmark.floor(values).clone();
        short[] halves = benchmark.round(values);
        float[] widened = benchmark.widen(values);
        for (int i = 0; i < 100; i++) {
            assertThat(halves[i]).isEqualTo(Float16.toBits(floats[i]));
            assertThat(widened[i]).isEqualTo(Float16.toFloat(halves[i]));
        }
        assertThat(values.values).isEqualTo(300);
    }

    @Test
    void windowsAreTheSameFromAnArrayAMapAndAFile() throws Exception {
        for (DType dtype : DType.values()) {
            float[][] windows = new float[3][];
            for (int i = 0; i < 3; i++) { // each with random places from the beginning
                WindowBenchmark benchmark = new WindowBenchmark();
                benchmark.frames = 750;
                benchmark.dtype = dtype;
                benchmark.setup();
                windows[i] = switch (i) {
                    case 0 -> benchmark.floor(frames).clone();
                    case 1 -> benchmark.mapped(frames).clone();
                    default -> benchmark.read(frames).clone();
                };
                benchmark.tearDown();
            }
            for (int i = 0; i < windows[0].length; i++) {
                float expected = dtype.round(windows[0][i]);
                assertThat(windows[1][i]).isEqualTo(expected);
                assertThat(windows[2][i]).isEqualTo(expected);
            }
        }
    }

    @Test
    void allCodesAreRead() throws Exception {
        TokenBenchmark benchmark = new TokenBenchmark();
        benchmark.seconds = 20;
        benchmark.setup();
        assertThat(benchmark.floor(clips).position()).isEqualTo(1536);
        assertThat(benchmark.frames(clips)).hasValue(1500);
        assertThat(benchmark.floorOfCodes(frames)).hasSizeGreaterThan(8 * 8 * 1500);
        assertThat(benchmark.codes(frames))
                .isEqualTo(FakeClips.codes(8, 1500, 1).window(1499, 1)[7][0]);
        benchmark.tearDown();
        assertThat(clips.clips).isEqualTo(2);
        assertThat(frames.frames).isEqualTo(3000);
    }

    @Test
    void runsWriteAllClipsOnceAndTheFloorAsManyFiles() throws Exception {
        RunBenchmark benchmark = new RunBenchmark();
        benchmark.clips = 12;
        benchmark.setup();
        assertThat(benchmark.add(clips).written()).isEqualTo(12);
        assertThat(benchmark.again(clips).unchanged()).isEqualTo(12);
        assertThat(benchmark.audit(clips).findings()).isEmpty();
        long bytes = benchmark.floorOfAgain(clips);
        assertThat(benchmark.floorOfAudit(clips)).isEqualTo((int) bytes).isGreaterThan(12 * (128 + 8 * 225));
        benchmark.clear();
        assertThat(benchmark.floor(clips)).isEqualTo(12);
        benchmark.tearDown();
        assertThat(clips.clips).isEqualTo(6 * 12);
    }

    @Test
    void clipsMadeOnTheFlyAreAllRun() {
        LongRunBenchmark benchmark = new LongRunBenchmark();
        benchmark.clips = 1_234;
        assertThat(benchmark.run(clips).written()).isEqualTo(1_234);
        assertThat(clips.clips).isEqualTo(1_234);
    }

    @Test
    void theWorkFolderGoesWithAllThatIsInIt() throws Exception {
        Path path;
        try (WorkFolder folder = new WorkFolder()) {
            path = folder.path();
            Corpus.write(path, 3);
            try (Stream<Path> files = Files.walk(path)) {
                assertThat(files.filter(Files::isRegularFile)).hasSize(3);
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void columnsOfTonesDiffer() {
        FeatureFrame frame = Corpus.columns(10, 3);
        assertThat(frame.names()).containsExactly("c0", "c1", "c2");
        assertThat(frame.column("c0")).isNotEqualTo(frame.column("c1"));
    }
}
