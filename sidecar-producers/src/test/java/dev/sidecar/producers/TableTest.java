package dev.sidecar.producers;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.ProducerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private static final String CSV = "id,tempo,scene,instrument|a.ecdc,120,room,piano|b/x_1.0,-6.5,hall,organ"
            + "|b/y.ecdc,0,room,piano|gone.ecdc,1,attic,piano";
    private static final String JSON = """
            {"id": "a.ecdc", "tempo": 120, "scene": "room", "instrument": "piano", "comment": "only here"}
            {"id": "b/x_1.0", "tempo": "-6.50", "scene": "hall", "instrument": "organ", "comment": null}

            {"instrument": "piano", "scene": "room", "tempo": 0e0, "id": "b/y.ecdc"}
            {"id": "gone.ecdc", "tempo": 1, "scene": "attic", "instrument": "piano"}
            """;

    private final Folder folder = Folder.empty();

    private Path table(String format) {
        return format.equals("csv") ? folder.write("clips.csv", CSV) : folder.writeText("clips." + format, JSON);
    }

    @Test
    void moreCategoriesThanAnybodyMeansAreRefused() {
        StringBuilder lines = new StringBuilder("id,scene");
        for (int i = 0; i <= TableColumns.MAX_CATEGORIES; i++) {
            lines.append("|").append(i).append(",s").append(i);
        }
        Path file = folder.write("clips.csv", lines.toString());
        assertThatThrownBy(
                        () -> folder.run(Producers.table(file).oneHot("scene").build(), "1.ecdc", 2))
                .hasMessageContainingAll("clips.csv", "scene", "at most 4096", "[LIMIT]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "NDJSON"})
    void aRowIsAClip(String format) {
        Producer table = Producers.table(table(format))
                .numbers("tempo")
                .index("scene")
                .oneHot("instrument")
                .build();
        FeatureFrame frame = folder.run(table, "b/x_1.0.ecdc", 3);
        assertThat(frame.names()).containsExactly("tempo", "scene", "instrument_organ", "instrument_piano");
        assertThat(frame).column("tempo").isConstant(-6.5).isMadeBy("table");
        assertThat(frame).column("scene").isConstant(1).hasRange(0, 2);
        assertThat(frame.column("scene").doc()).isEqualTo("0 attic, 1 hall, 2 room");
        assertThat(frame).column("instrument_organ").isConstant(1).hasRange(0, 1);
        assertThat(frame).column("instrument_piano").isConstant(0);
        FeatureFrame other = folder.run(table, "b/y.ecdc", 0);
        assertThat(other).hasFrames(0);
        assertThat(other.names()).isEqualTo(frame.names());
    }

    @Test
    void allColumnsAreNumbersUnlessChosen() {
        Path file = folder.write("clips.csv", "id,tempo,gain|a.ecdc,120,-3");
        FeatureFrame frame = folder.run(Producers.table(file).build(), "a.ecdc", 1);
        assertThat(frame.names()).containsExactly("tempo", "gain");
        assertThatThrownBy(() -> folder.run(Producers.table(table("csv")).build(), "a.ecdc", 1))
                .hasMessageContaining(
                        "clips.csv: line 2: expected a number, found \"room\" (producer table, column scene)");
    }

    @Test
    void rowsAreFoundByStem() {
        Path file = folder.write("clips.csv", "file,tempo|x_1.0.ecdc,7|y,8");
        Producer table = Producers.table(file).byStem("file").build();
        assertThat(folder.run(table, "b/x_1.0.ecdc", 1)).column("tempo").isConstant(7);
        assertThat(folder.run(table, "y.ecdc", 1)).column("tempo").isConstant(8);
        assertThat(folder.run(table, "other/y.ecdc", 1)).column("tempo").isConstant(8);
    }

    @Test
    void aClipWithoutARowFails() {
        Producer table = Producers.table(table("csv")).numbers("tempo").build();
        assertThatThrownBy(() -> folder.run(table, "b/z.ecdc", 1))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
                    assertThat(e.place().clip()).isEqualTo("b/z.ecdc");
                    assertThat(e.place().file()).isEqualTo("/tree/clips.csv");
                })
                .hasMessageContaining("no row for this clip, which would be called b/z; add one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "csv; id,tempo|a,1|a.ecdc,2; FORMAT; line 3: \"a.ecdc\" has a row already, in line 2",
                "csv; name,tempo|a,1; PRODUCER; no column \"id\"",
                "csv; id,bpm|a,1; PRODUCER; no column \"tempo\"",
                "csv; id,tempo|a,; FORMAT; line 2: expected a number, found an empty cell",
                "jsonl; [1]; FORMAT; line 1: expected an object",
                "jsonl; {\"id\": \"a\", \"tempo\": [1]}; FORMAT; line 1: expected a text or a number for \"tempo\"",
                "jsonl; {\"id\": \"a\", \"tempo\": 1}|{\"id\": ; FORMAT; in line 3",
                "jsonl; {\"id\": \"a\", \"id\": \"b\"}; FORMAT; Duplicate",
                "jsonl; {\"id\": \"a\"}; PRODUCER; line 1: no column \"tempo\"",
                "jsonl; {\"id\": \"a\", \"tempo\": 1}|{\"id\": \"b\"}; PRODUCER; line 2: no column \"tempo\"",
                "csv; name,tempo|a,1; PRODUCER; line 2: no column \"id\"",
                "jsonl; {\"id\": \"a\", \"tempo\": true}; FORMAT; found \"true\"",
            })
    void badTablesAreRefused(String format, String lines, Kind kind, String reason) {
        Path file = folder.write("clips." + format, lines);
        Producer table = Producers.table(file).numbers("tempo").build();
        assertThatThrownBy(() -> folder.run(table, "a.ecdc", 1))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
                    assertThat(e.place().file()).isEqualTo(file.toString());
                })
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"csv; id|a", "jsonl; {\"id\": \"a\", \"tempo\": null}", "jsonl; ''"})
    void aTableOfClipsAloneIsRefused(String format, String lines) {
        Producer table = Producers.table(folder.write("clips." + format, lines)).build();
        assertThatThrownBy(() -> folder.run(table, "a.ecdc", 1))
                .hasMessageContaining("expected a column with values beside \"id\", found none");
    }

    @Test
    void theKeyIsLookedForBeforeTheValues() {
        Producer table = Producers.table(folder.write("clips.csv", "id,tempo|a,1"))
                .byId("name")
                .build();
        assertThatThrownBy(() -> folder.run(table, "a.ecdc", 1))
                .hasMessageContaining("no column \"name\"; there are id, tempo");
    }

    @Test
    void categoriesMustBeThere() {
        Producer table = Producers.table(folder.write("clips.csv", "id,scene|a,room|b,"))
                .index("scene")
                .build();
        assertThatThrownBy(() -> folder.run(table, "a.ecdc", 1))
                .hasMessageContaining("line 3: expected a category, found an empty cell");
        assertThatThrownBy(() -> Producers.table(folder.file("x"))
                        .numbers("a")
                        .index("a")
                        .build())
                .hasMessageContaining("each column is chosen once, found a, a");
    }

    @Test
    void optionsMakeWhatTheBuilderMakes(@TempDir Path disk) throws IOException {
        Path file = Files.writeString(disk.resolve("clips.csv"), CSV.replace('|', '\n'));
        ProducerCatalog catalog = ProducerCatalog.open();
        assertThat(Shorthand.of(catalog.provider("table")).orElseThrow().parse("a=b.csv"))
                .isEqualTo(Map.of("file", "a=b.csv"));
        Producer made = catalog.create(
                "table",
                Map.of(
                        "file", file,
                        "table-key", "name",
                        "table-match", "stem",
                        "table-numbers", "tempo",
                        "table-one-hot", "scene, instrument"));
        Producer built = Producers.table(file)
                .byStem("name")
                .numbers("tempo")
                .oneHot("scene", "instrument")
                .build();
        assertThat(made.describe()).isEqualTo(built.describe());
        assertThat(made.describe().options().toString()).doesNotContain(disk.toString());
        assertThat(catalog.create(made.describe(), disk).describe()).isEqualTo(made.describe());
        Files.writeString(file, "id\n");
        assertThatThrownBy(() -> catalog.create(built.describe(), Path.of("nowhere")))
                .hasMessageContaining("there is no such file");
    }

    @Test
    void itKeepsTheContract() {
        Path file = table("csv");
        ProducerContract.of(() -> Producers.table(file).index("scene").build())
                .onlyClips(folder.clip("a.ecdc", 5), folder.clip("b/x_1.0.ecdc", 0), folder.clip("b/y.ecdc", 1))
                .check();
    }
}
