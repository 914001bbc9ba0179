package dev.sidecar.benchmarks;

import dev.sidecar.audio.AudioStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast audio is brought to 24 kHz, against reading it at its own rate; filters are made anew each time. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ResamplingBenchmark {
    /** The audio's own rate. */
    @Param({"16000", "44100", "48000"})
    public int rate;

    /** How long the audio is. */
    @Param({"10", "200"})
    public int seconds;

    private final float[] chunk = new float[4096];
    private float[] samples;

    /** Makes the audio. */
    @Setup
    public void setup() {
        samples = Signals.tones(rate, seconds);
    }

    /** Reads the stream as it is. */
    @Benchmark
    public long floor(Units.Audio done) {
        return read(Signals.stream(rate, samples), done);
    }

    /** Reads the stream at 24 kHz. */
    @Benchmark
    public long resample(Units.Audio done) {
        return read(Signals.stream(rate, samples).resampledTo(24_000), done);
    }

    private long read(AudioStream stream, Units.Audio done) {
        long read = 0;
        try (stream) {
            for (int count = 0; count >= 0; count = stream.read(chunk, 0, chunk.length)) {
                read += count;
            }
        }
        done.realTime += seconds;
        return read;
    }
}
