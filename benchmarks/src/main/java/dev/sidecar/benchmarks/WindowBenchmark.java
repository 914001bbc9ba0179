package dev.sidecar.benchmarks;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.npy.SidecarFile.Option;
import dev.sidecar.spi.SidecarStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
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

/**
 * How fast training code gets a window of 256 frames from a random place in a sidecar of eight columns, against copying it
 * from an array that holds all of them.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class WindowBenchmark {
    static final int WINDOW = 256;
    static final int WIDTH = 8;

    /** T: 10 s, 200 s and an hour. */
    @Param({"750", "15000", "270000"})
    public int frames;

    /** How values are stored. */
    @Param({"FLOAT16", "FLOAT32"})
    public DType dtype;

    private final SplittableRandom random = new SplittableRandom(1);
    private final float[] window = new float[WINDOW * WIDTH];
    private float[] values;
    private WorkFolder folder;
    private SidecarFile mapped;
    private SidecarFile read;

    /** Writes the sidecar. */
    @Setup
    public void setup() throws IOException {
        FeatureFrame frame = Corpus.columns(frames, WIDTH);
        values = new float[frames * WIDTH];
        frame.rows(0, frames, values);
        folder = new WorkFolder();
        Path tokens = Corpus.write(folder.path(), "x.ecdc", frames);
        try (SidecarStore store = Corpus.store(folder.path())) {
            Clip clip = store.open("x.ecdc");
            store.prepare(clip, store.read(clip), frame, dtype).apply();
        }
        mapped = SidecarFile.open(tokens, Option.MAPPED);
        read = SidecarFile.open(tokens);
    }

    /** Deletes the sidecar. */
    @TearDown
    public void tearDown() throws IOException {
        mapped.close();
        read.close();
        folder.close();
    }

    /** Copies a window. */
    @Benchmark
    public float[] floor(Units.Frames done) {
        System.arraycopy(values, next() * WIDTH, window, 0, window.length);
        done.frames += WINDOW;
        return window;
    }

    /** Reads a window of a mapped file. */
    @Benchmark
    public float[] mapped(Units.Frames done) {
        mapped.window(next(), WINDOW, window);
        done.frames += WINDOW;
        return window;
    }

    /** Reads a window with a system call. */
    @Benchmark
    public float[] read(Units.Frames done) {
        read.window(next(), WINDOW, window);
        done.frames += WINDOW;
        return window;
    }

    private int next() {
        return random.nextInt(frames - WINDOW);
    }
}
