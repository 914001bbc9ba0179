package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.benchmarks.Units;
import dev.sidecar.frame.FeatureFrame;
import org.junit.jupiter.api.Test;

/** The benchmarks do what they are there to measure, and count it. */
class AudioAnswersTest {
    @Test
    void levelsAreThoseOfTheSamples() {
        BlockRmsBenchmark benchmark = new BlockRmsBenchmark();
        benchmark.seconds = 1;
        benchmark.setup();
        Units.Samples done = new Units.Samples();
        float[] samples = benchmark.floor(done);
        float[] levels = benchmark.rms(done);
        assertThat(done.samples).isEqualTo(48_000);
        assertThat(levels).hasSize(75);
        for (int t = 0; t < 75; t++) {
            double sum = 0;
            for (int i = 320 * t; i < 320 * (t + 1); i++) {
                sum += (double) samples[i] * samples[i];
            }
            assertThat((double) levels[t]).isCloseTo(Math.sqrt(sum / 320 + 1e-12), within(1e-6));
        }
    }

    @Test
    void allFeaturesAreComputedOfAllFrames() throws Exception {
        SpectrumBenchmark benchmark = new SpectrumBenchmark();
        benchmark.seconds = 1;
        benchmark.setup();
        Units.Frames done = new Units.Frames();
        assertThat(benchmark.floor(done)).isPositive();
        FeatureFrame all = benchmark.all(done);
        assertThat(all.frames()).isEqualTo(75);
        for (FeatureFrame some : new FeatureFrame[] {
            benchmark.centroid(done), benchmark.shapes(done), benchmark.mfcc(done), benchmark.f0(done)
        }) {
            assertThat(all.columns()).containsAll(some.columns());
        }
        assertThat(done.frames).isEqualTo(6 * 75);
        assertThat((double) all.column("f0").get(40)).isBetween(100.0, 340.0); // the tone glides from 220 to 330 Hz
    }
}
