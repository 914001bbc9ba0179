package dev.sidecar.benchmarks;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.producers.Producers;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.FakeClips;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast the simplest producers make a column, against filling a new array. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ColumnBenchmark {
    private final Producer constant = Producers.constant("scene_id", 7);
    private final Producer ramp = Producers.linear("gain", 0, 1);

    /** T: 10 s, 200 s and an hour. */
    @Param({"750", "15000", "270000"})
    public int frames;

    private Clip clip;

    /** Makes the clip. */
    @Setup
    public void setup() {
        clip = FakeClips.clip(frames);
    }

    /** Fills a new array. */
    @Benchmark
    public float[] floor(Units.Frames done) {
        float[] values = new float[frames];
        Arrays.fill(values, 7);
        done.frames += frames;
        return values;
    }

    /** One value in all frames. */
    @Benchmark
    public FeatureFrame constant(Units.Frames done) throws Exception {
        done.frames += frames;
        return constant.produce(clip);
    }

    /** A straight line. */
    @Benchmark
    public FeatureFrame ramp(Units.Frames done) throws Exception {
        done.frames += frames;
        return ramp.produce(clip);
    }
}
