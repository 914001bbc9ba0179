package dev.sidecar.npy;

import dev.sidecar.benchmarks.Corpus;
import dev.sidecar.benchmarks.Units;
import dev.sidecar.benchmarks.WorkFolder;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.SidecarStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast a new pair is written, statistics, digests and moves included, against writing two files of the same bytes and
 * one SHA-256 over them. Reading it back, with a look whether it is torn, is measured against the same of its bytes.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PairBenchmark {
    /** T: 10 s, 200 s and an hour. */
    @Param({"750", "15000", "270000"})
    public int frames;

    /** D. */
    @Param({"1", "8"})
    public int width;

    private FeatureFrame frame;
    private byte[] data;
    private byte[] json;
    private WorkFolder folder;
    private SidecarStore store;
    private Clip clip;
    private SidecarStore.Snapshot absent;
    private Path dataFile;
    private Path jsonFile;

    /** Writes the tokens, and another pair to read. */
    @Setup
    public void setup() throws IOException {
        frame = Corpus.columns(frames, width);
        folder = new WorkFolder();
        Corpus.write(folder.path(), "other.ecdc", frames);
        Corpus.write(folder.path(), "x.ecdc", frames);
        dataFile = folder.path().resolve("x.cond.npy");
        jsonFile = folder.path().resolve("x.cond.json");
        store = Corpus.store(folder.path());
        clip = store.open("x.ecdc");
        absent = store.read(clip);
        write(store.open("other.ecdc"));
        data = Files.readAllBytes(folder.path().resolve("other.cond.npy"));
        json = Files.readAllBytes(folder.path().resolve("other.cond.json"));
    }

    /** There is no pair yet. */
    @Setup(Level.Invocation)
    public void clear() throws IOException {
        Files.deleteIfExists(dataFile);
        Files.deleteIfExists(jsonFile);
    }

    /** Deletes all. */
    @TearDown
    public void tearDown() throws IOException {
        store.close();
        folder.close();
    }

    /** Writes the same bytes, and takes the digest of the data. */
    @Benchmark
    public String floor(Units.Bytes done) throws IOException {
        Files.write(dataFile, data, StandardOpenOption.CREATE_NEW);
        Files.write(jsonFile, json, StandardOpenOption.CREATE_NEW);
        done.bytes += data.length + json.length;
        return Sha256.of(data);
    }

    /** Writes the pair. */
    @Benchmark
    public boolean write(Units.Bytes done) {
        done.bytes += data.length + json.length;
        return write(clip);
    }

    private boolean write(Clip to) {
        return store.prepare(to, absent, frame, DType.FLOAT32).apply();
    }

    /** Reads the same bytes, and takes the digest of the data. */
    @Benchmark
    public String floorOfRead(Units.Bytes done) throws IOException {
        done.bytes += data.length + json.length;
        Files.readAllBytes(folder.path().resolve("other.cond.json"));
        return Sha256.of(Files.readAllBytes(folder.path().resolve("other.cond.npy")));
    }

    /** Opens the pair, and loads all columns. */
    @Benchmark
    public FeatureFrame read(Units.Bytes done) {
        done.bytes += data.length + json.length;
        try (SidecarFile sidecar = SidecarFile.open(dataFile.resolveSibling("other.cond.npy"))) {
            return sidecar.frame();
        }
    }
}
