package dev.sidecar.benchmarks;

import dev.sidecar.frame.Float16;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast float32 becomes float16 and the other way round, against copying the float32 values. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Float16Benchmark {
    /** How many values: 10 s of one column, 200 s of eight, an hour of 64, which is beyond the caches of a core. */
    @Param({"750", "120000", "17280000"})
    public int values;

    private float[] floats;
    private float[] copy;
    private short[] halves;

    /** Makes the values. */
    @Setup
    public void setup() {
        float[] tones = Signals.tones(24_000, 1);
        floats = new float[values];
        for (int i = 0; i < values; i++) {
            floats[i] = tones[i % tones.length];
        }
        copy = new float[values];
        halves = new short[values];
        Float16.toBits(floats, 0, halves, 0, values);
    }

    /** Copies the values. */
    @Benchmark
    public float[] floor(Units.Values done) {
        System.arraycopy(floats, 0, copy, 0, values);
        done.values += values;
        return copy;
    }

    /** Rounds to float16. */
    @Benchmark
    public short[] round(Units.Values done) {
        Float16.toBits(floats, 0, halves, 0, values);
        done.values += values;
        return halves;
    }

    /** Widens to float32. */
    @Benchmark
    public float[] widen(Units.Values done) {
        Float16.toFloats(halves, 0, copy, 0, values);
        done.values += values;
        return copy;
    }
}
