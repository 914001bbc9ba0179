package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.ClipResult;
import dev.sidecar.Mode;
import dev.sidecar.RunListener;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Range;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.producers.Producers;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job on the five bundled clips, against what the Python workflow made of them. */
class DatasetTest {
    /** Of the sidecars of the five clips; the same on every JDK, for any number of threads or shards, in any locale. */
    private static final String TREE_HASH = "0496e99a10a7f325d18f4d54d4ef2eadc81c12bb278cde22601f528bc61db2a6";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void meetsThePythonWorkflowByteForByte(DType dtype) throws IOException {
        Path root = Dataset.copyTo(folder);
        RunReport report = Dataset.run(root).dtype(dtype).build().run();
        assertThat(report.created()).isEqualTo(5);
        assertThat(report.warnings()).isEmpty();
        Path expected = Dataset.resource("expected").resolve(dtype.name().toLowerCase(Locale.ROOT));
        // float16 expectations are over the values before rounding, ours over the values as stored
        double tolerance = dtype == DType.FLOAT32 ? 1e-6 : 1e-3;
        for (String clip : Dataset.CLIPS) {
            String npy = Dataset.sidecarOf(clip, ".cond.npy");
            assertThat(root.resolve(npy)).hasSameBinaryContentAs(expected.resolve(npy));
            String json = Dataset.sidecarOf(clip, ".cond.json");
            assertSameMetadata(read(root.resolve(json)), read(expected.resolve(json)), tolerance);
        }
    }

    private static JsonNode read(Path json) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(json));
    }

    private static void assertSameMetadata(JsonNode ours, JsonNode theirs, double tolerance) {
        assertThat(ours.get("names")).isEqualTo(theirs.get("names"));
        assertThat(ours.get("fps")).isEqualTo(theirs.get("fps"));
        for (String key : List.of("min", "max", "mean", "std")) {
            JsonNode expected = theirs.get("norm").get(key);
            for (int d = 0; d < expected.size(); d++) {
                double number = ours.get("norm").get(key).get(d).asDouble();
                double allowed =
                        tolerance * Math.max(1, Math.abs(expected.get(d).asDouble()));
                assertThat(number).as(key).isCloseTo(expected.get(d).asDouble(), within(allowed));
                String name = theirs.get("names").get(d).asText();
                assertThat(ours.get("features").get(name).get(key).asDouble()).isEqualTo(number);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void threadsDoNotMatter(int threads) {
        Path root = Dataset.copyTo(folder);
        Dataset.run(root).parallelism(threads).build().run();
        assertThat(Dataset.treeHash(root)).isEqualTo(TREE_HASH);
    }

    @Test
    void shardsDoNotMatter() {
        Path root = Dataset.copyTo(folder);
        long clips = 0;
        for (int shard = 0; shard < 4; shard++) {
            clips += Dataset.run(root).shard(shard, 4).build().run().clips();
        }
        assertThat(clips).isEqualTo(5);
        assertThat(Dataset.treeHash(root)).isEqualTo(TREE_HASH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "de-DE", "ar-EG"})
    void theLocaleDoesNotMatter(String tag) {
        Locale old = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Path root = Dataset.copyTo(folder);
            Dataset.run(root).build().run();
            assertThat(Dataset.treeHash(root)).isEqualTo(TREE_HASH);
        } finally {
            Locale.setDefault(old);
        }
    }

    @Test
    void anotherFileSystemGivesTheSame() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path root = Dataset.copyTo(memory.getPath("/work"));
            Dataset.run(root).build().run();
            assertThat(Dataset.treeHash(root)).isEqualTo(TREE_HASH);
        }
    }

    @Test
    void aMirroredTreeHoldsTheSame() {
        Path root = Dataset.copyTo(folder);
        Path mirror = folder.resolve("made/params");
        Dataset.run(root).condRoot(mirror).build().run();
        assertThat(Dataset.treeHash(mirror)).isEqualTo(TREE_HASH);
        assertThat(Dataset.sidecars(root)).isEmpty();
    }

    @Test
    void aSecondRunWritesNothing() throws IOException {
        Path root = Dataset.copyTo(folder);
        Dataset.run(root).build().run();
        Map<String, Object> before = stamps(root);
        for (Mode mode : Mode.values()) {
            RunReport again = Dataset.run(root).mode(mode).build().run();
            assertThat(again.unchanged()).isEqualTo(5);
            assertThat(again.written()).isZero();
        }
        assertThat(stamps(root)).isEqualTo(before);
        assertThat(Dataset.treeHash(root)).isEqualTo(TREE_HASH);
    }

    private static Map<String, Object> stamps(Path root) throws IOException {
        Map<String, Object> stamps = new TreeMap<>();
        for (String name : Dataset.sidecars(root).keySet()) {
            BasicFileAttributes attributes = Files.readAttributes(root.resolve(name), BasicFileAttributes.class);
            stamps.put(name, List.of(attributes.fileKey(), attributes.lastModifiedTime()));
        }
        return stamps;
    }

    @Test
    void aPlanSaysWhatARunWritesAndWritesNothing() {
        Path root = Dataset.copyTo(folder);
        List<Object> planned = new ArrayList<>();
        List<Object> done = new ArrayList<>();
        RunReport plan = Dataset.run(root)
                .parallelism(1)
                .listener(new Recorder(planned))
                .build()
                .plan();
        assertThat(plan.created()).isEqualTo(5);
        assertThat(Dataset.sidecars(folder)).isEmpty();
        assertThat(root.resolve(".sidecar.lock")).doesNotExist();
        Dataset.run(root).parallelism(1).listener(new Recorder(done)).build().run();
        assertThat(planned).hasSize(5).isEqualTo(done);
    }

    private record Recorder(List<Object> results) implements RunListener {
        @Override
        public void clipDone(ClipResult result) {
            results.add(result);
        }
    }

    @Test
    void oneColumnMoreKeepsTheOthersAndTheirType() {
        Path root = Dataset.copyTo(folder);
        Dataset.run(root).dtype(DType.FLOAT16).build().run();
        FeatureFrame before = frame(root.resolve("square.ecdc"));
        Sidecar.builder()
                .root(root)
                .with(clip -> FeatureFrame.of(Column.constant("level", clip.frames(), -3)
                        .withUnits("dB")
                        .withDoc("measured")
                        .withRange(-60, 0)))
                .build()
                .run();
        try (SidecarFile sidecar = SidecarFile.open(root.resolve("square.ecdc"))) {
            assertThat(sidecar.dtype()).isEqualTo("float16");
            assertThat(sidecar.findings()).isEmpty();
            FeatureFrame after = sidecar.frame();
            assertThat(after.columns().subList(0, 4)).isEqualTo(before.columns());
            assertThat(after.column("level").units()).isEqualTo("dB");
            assertThat(after.column("level").range()).contains(new Range(-60, 0));
            assertThat(after.column("level").stated().min()).hasValue(-60);
        }
    }

    private static FeatureFrame frame(Path tokens) {
        try (SidecarFile sidecar = SidecarFile.open(tokens)) {
            return sidecar.frame();
        }
    }

    @Test
    void theGuidesSnippetFillsARampAndAConstant() {
        Path root = Dataset.copyTo(folder);
        Sidecar.builder()
                .root(root)
                .with(Producers.constant("scene_id", 7))
                .with(Producers.linear("gain", 0, 1))
                .build()
                .run();
        FeatureFrame frame = frame(root.resolve("b/pluck_tempo_72.ecdc"));
        assertThat(frame.names()).containsExactly("scene_id", "gain");
        assertThat(frame.frames()).isEqualTo(188);
        assertThat(frame.column("gain").get(0)).isZero();
        assertThat(frame.column("gain").get(187)).isEqualTo(1);
        assertThat(frame.column("scene_id").toArray()).containsOnly(7);
    }
}
