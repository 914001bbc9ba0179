package dev.sidecar.audio;

import dev.sidecar.benchmarks.Signals;
import dev.sidecar.benchmarks.Units;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast the RMS of a hop's samples is, against reading and writing the samples once. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BlockRmsBenchmark {
    private static final int RATE = 24_000;
    private static final int HOP = 320;

    /** How long the audio is; 200 s are 19 MB. */
    @Param({"10", "200", "3600"})
    public int seconds;

    private final Power power = new Power(HOP);
    private float[] samples;
    private float[] copy;
    private float[] levels;

    /** Makes the audio. */
    @Setup
    public void setup() {
        float[] piece = Signals.tones(RATE, Math.min(seconds, 10));
        samples = new float[RATE * seconds];
        for (int at = 0; at < samples.length; at += piece.length) {
            System.arraycopy(piece, 0, samples, at, piece.length);
        }
        copy = new float[samples.length];
        levels = new float[samples.length / HOP];
    }

    /** Copies the samples. */
    @Benchmark
    public float[] floor(Units.Samples done) {
        System.arraycopy(samples, 0, copy, 0, samples.length);
        done.samples += samples.length;
        return copy;
    }

    /** The level of each block. */
    @Benchmark
    public float[] rms(Units.Samples done) {
        for (int t = 0; t < levels.length; t++) {
            levels[t] = (float) Math.sqrt(power.mean(samples, t * HOP, (t + 1) * HOP) + 1e-12);
        }
        done.samples += samples.length;
        return levels;
    }
}
