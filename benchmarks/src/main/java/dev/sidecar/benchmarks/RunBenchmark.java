package dev.sidecar.benchmarks;

import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.npy.Audit;
import dev.sidecar.npy.AuditReport;
import dev.sidecar.producers.Producers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * How fast whole runs over a tree are, on one thread, against a loop of the calls of the file system that do the same to
 * as many files of the same bytes.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RunBenchmark {
    private static final int HEAD_BYTES = 1536;

    /** How many clips. */
    @Param("2000")
    public int clips;

    private WorkFolder folder;
    private List<Path> tokens;
    private byte[] data;
    private byte[] json;

    private Path fresh;
    private Path done;

    /** Writes the tokens, and all sidecars for those benchmarks that have nothing to do. */
    @Setup
    public void setup() throws IOException {
        folder = new WorkFolder();
        tokens = Corpus.write(folder.path().resolve("ecdc"), clips);
        fresh = folder.path().resolve("fresh");
        done = folder.path().resolve("done");
        add(done);
        data = Files.readAllBytes(sidecar(done, tokens.get(0), ".cond.npy"));
        json = Files.readAllBytes(sidecar(done, tokens.get(0), ".cond.json"));
    }

    /** There are no sidecars yet. */
    @Setup(Level.Invocation)
    public void clear() throws IOException {
        if (Files.exists(fresh)) {
            WorkFolder.delete(fresh);
        }
    }

    /** Deletes all. */
    @TearDown
    public void tearDown() throws IOException {
        folder.close();
    }

    private Path root() {
        return folder.path().resolve("ecdc");
    }

    private Path sidecar(Path condRoot, Path clip, String suffix) {
        String id = root().relativize(clip).toString();
        return condRoot.resolve(id.substring(0, id.length() - ".ecdc".length()) + suffix);
    }

    private RunReport add(Path condRoot) {
        return Sidecar.builder()
                .root(root())
                .condRoot(condRoot)
                .with(Producers.constant("scene_id", 7))
                .with(Producers.linear("gain", 0, 1))
                .parallelism(1)
                .build()
                .run();
    }

    /** Lists the tree; for each clip reads the beginning of its tokens, writes two files, and moves both into place. */
    @Benchmark
    public int floor(Units.Clips count) throws IOException {
        int written = 0;
        for (Path clip : list(root())) {
            readHead(clip);
            Path newData = sidecar(fresh, clip, ".npy.tmp");
            Path newJson = sidecar(fresh, clip, ".json.tmp");
            if (Files.notExists(newData.getParent())) {
                Files.createDirectories(newData.getParent());
            }
            Files.write(newData, data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.write(newJson, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(newData, sidecar(fresh, clip, ".cond.npy"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(newJson, sidecar(fresh, clip, ".cond.json"), StandardCopyOption.ATOMIC_MOVE);
            written++;
        }
        count.clips += written;
        return written;
    }

    /** A constant and a ramp for clips without sidecars. */
    @Benchmark
    public RunReport add(Units.Clips count) {
        count.clips += clips;
        return add(fresh);
    }

    /** Lists the tree; for each clip reads the beginning of its tokens, and both files of its sidecar. */
    @Benchmark
    public int floorOfAgain(Units.Clips count) throws IOException {
        return readAll(count);
    }

    /** The same run again, which has nothing to do. */
    @Benchmark
    public RunReport again(Units.Clips count) {
        count.clips += clips;
        return add(done);
    }

    /** The same as {@link #floorOfAgain}. */
    @Benchmark
    public int floorOfAudit(Units.Clips count) throws IOException {
        return readAll(count);
    }

    /** An audit that compares values with what the metadata states. */
    @Benchmark
    public AuditReport audit(Units.Clips count) {
        count.clips += clips;
        return Audit.builder()
                .root(root())
                .condRoot(done)
                .verifyRanges()
                .parallelism(1)
                .build()
                .run();
    }

    private int readAll(Units.Clips count) throws IOException {
        int bytes = 0;
        for (Path clip : list(root())) {
            readHead(clip);
            bytes += Files.readAllBytes(sidecar(done, clip, ".cond.npy")).length;
            bytes += Files.readAllBytes(sidecar(done, clip, ".cond.json")).length;
        }
        count.clips += clips;
        return bytes;
    }

    private static List<Path> list(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".ecdc")).toList();
        }
    }

    private static void readHead(Path clip) throws IOException {
        try (FileChannel channel = FileChannel.open(clip)) {
            channel.read(ByteBuffer.allocate(HEAD_BYTES), 0);
        }
    }
}
