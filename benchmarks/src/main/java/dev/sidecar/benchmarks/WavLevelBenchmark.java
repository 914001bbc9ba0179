package dev.sidecar.benchmarks;

import dev.sidecar.audio.AudioProducers;
import dev.sidecar.audio.AudioSource;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How fast a WAV file of 16 bits becomes the column {@code rms_db}, against copying its samples as floats. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class WavLevelBenchmark {
    private static final int RATE = 24_000;

    /** How long the audio is. */
    @Param({"10", "200", "3600"})
    public int seconds;

    private float[] samples;
    private float[] copy;
    private WorkFolder folder;
    private Producer worker;
    private Clip clip;

    /** Writes the file. */
    @Setup
    public void setup() throws IOException {
        float[] piece = Signals.tones(RATE, Math.min(seconds, 10));
        samples = new float[RATE * seconds];
        for (int at = 0; at < samples.length; at += piece.length) {
            System.arraycopy(piece, 0, samples, at, piece.length);
        }
        copy = new float[samples.length];
        folder = new WorkFolder();
        Signals.writeWav(folder.path().resolve("x.wav"), RATE, samples);
        worker = AudioProducers.from(AudioSource.under(folder.path()))
                .features("rms_db")
                .build()
                .forWorker();
        clip = Clip.of("x.ecdc", FrameGrid.encodec24kHz(75 * seconds));
    }

    /** Deletes the file. */
    @TearDown
    public void tearDown() throws IOException {
        folder.close();
    }

    /** Copies the samples. */
    @Benchmark
    public float[] floor(Units.Samples done) {
        System.arraycopy(samples, 0, copy, 0, samples.length);
        done.samples += samples.length;
        return copy;
    }

    /** Reads the file, and makes the column. */
    @Benchmark
    public FeatureFrame rmsDb(Units.Samples done) throws Exception {
        done.samples += samples.length;
        return worker.produce(clip);
    }
}
