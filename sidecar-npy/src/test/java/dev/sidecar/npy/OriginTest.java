package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.RunReport;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.SidecarStore.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sidecars that the Python workflow (EncHF_Dataset) leaves, its bugs included. */
class OriginTest {
    @TempDir
    private Path root;

    private String id = "";

    /** Copies a folder of the fixtures; its only token file is the clip. */
    private void copy(String folder) {
        Fixtures.copyFolder("origin/" + folder, root);
        try (FileStore store = Trees.store(root);
                Stream<Entry> entries = store.list()) {
            id = entries.map(entry -> ((Entry.Token) entry).id())
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow();
        }
    }

    private Path ours(String suffix) {
        return root.resolve(SidecarPaths.base(id) + suffix);
    }

    static Stream<Arguments> mergeable() {
        return Stream.of(
                arguments("v1_add", DType.FLOAT16, List.of("pos", "gain", "naïve"), List.of(Code.FOREIGN_NAME)),
                arguments("v1_add_nan", DType.FLOAT16, List.of("x", "y"), List.of(Code.FOREIGN_NAME)),
                arguments("v1_init", DType.FLOAT16, List.of(), List.of(Code.FOREIGN_NAME)),
                arguments("v1_init_dotted", DType.FLOAT16, List.of(), List.of(Code.FOREIGN_NAME)),
                arguments("v1_overwrite", DType.FLOAT32, List.of("a", "b", "c"), List.of(Code.FOREIGN_NAME)),
                arguments("v2_basic", DType.FLOAT16, List.of("gain_db", "scene_id", "energy"), List.of()),
                arguments("v2_big_values", DType.FLOAT16, List.of("x"), List.of()),
                arguments("v2_dotted", DType.FLOAT16, List.of("x"), List.of(Code.FOREIGN_NAME)),
                arguments("v2_f32", DType.FLOAT32, List.of("x"), List.of()),
                arguments("v2_nan", DType.FLOAT16, List.of("x"), List.of()),
                arguments("v2_nofps", DType.FLOAT16, List.of("x"), List.of()),
                arguments("v2_over_v1", DType.FLOAT16, List.of("a", "b", "c"), List.of()),
                arguments("v2_overwrite_loses_units", DType.FLOAT16, List.of("x", "y"), List.of()),
                arguments("v2_unicode", DType.FLOAT16, List.of("naïve α 😀"), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mergeable")
    void aColumnIsAddedAndEverythingElseIsKept(String folder, DType dtype, List<String> names, List<Code> findings)
            throws IOException {
        copy(folder);
        StoredSidecar before = Trees.read(root, id);
        assertThat(before.exists()).isTrue();
        assertThat(before.labelled()).isTrue();
        assertThat(before.dtype()).contains(dtype);
        assertThat(before.frame().names()).isEqualTo(names);
        assertThat(Trees.codes(before.findings())).isEqualTo(findings);

        RunReport report = Trees.append(root, "new", 2.5f);
        assertThat(report.failures()).isEmpty();
        assertThat(report.updated()).isEqualTo(1);

        StoredSidecar after = Trees.read(root, id);
        assertThat(after.dtype()).contains(dtype);
        assertThat(after.findings()).isEmpty();
        assertThat(after.frame().columns().subList(0, names.size()))
                .isEqualTo(before.frame().columns());
        assertThat(after.frame().names()).hasSize(names.size() + 1).endsWith("new");
        assertThat(after.frame().column("new").toArray()).hasSize(6).containsOnly(2.5f);
        JsonNode strict = new ObjectMapper().readTree(Files.readString(ours(SidecarPaths.JSON_SUFFIX)));
        assertThat(strict.get("schema_version").intValue()).isEqualTo(2);
        assertThat(strict.get("names").size()).isEqualTo(names.size() + 1);

        TreeState state = TreeState.of(root);
        assertThat(Trees.append(root, "new", 2.5f).unchanged()).isEqualTo(1);
        assertThat(Trees.overwrite(root, "new", 2.5f).unchanged()).isEqualTo(1);
        assertThat(TreeState.of(root)).isEqualTo(state);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("v2_append_dup", "it is not certain which column of its sidecar is which"),
                arguments("v2_zero_T", "its sidecar has 0 frames, its tokens have 6"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void aSidecarInDoubtIsReportedAndLeftAsItIs(String folder, String reason) {
        copy(folder);
        TreeState state = TreeState.of(root);
        RunReport report = Trees.append(root, "new", 2.5f);
        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.clip()).isEqualTo("clip.ecdc");
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISMATCH);
            assertThat(failed.failure()).hasMessageContaining(reason);
        });
        assertThat(TreeState.of(root)).isEqualTo(state);
    }

    @Test
    void aDuplicateThatWasAppendedWithoutANameIsReadByIndex() {
        copy("v2_append_dup");
        StoredSidecar sidecar = Trees.read(root, id);
        assertThat(sidecar.labelled()).isFalse();
        assertThat(sidecar.frame().names()).containsExactly("col0", "col1", "col2");
        assertThat(Trees.codes(sidecar.findings())).containsExactly(Code.NAMES_LENGTH_MISMATCH);
    }

    @Test
    void aClipWithoutASidecarGetsAFloat32One() {
        copy("v2_empty_features");
        assertThat(Trees.read(root, id).exists()).isFalse();
        assertThat(Trees.append(root, "new", 2.5f).created()).isEqualTo(1);
        StoredSidecar sidecar = Trees.read(root, id);
        assertThat(sidecar.dtype()).contains(DType.FLOAT32);
        assertThat(sidecar.findings()).isEmpty();
        assertThat(TreeState.of(root).names()).containsExactly("clip.cond.json", "clip.cond.npy", "clip.ecdc");
    }

    @Test
    void infinitiesAndTheirStatedStatisticsAreKept() {
        copy("v2_big_values");
        Trees.append(root, "new", 2.5f);
        Column x = Trees.read(root, id).frame().column("x");
        assertThat(x.toArray()).contains(Float.NEGATIVE_INFINITY);
        assertThat(x.stated().min()).hasValue(-100000.0);
        assertThat(x.stated().std()).hasValue(65746.43674192873);
    }

    @Test
    void statisticsThatAreNoNumbersBecomeThoseOfTheFiniteValues() throws IOException {
        copy("v1_add_nan");
        Trees.append(root, "new", 2.5f);
        String json = Files.readString(ours(SidecarPaths.JSON_SUFFIX));
        assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
        for (Column column : Trees.read(root, id).frame().columns()) {
            assertThat(column.stated()).isEqualTo(column.statistics());
        }
    }

    @Test
    void unitsAndDocumentationAreKept() {
        copy("v2_unicode");
        Trees.append(root, "new", 2.5f);
        Column column = Trees.read(root, id).frame().column("naïve α 😀");
        assertThat(column.units()).isEqualTo("µs");
        assertThat(column.doc()).isEqualTo("tab\t quote\" nl\n");
    }

    @Test
    void unknownKeysOfAForeignFileOutliveTheMerge() throws IOException {
        copy("v2_basic");
        Path json = ours(SidecarPaths.JSON_SUFFIX);
        Files.writeString(json, Files.readString(json).replaceFirst("\\{", "{ \"license\": {\"id\":  1.50},"));
        Trees.append(root, "new", 2.5f);
        assertThat(Files.readString(json)).endsWith(",\n  \"license\": {\"id\":  1.50}\n}\n");
    }

    @Test
    void aPairUnderACutNameIsAdoptedAndLeftWhereItIs() {
        copy("v2_dotted");
        TreeState before = TreeState.of(root);
        Trees.append(root, "new", 2.5f);
        TreeState after = TreeState.of(root);
        assertThat(after.names())
                .containsExactly("a.b.cond.json", "a.b.cond.npy", "a.b.ecdc", "a.cond.json", "a.cond.npy");
        assertThat(after.items()).containsAllEntriesOf(before.items());
    }

    @Test
    void thePairOfTheDatasetUnderItsCutNameIsAdopted() {
        for (String name : List.of("sweep_tempo_120.0.ecdc", "sweep_tempo_120.cond.npy", "sweep_tempo_120.cond.json")) {
            Fixtures.copy("dataset/" + name, root);
        }
        RunReport report = Trees.append(root, "new", 2.5f);
        assertThat(report.failures()).isEmpty();
        assertThat(report.warningCounts()).containsOnlyKeys(Code.FOREIGN_NAME);
        FeatureFrame frame = Trees.read(root, "sweep_tempo_120.0.ecdc").frame();
        assertThat(frame.frames()).isEqualTo(225);
        assertThat(frame.names()).containsExactly("gain_db", "scene_id", "énergie", "new");
        assertThat(frame.column("gain_db").doc()).isEqualTo("Per-frame gain in decibels");
    }

    @Test
    void twoClaimantsOfOneCutNameBothFailAndNothingIsLost() {
        Fixtures.copy("origin/v2_dotted/a.b.ecdc", root.resolve("x_120.0.ecdc"));
        Fixtures.copy("origin/v2_dotted/a.b.ecdc", root.resolve("x_120.5.ecdc"));
        Fixtures.copy("origin/v2_dotted/a.cond.npy", root.resolve("x_120.cond.npy"));
        Fixtures.copy("origin/v2_dotted/a.cond.json", root.resolve("x_120.cond.json"));
        Fixtures.copy("origin/v2_empty_features/clip.ecdc", root.resolve("other.ecdc"));
        TreeState before = TreeState.of(root);
        RunReport report = Trees.append(root, "new", 2.5f);
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failures()).hasSize(2).allSatisfy(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISMATCH);
            assertThat(failed.failure()).hasMessageContaining("x_120.0.ecdc, x_120.5.ecdc");
        });
        assertThat(TreeState.of(root).items()).containsAllEntriesOf(before.items());
        assertThat(TreeState.of(root).names()).hasSize(before.names().size() + 2);
    }

    @Test
    void aCutNameBelongsToTheClipThatIsReallyCalledSo() {
        Fixtures.copy("origin/v2_dotted/a.b.ecdc", root.resolve("x_120.0.ecdc"));
        Fixtures.copy("origin/v2_dotted/a.b.ecdc", root.resolve("x_120.ecdc"));
        Fixtures.copy("origin/v2_dotted/a.cond.npy", root.resolve("x_120.cond.npy"));
        Fixtures.copy("origin/v2_dotted/a.cond.json", root.resolve("x_120.cond.json"));
        assertThat(Trees.read(root, "x_120.0.ecdc").exists()).isFalse();
        assertThat(Trees.read(root, "x_120.ecdc").frame().names()).containsExactly("x");
    }
}
