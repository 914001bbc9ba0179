package dev.sidecar.npy;

import dev.sidecar.benchmarks.Corpus;
import dev.sidecar.benchmarks.Units;
import dev.sidecar.benchmarks.WorkFolder;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** How fast columns become the rows of a file and the other way round, against copying the values. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MatrixBenchmark {
    /** T: 10 s and an hour. */
    @Param({"750", "270000"})
    public int frames;

    /** D. */
    @Param({"1", "8", "64"})
    public int width;

    private FeatureFrame frame;
    private float[] values;
    private float[] copy;
    private ByteBuffer bytes;
    private List<String> names;
    private WorkFolder folder;
    private NpyFile file;

    /** Makes the columns, and a file of them. */
    @Setup
    public void setup() throws IOException {
        frame = Corpus.columns(frames, width);
        names = frame.names();
        values = new float[frames * width];
        copy = new float[frames * width];
        frame.rows(0, frames, values);
        bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        folder = new WorkFolder();
        Path path = folder.path().resolve("x.cond.npy");
        Files.write(path, NpyWriter.bytes(frame, DType.FLOAT32, path));
        file = NpyFile.openMapped(path, ReadLimits.DEFAULT);
    }

    /** Deletes the file. */
    @TearDown
    public void tearDown() throws IOException {
        file.close();
        folder.close();
    }

    /** Copies the values. */
    @Benchmark
    public float[] floor(Units.Values done) {
        System.arraycopy(values, 0, copy, 0, values.length);
        done.values += values.length;
        return copy;
    }

    /** Columns to rows, in an array. */
    @Benchmark
    public float[] rows(Units.Values done) {
        frame.rows(0, frames, copy);
        done.values += values.length;
        return copy;
    }

    /** Columns to rows, as bytes of float32. */
    @Benchmark
    public ByteBuffer float32(Units.Values done) {
        NpyWriter.putValues(frame, DType.FLOAT32, bytes.clear());
        done.values += values.length;
        return bytes;
    }

    /** Columns to rows, as bytes of float16. */
    @Benchmark
    public ByteBuffer float16(Units.Values done) {
        NpyWriter.putValues(frame, DType.FLOAT16, bytes.clear());
        done.values += values.length;
        return bytes;
    }

    /** The rows of a mapped file to columns. */
    @Benchmark
    public float[][] columns(Units.Values done) {
        done.values += values.length;
        return file.columns(names);
    }
}
