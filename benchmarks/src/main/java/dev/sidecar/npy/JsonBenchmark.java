package dev.sidecar.npy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.benchmarks.Corpus;
import dev.sidecar.benchmarks.Units;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.testkit.FakeClips;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

/** How fast metadata is written and read, statistics left out, against Jackson's tree of the same JSON. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class JsonBenchmark {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SHA256 = Sha256.of(new byte[0]);
    private static final Path PATH = Path.of("x.cond.json");

    /** D. */
    @Param({"1", "8", "64"})
    public int width;

    private Clip clip;
    private FeatureFrame frame;
    private byte[] json;
    private JsonNode tree;

    /** Makes the metadata. */
    @Setup
    public void setup() throws IOException {
        clip = FakeClips.clip(750);
        List<Column> columns = Corpus.columns(750, width).columns().stream()
                .map(column -> column.withUnits("dB").withDoc("a tone").withRecorded(column.statistics()))
                .toList();
        frame = FeatureFrame.of(750, columns);
        json = CondJsonWriter.bytes(clip, frame, DType.FLOAT32, SHA256, UnknownKeys.NONE);
        tree = MAPPER.readTree(json);
    }

    /** Writes Jackson's tree. */
    @Benchmark
    public byte[] floorOfWrite(Units.Bytes done) throws IOException {
        done.bytes += json.length;
        return MAPPER.writeValueAsBytes(tree);
    }

    /** Writes the metadata, whose statistics are known. */
    @Benchmark
    public byte[] write(Units.Bytes done) {
        done.bytes += json.length;
        return CondJsonWriter.bytes(clip, frame, DType.FLOAT32, SHA256, UnknownKeys.NONE);
    }

    /** Reads Jackson's tree. */
    @Benchmark
    public JsonNode floorOfRead(Units.Bytes done) throws IOException {
        done.bytes += json.length;
        return MAPPER.readTree(json);
    }

    /** Reads the metadata. */
    @Benchmark
    public CondMetadata read(Units.Bytes done) {
        done.bytes += json.length;
        return CondJsonReader.read(PATH, ReadLimits.DEFAULT, ByteBuffer.wrap(json));
    }
}
