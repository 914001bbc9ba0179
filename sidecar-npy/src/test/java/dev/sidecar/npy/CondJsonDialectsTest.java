package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Statistics;
import dev.sidecar.npy.SidecarReader.Description;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialects that other programs write, and that no fixture has. */
class CondJsonDialectsTest {
    private static final String V1 = """
            {"names": ["a", "b"], "norm": {"min": [0, 1], "max": [2, 3], "mean": [1, 2], "std": [0.5, 0.25]}}""";

    @TempDir
    private Path folder;

    private static ColumnMetadata column(Description description, int d) {
        return description.columns().get(d);
    }

    @Test
    void theListsOfNormBelongToTheNamesInOrder() {
        Description description = Descriptions.of(folder, 2, V1);
        assertThat(Descriptions.names(description)).containsExactly("a", "b");
        assertThat(column(description, 0).stated()).isEqualTo(Statistics.of(0, 2, 1, 0.5));
        assertThat(column(description, 1).stated()).isEqualTo(Statistics.of(1, 3, 2, 0.25));
        assertThat(description.findings()).isEmpty();
        assertThat(description.certain()).isTrue();
    }

    @Test
    void theOldestDialectHasNamesWithStatisticsUnitsAndDocsByName() {
        Description description = Descriptions.of(folder, 2, """
                {"schema_version": 1, "names": ["b", "a"], "fps": 75,
                 "stats": {"a": {"min": 0, "max": 2, "mean": 1, "std": 0.5}},
                 "units": {"b": "Hz"}, "docs": {"a": "first", "b": null},
                 "norm": {"min": [9, 8], "max": [19, 18], "mean": [10, 11], "std": [1, 2]}}
                """);
        assertThat(Descriptions.names(description)).containsExactly("b", "a");
        assertThat(column(description, 0).units()).isEqualTo("Hz");
        assertThat(column(description, 0).doc()).isEmpty();
        assertThat(column(description, 0).stated()).isEqualTo(Statistics.of(9, 19, 10, 1));
        assertThat(column(description, 1).doc()).isEqualTo("first");
        assertThat(column(description, 1).stated()).isEqualTo(Statistics.of(0, 2, 1, 0.5));
        assertThat(description.findings()).isEmpty();
        assertThat(description.unknown())
                .isEqualTo(new UnknownKeys(Map.of(), Map.of(), Map.of("a", Map.of(), "b", Map.of()), Map.of()));
    }

    @Test
    void besideFeaturesTheKeysOfTheOldestDialectAreUnknownOnes() {
        Description description = Descriptions.of(folder, 1, """
                {"features": {"a": {"units": "dB"}}, "units": {"a": "Hz"}, "docs": 1.50, "stats": {}}
                """);
        assertThat(column(description, 0).units()).isEqualTo("dB");
        assertThat(description.unknown().top())
                .containsExactly(
                        Map.entry("units", "{\"a\": \"Hz\"}"), Map.entry("docs", "1.50"), Map.entry("stats", "{}"));
    }

    @Test
    void aHybridFileIsReadByItsFeaturesInTheOrderOfItsNames() {
        Description description = Descriptions.of(folder, 2, """
                {"schema_version": 1, "names": ["b", "a"], "norm": {"min": [1, 2], "max": [3, 4]},
                 "features": {"a": {"min": -1, "units": "dB"}, "b": {}}}
                """);
        assertThat(Descriptions.names(description)).containsExactly("b", "a");
        assertThat(column(description, 0).stated().min()).hasValue(1);
        assertThat(column(description, 1).stated().min()).hasValue(-1);
        assertThat(column(description, 1).stated().max()).hasValue(4);
        assertThat(column(description, 1).units()).isEqualTo("dB");
        assertThat(description.findings()).isEmpty();
    }

    @Test
    void aHybridFileWithAStaleHalfIsReadByIndex() {
        Description description = Descriptions.of(folder, 3, """
                {"names": ["a", "b"], "features": {"a": {}, "b": {}, "c": {}}}
                """);
        assertThat(Descriptions.codes(description)).containsExactly(Code.NAMES_DISAGREE);
        assertThat(description.certain()).isFalse();
        assertThat(Descriptions.names(description)).containsExactly("col0", "col1", "col2");
    }

    @Test
    void statisticsOfAnotherLengthThanTheNamesAreNotGuessedAt() {
        Description description = Descriptions.of(folder, 2, """
                {"names": ["a", "b"], "norm": {"min": [5], "max": [1, 2, 3]}}
                """);
        assertThat(Descriptions.codes(description))
                .containsExactly(Code.NORM_LENGTH_MISMATCH, Code.NORM_LENGTH_MISMATCH);
        assertThat(column(description, 0).stated()).isEqualTo(Statistics.UNKNOWN);
    }

    @Test
    void aCentralFileAboveNamesTheColumnsOfDataWithoutMetadata() throws IOException {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Descriptions.write(folder.resolve("conditioning_config.json"), """
                {"feature_names": ["g", "p"], "num_features": 2, "features": {
                   "g": {"unit": "dB", "description": "gain", "min": -60, "max": 0},
                   "p": {"unit": "Hz", "description": "pitch", "min": 50, "max": 2000}}}
                """);
        SidecarPaths paths = new SidecarPaths(below, "x");
        NpyHeader header = new NpyHeader(ElementType.FLOAT32, ByteOrder.LITTLE_ENDIAN, false, 1, 2, 128);
        Description description = SidecarReader.describe(paths, null, header);
        assertThat(Descriptions.names(description)).containsExactly("g", "p");
        assertThat(column(description, 0).units()).isEqualTo("dB");
        assertThat(column(description, 1).doc()).isEqualTo("pitch");
        assertThat(column(description, 1).stated().max()).hasValue(2000);
        assertThat(description.findings()).isEmpty();
        assertThat(description.unknown()).isEqualTo(UnknownKeys.NONE);
    }

    @Test
    void unknownKeysOfTheOldestDialectStayWithTheirColumn() {
        Description description = Descriptions.of(folder, 1, """
                {"names": ["a"], "stats": {"a": {"min": 0, "max": 1, "median": 0.50}}, "mine": [1]}
                """);
        assertThat(description.unknown().features()).isEqualTo(Map.of("a", Map.of("median", "0.50")));
        assertThat(description.unknown().top()).isEqualTo(Map.of("mine", "[1]"));
    }

    @Test
    void theNearestCentralFileCounts() throws IOException {
        Path below = Files.createDirectories(folder.resolve("a"));
        Descriptions.write(folder.resolve("conditioning_config.json"), "{\"feature_names\": [\"far\"]}");
        assertThat(Descriptions.names(Descriptions.of(below, "x", 1))).containsExactly("far");
        Descriptions.write(below.resolve("conditioning_config.json"), "{\"feature_names\": [\"near\"]}");
        assertThat(Descriptions.names(Descriptions.of(below, "x", 1))).containsExactly("near");
    }

    @Test
    void ofSeveralFilesTheOneWithANamePerColumnCounts() {
        Descriptions.write(folder.resolve("x.cond.cond.json"), V1);
        Description description = Descriptions.of(folder, 2, """
                {"features": {"only": {}}, "mine": 1}
                """);
        assertThat(Descriptions.names(description)).containsExactly("a", "b");
        assertThat(Descriptions.codes(description)).containsExactly(Code.FOREIGN_NAME);
        assertThat(description.unknown().top()).containsEntry("mine", "1");
    }

    @Test
    void theRightFileCountsIfBothWouldDo() {
        Descriptions.write(folder.resolve("x.cond.cond.json"), V1);
        Description description = Descriptions.of(folder, 2, "{\"names\": [\"c\", \"d\"]}");
        assertThat(Descriptions.names(description)).containsExactly("c", "d");
        assertThat(description.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"names\": [\"a\", \"a\"]}",
                "{\"names\": [\"a\", \" \"]}",
                "{\"names\": [\"a\"]}",
                "{\"names\": [\"a\", \"b\", \"c\"]}"
            })
    void labelsInDoubtAreReplacedByNumbers(String json) {
        Description description = Descriptions.of(folder, 2, json);
        assertThat(description.certain()).isFalse();
        assertThat(Descriptions.names(description)).containsExactly("col0", "col1");
        assertThat(description.findings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"names\": [], \"names\": []}",
                "{\"names\": [], \"x\": {\"y\": 1, \"y\": 2}}",
                "{\"names\": [1e400]}",
                "{\"names\": null}",
                "{\"features\": []}",
                "{\"names\": [], \"sidecar\": 3}",
                "{\"names\": []} {}",
                "{\"names\": [],}",
                "[]",
                "nul",
                "\"\""
            })
    void badSyntaxIsAnErrorThatTellsTheLine(String json) {
        assertThatThrownBy(() -> Descriptions.of(folder, 0, json))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining(folder.resolve("x.cond.json").toString())
                .hasMessageContaining("at line 1, column ")
                .hasMessageEndingWith("[FORMAT]");
    }

    @Test
    void valuesNestedTooDeepAreALimitErrorEvenIfNobodyAsksForThem() {
        String json = "{\"names\": [], \"x\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        assertThatThrownBy(() -> Descriptions.of(folder, 0, json))
                .isInstanceOf(SidecarException.class)
                .hasMessageEndingWith("[LIMIT]");
    }

    @Test
    void aPartOfANewerVersionOfThisLibraryIsNotGuessedAt() {
        assertThatThrownBy(() -> Descriptions.of(folder, 0, "{\"names\": [], \"sidecar\": {\"format\": 2}}"))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("upgrade")
                .hasMessageEndingWith("[UNSUPPORTED]");
    }
}
