package dev.sidecar.producers;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.assertj.core.data.Offset.offset;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.ProducerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final String PARAMETERS = """
            {"t": {"name": "tempo", "type": "continuous", "min": 60, "max": 180, "unit": "BPM"},
             "level": {"type": "continuous"},
             "instrument": {"name": "instrument", "type": "class", "classes": ["piano", "organ"]},
             "take": {"name": "take", "type": "class", "num_classes": 3}}
            """;

    private final Folder folder = Folder.empty();

    private static CsvBuilder csv() {
        return Producers.csv(ClipFiles.besideTokens(".csv"));
    }

    private FeatureFrame frame(CsvBuilder csv, String lines, int frames) {
        folder.write("b/x_120.0.csv", lines);
        return folder.run(csv.build(), "b/x_120.0.ecdc", frames);
    }

    private void assertFails(CsvBuilder csv, String lines, int frames, Kind kind, String reason) {
        assertThatThrownBy(() -> frame(csv, lines, frames))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
                    assertThat(e.place().clip()).isEqualTo("b/x_120.0.ecdc");
                    assertThat(e.place().file()).isEqualTo("/tree/b/x_120.0.csv");
                    assertThat(e.place().producer()).isEqualTo("csv");
                })
                .hasMessageContaining(reason);
    }

    @Test
    void aRowIsAFrame() {
        FeatureFrame frame = frame(csv(), "valence, arousal |0.5,-1e-3| +.25 ,\"7\"|-6.,0", 3);
        assertThat(frame.names()).containsExactly("valence", "arousal");
        assertThat(frame.column("valence").toArray()).containsExactly(0.5f, 0.25f, -6);
        assertThat(frame.column("arousal").toArray()).containsExactly(-0.001f, 7, 0);
        assertThat(frame).column("arousal").isMadeBy("csv");
        assertThat(frame(csv().columns("arousal"), "valence,arousal|x,1", 1).names())
                .containsExactly("arousal");
    }

    @Test
    void columnsComeInTheOrderInWhichTheyAreChosen() {
        assertThat(frame(csv().columns("c", "a"), "a,b,c|1,2,3", 1).names()).containsExactly("c", "a");
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void clipsMayBeAsShortAsTheyLike(int frames) {
        assertThat(frame(csv(), frames == 0 ? "a" : "a|4", frames))
                .hasFrames(frames)
                .column("a")
                .isConstant(4);
        assertThat(frame(csv().time("t", Interpolation.AKIMA), "t,a|0.5,4", frames))
                .hasFrames(frames)
                .column("a")
                .isConstant(4);
    }

    @Test
    void whatSpreadsheetsWriteIsFine() throws IOException {
        folder.writeText("b/x_120.0.csv", "\ufeff\"a\",\"b \"\"quoted\"\"\"\r\n1,2\r\n3,4\r\n\r\n\r\n");
        FeatureFrame frame = folder.run(csv().build(), "b/x_120.0.ecdc", 2);
        assertThat(frame.names()).containsExactly("a", "b \"quoted\"");
        assertThat(frame.column("b \"quoted\"").toArray()).containsExactly(2, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./", "params/..", "", "/", "../tree"})
    void aRootMayBeWrittenInAnyWay(String root) {
        Path path = folder.file("x").getFileSystem().getPath(root);
        Clip clip = Clip.of("b/x.ecdc", FrameGrid.encodec24kHz(1));
        assertThat(ClipFiles.under(path, ".csv").of(clip).toAbsolutePath().normalize())
                .isEqualTo(path.resolve("b/x.csv").toAbsolutePath().normalize());
        for (String id : List.of("../x.ecdc", "a/../../x.ecdc", "/x.ecdc", "a/..")) {
            Clip outside = Clip.of(id, FrameGrid.encodec24kHz(1));
            assertThatThrownBy(() -> ClipFiles.under(path, ".csv").of(outside)).hasMessageContaining("FORBIDDEN");
        }
    }

    @Test
    void filesMayLieInATreeOfTheirOwn() {
        folder.write("params/b/x.annotated.csv", "a|3");
        Producer csv = Producers.csv(ClipFiles.under(folder.file("params"), ".annotated.csv"))
                .build();
        assertThat(folder.run(csv, "b/x.ecdc", 1)).column("a").isConstant(3);
        assertThatThrownBy(() -> folder.run(csv, "../x.ecdc", 1))
                .hasMessageContaining("leads out of the root")
                .hasMessageContaining("FORBIDDEN");
        Clip pathless = Clip.of("b/x.ecdc", FrameGrid.encodec24kHz(1));
        assertThatThrownBy(() -> csv().build().produce(pathless)).hasMessageContaining("has no path");
        assertThatThrownBy(() -> ClipFiles.besideTokens("/x.csv")).hasMessageContaining("found \"/x.csv\"");
        assertThatThrownBy(() -> ClipFiles.besideTokens(" ")).hasMessageContaining("USAGE");
    }

    @Test
    void anotherNumberOfRowsIsAnErrorUnlessTheUserSays() {
        assertFails(csv(), "a|1|2|3", 2, Kind.MISMATCH, "expected 2 rows, one per token frame, found 3; trim()");
        assertFails(csv(), "a|1", 2, Kind.MISMATCH, "expected 2 rows, one per token frame, found 1; hold() and pad()");
        assertFails(csv().trim(), "a|1", 2, Kind.MISMATCH, "found 1");
        assertFails(csv().hold(), "a|1|2", 1, Kind.MISMATCH, "found 2");
        assertFails(csv().hold(), "a", 1, Kind.MISMATCH, "found 0");

        FeatureFrame trimmed = frame(csv().trim().hold(), "a|1|2|3|4", 2);
        assertThat(trimmed.column("a").toArray()).containsExactly(1, 2);
        assertThat(trimmed.column("a").doc()).contains("without the last 2 rows");
        assertThat(trimmed.column("a").provenance().orElseThrow().options())
                .containsEntry("csv-trim", true)
                .containsEntry("csv-fill", "hold");
        FeatureFrame held = frame(csv().trim().hold(), "a|1|2", 4);
        assertThat(held.column("a").toArray()).containsExactly(1, 2, 2, 2);
        assertThat(held.column("a").doc()).contains("the last 2 frames", "hold the value before");
        FeatureFrame padded = frame(csv().pad(), "a|1|2", 4);
        assertThat(padded.column("a").toArray()).containsExactly(1, 2, 0, 0);
        assertThat(padded.column("a").doc()).contains("the last 2 frames", "padded with 0");
        assertThat(frame(csv().pad().trim(), "a|1|2", 2).column("a").doc()).isEmpty();
    }

    /** Frames start at 0, 1/75, 2/75 ... seconds. */
    @ParameterizedTest
    @CsvSource({
        "PREVIOUS, 10 10 10 20 20 40 40",
        "NEAREST, 10 10 20 20 40 40 40",
        "LINEAR, 10 12.5 16.25 20 30 40 40",
    })
    void rowsWithATimeAreForAnyNumberOfFrames(Interpolation rule, String expected) {
        String lines = "s,a|%s,10|%s,20|%s,40".formatted(1 / 225.0, 3 / 75.0, 5 / 75.0);
        FeatureFrame frame = frame(csv().time("s", rule), lines, 7);
        assertThat(frame.names()).containsExactly("a");
        float[] values = frame.column("a").toArray();
        String[] numbers = expected.split(" ", -1);
        for (int t = 0; t < numbers.length; t++) {
            assertThat(values[t]).as("frame %d", t).isCloseTo(Float.parseFloat(numbers[t]), offset(1e-6f));
        }
    }

    @Test
    void theTrainersParametersSayWhatColumnsAre() throws IOException {
        TrainerParameters parameters = TrainerParameters.read(folder.writeText("parameters.json", PARAMETERS));
        String lines = "take,instrument,level,tempo,else|0,piano,0.5,90,x|2.0,organ,2,200,y|1,1,-1,30,z";
        FeatureFrame frame = frame(csv().parameters(parameters), lines, 3);
        assertThat(frame.names())
                .isEqualTo(parameters.columnNames())
                .containsExactly(
                        "tempo", "level", "instrument_piano", "instrument_organ", "take_0", "take_1", "take_2");
        assertThat(frame.column("tempo").toArray()).containsExactly(90, 200, 30);
        assertThat(frame).column("tempo").hasUnits("BPM").hasRange(60, 180);
        assertThat(frame).column("level").hasRange(0, 1);
        assertThat(frame.column("instrument_piano").toArray()).containsExactly(1, 0, 0);
        assertThat(frame.column("instrument_organ").toArray()).containsExactly(0, 1, 1);
        assertThat(frame.column("take_2").toArray()).containsExactly(0, 1, 0);
        assertThat(frame).column("take_2").hasRange(0, 1);

        FeatureFrame padded = frame(csv().parameters(parameters).pad(), lines, 4);
        assertThat(padded.column("instrument_piano").toArray()).containsExactly(1, 0, 0, 0);
    }

    /** numpy: ((clip(x, 60, 180) - 60) / (180 - 60)).astype(float32) */
    @Test
    void scaledIsWhatTheTrainerComputes() {
        TrainerParameters parameters = TrainerParameters.read(folder.writeText(
                "parameters.json",
                "{\"tempo\": {\"name\": \"tempo\", \"min\": 60, \"max\": 180},"
                        + " \"same\": {\"name\": \"same\", \"min\": 2, \"max\": 2}}"));
        FeatureFrame frame =
                frame(csv().parameters(parameters).scaled(), "tempo,same|90,1|120.5,2|200,3|30,2|61.7,2", 5);
        assertThat(frame.column("tempo").toArray()).containsExactly(0.25f, 0.50416666f, 1, 0, 0.014166667f);
        assertThat(frame).column("tempo").hasRange(0, 1).hasUnits("");
        assertThat(frame.column("tempo").doc()).contains("from 60.0 to 180.0");
        assertThat(frame).column("same").isConstant(0);
    }

    @Test
    void classesHaveNothingBetweenThem() {
        TrainerParameters parameters = TrainerParameters.read(folder.writeText("parameters.json", PARAMETERS));
        CsvBuilder linear = csv().parameters(parameters).time("s", Interpolation.LINEAR);
        assertThatThrownBy(linear::build).hasMessageContaining("nothing between the classes of instrument");
        String lines = "s,take,instrument,level,tempo|0,1,piano,0,60|0.02,2,organ,1,70";
        FeatureFrame frame = frame(csv().parameters(parameters).time("s", Interpolation.NEAREST), lines, 3);
        assertThat(frame.column("instrument_organ").toArray()).containsExactly(0, 1, 1);
        assertThat(frame.column("take_1").toArray()).containsExactly(1, 0, 0);
    }

    @Test
    void theTrainersConfigSaysWhatTheColumnsAre() throws IOException {
        TrainerParameters parameters = TrainerParameters.read(folder.writeText("parameters.json", PARAMETERS));
        Path config = folder.file("conditioning_config.json");
        parameters.writeConditioningConfig(config, FrameGrid.Rate.ENCODEC_24KHZ, false);
        assertThat(Json.read(config)).isEqualTo(Json.read(folder.writeText("expected.json", """
                {"schema_version": 1, "fps": 75, "num_features": 7,
                 "feature_names": ["tempo", "level", "instrument_piano", "instrument_organ", "take_0", "take_1", "take_2"],
                 "features": {
                  "tempo": {"type": "continuous", "min": 60, "max": 180, "unit": "BPM", "description": "tempo"},
                  "level": {"type": "continuous", "min": 0, "max": 1, "unit": "", "description": "level"},
                  "instrument_piano": {"type": "binary", "source_parameter": "instrument", "class_name": "piano",
                    "unit": "probability", "description": "1 where instrument is piano"},
                  "instrument_organ": {"type": "binary", "source_parameter": "instrument", "class_name": "organ",
                    "unit": "probability", "description": "1 where instrument is organ"},
                  "take_0": {"type": "binary", "source_parameter": "take", "class_index": 0,
                    "unit": "probability", "description": "1 where take is 0"},
                  "take_1": {"type": "binary", "source_parameter": "take", "class_index": 1,
                    "unit": "probability", "description": "1 where take is 1"},
                  "take_2": {"type": "binary", "source_parameter": "take", "class_index": 2,
                    "unit": "probability", "description": "1 where take is 2"}}}
                """)));
        assertThat(Files.readString(config))
                .startsWith("{\n  \"schema_version\" : 1,\n  \"fps\" : 75,\n")
                .endsWith("}\n");
        parameters.writeConditioningConfig(config, new FrameGrid.Rate(44_100, 512), true);
        assertThat(Files.readString(config)).contains("86.1328125", "\"max\" : 1", "\"unit\" : \"\"");
        assertThat(folder.file(".conditioning_config.json.tmp")).doesNotExist();
        assertThatThrownBy(() -> parameters.writeConditioningConfig(
                        folder.file("no/config.json"), FrameGrid.Rate.ENCODEC_24KHZ, false))
                .hasMessageContaining("no/config.json: its folder is missing; make it first");
        assertThatThrownBy(
                        () -> parameters.writeConditioningConfig(folder.file(""), FrameGrid.Rate.ENCODEC_24KHZ, false))
                .hasMessageContaining("expected a file to write to, found a folder");
        assertThat(folder.file("../.tree.tmp")).doesNotExist();
        folder.writeText("full/config.json/x", "");
        assertThatThrownBy(() -> parameters.writeConditioningConfig(
                        folder.file("full/config.json"), FrameGrid.Rate.ENCODEC_24KHZ, false))
                .hasMessageContaining("IO");
        assertThat(folder.file("full/.config.json.tmp")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; 1; FORMAT; line 1: expected a header",
                "|1; 1; FORMAT; line 1: expected a header with the names of the columns, found an empty line",
                "a,,b|1,2,3; 1; FORMAT; line 1: cell 2 of the header is empty",
                "a,a|1,2; 1; FORMAT; line 1: two columns are called \"a\"",
                "a,b|1; 1; FORMAT; line 2: expected 2 cells, as many as the header has, found 1",
                "a,b|1,2|1,2,3; 2; FORMAT; line 3: expected 2 cells, as many as the header has, found 3",
                "a|1||2; 2; FORMAT; line 3: expected a row, found an empty line",
                "a,b|1,; 1; FORMAT; line 2: expected a number, found an empty cell",
                "a|1|0x1p3; 2; FORMAT; line 3: expected a number, found \"0x1p3\"",
                "a|1d; 1; FORMAT; line 2: expected a number, found \"1d\"",
                "a|\"1; 1; FORMAT; cannot be read as CSV",
                "a|\"1\"x; 1; FORMAT; cannot be read as CSV",
                "a|nan; 1; PRODUCER; made NaN",
                "a|1e300; 1; PRODUCER; made Infinity",
            })
    void badFilesAreRefused(String lines, int frames, Kind kind, String reason) {
        assertThatThrownBy(() -> {
                    folder.writeText("b/x_120.0.csv", lines.replace('|', '\n'));
                    folder.run(csv().build(), "b/x_120.0.ecdc", frames);
                })
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(reason)
                .hasMessageContaining("b/x_120.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t"})
    void cellsAreSeparatedByCommas(String separator) {
        String lines = "a,b|1,2".replace(",", separator);
        assertFails(csv(), lines, 1, Kind.FORMAT, "line 1: expected names separated by commas, found \"a");
        assertFails(csv().columns("a"), lines, 1, Kind.FORMAT, "save the file with commas");
        assertThat(frame(csv(), "a;b,c|1,2", 1).names()).containsExactly("a;b", "c");
    }

    @Test
    void columnsWithoutANameNeedNotBeTaken() {
        assertThat(frame(csv().columns("a"), ",a|0,5", 1).names()).containsExactly("a");
    }

    @Test
    void cellsHaveALimit() {
        assertFails(
                csv(),
                "a|" + "1".repeat(100_000),
                1,
                Kind.FORMAT,
                "a cell has at most 65536 characters, found more (record starting at line 2); a quotation mark may be");
    }

    @Test
    void wrongColumnsTimesAndBytesAreRefused() throws IOException {
        assertFails(csv().columns("c"), "a,b|1,2", 1, Kind.PRODUCER, "no column \"c\"; did you mean a? there are a, b");
        CsvBuilder timed = csv().time("s", Interpolation.LINEAR);
        assertFails(timed, "t,a|0,1", 1, Kind.PRODUCER, "no column \"s\"");
        assertFails(
                timed, "s,a|0,1|0,2", 1, Kind.FORMAT, "line 3: expected a time after the one before, 0.0, found 0.0");
        assertFails(timed, "s,a|1,1|0,2", 1, Kind.FORMAT, "line 3");
        assertFails(timed, "s,a|nan,1", 1, Kind.FORMAT, "expected a finite number");
        assertFails(timed, "s,a", 1, Kind.MISMATCH, "expected a row at least");
        assertThatThrownBy(() -> folder.run(csv().build(), "none.ecdc", 1)).hasMessageContaining("no such file");
        Files.write(folder.file("latin.csv"), new byte[] {'a', '\n', (byte) 0xe9});
        assertThatThrownBy(() -> folder.run(csv().build(), "latin.ecdc", 1))
                .hasMessageContaining("/tree/latin.csv: expected text in UTF-8")
                .hasMessageContaining("FORMAT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | expected an object with an entry for each parameter",
                "'' | expected an object",
                "{ | expected close marker for Object in line 1 [FORMAT]",
                "{\"a\": {}, \"a\": {}} | Duplicate",
                "{} {} | found more after it",
                "{\"a\": 1} | expected an object, found 1.0 (column a)",
                "{\"a\": {\"type\": \"clas\"}} | no type \"clas\"; did you mean class?",
                "{\"a\": {\"min\": \"0\"}} | expected a number in \"min\", found 0",
                "{\"a\": {\"min\": 2}} | a range needs two finite ends",
                "{\"a\": {\"unit\": 3}} | expected a text in \"unit\"",
                "{\"a\": {\"name\": \" \"}} | not blank",
                "{\"a\": {\"type\": \"class\", \"num_classes\": 0}} | expected 1 to 65536 in \"num_classes\"",
                "{\"a\": {\"type\": \"class\", \"num_classes\": 2.5}} | found 2.5",
                "{\"a\": {\"type\": \"class\", \"classes\": [1]}} | expected texts in \"classes\"",
                "{\"a\": {\"type\": \"class\", \"classes\": [\"x\", \"x\"]}} | found \"x\" twice",
                "{\"a\": {\"type\": \"class\"}, \"b\": {\"name\": \"a_1\"}} | a column of this name (column a_1)",
            })
    void badParametersAreRefused(String json, String reason) {
        Path file = folder.writeText("parameters.json", json);
        assertThatThrownBy(() -> TrainerParameters.read(file))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.FORMAT);
                    assertThat(e.place().file()).isEqualTo("/tree/parameters.json");
                })
                .hasMessageContaining(reason);
    }

    @Test
    void wrongClassesAreRefused() {
        TrainerParameters parameters = TrainerParameters.read(folder.writeText(
                "parameters.json", "{\"i\": {\"type\": \"class\", \"classes\": [\"piano\", \"organ\"]}}"));
        for (String wrong : List.of("Piano", "2", "-1", "0.5", "nan", "")) {
            assertFails(
                    csv().parameters(parameters),
                    "i,j|" + wrong + ",0",
                    1,
                    Kind.FORMAT,
                    "line 2: expected one of piano, organ, or its index from 0; found");
        }
        assertFails(csv().parameters(parameters), "j|1", 1, Kind.PRODUCER, "no column \"i\"");
    }

    @Test
    void contradictionsAreRefused() {
        TrainerParameters parameters = TrainerParameters.read(folder.writeText("parameters.json", PARAMETERS));
        assertUsage(csv().columns("a").parameters(parameters), "parameters name the columns");
        assertUsage(csv().columns("a", "a"), "each column is chosen once");
        assertUsage(csv().scaled(), "parameters have the ranges");
        assertUsage(csv().time("s", Interpolation.LINEAR).trim(), "rows with a time fit any clip");
        assertUsage(csv().time("s", Interpolation.LINEAR).pad(), "rows with a time fit any clip");
        assertThatThrownBy(() -> ProducerCatalog.open().create("csv", Map.of("csv-time", "s")))
                .hasMessageContaining("give both csv-time and csv-rule");
        assertThatThrownBy(() -> ProducerCatalog.open().create("csv", Map.of("csv-fill", "zero")))
                .hasMessageContaining("there are none, hold, pad");
    }

    private static void assertUsage(CsvBuilder csv, String reason) {
        assertThatThrownBy(csv::build)
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining(reason);
    }

    @Test
    void optionsMakeWhatTheBuilderMakes(@TempDir Path disk) throws IOException {
        Path file = Files.writeString(disk.resolve("parameters.json"), PARAMETERS);
        Map<String, Object> options = new TreeMap<>(Map.of("csv-parameters", file, "csv-scale", true));
        options.put("csv-fill", "pad");
        options.put("csv-root", disk.toString());
        Producer made = ProducerCatalog.open().create("csv", options);
        Producer built = Producers.csv(ClipFiles.under(disk, ".csv"))
                .parameters(TrainerParameters.read(file))
                .scaled()
                .pad()
                .build();
        assertThat(made.describe()).isEqualTo(built.describe());
        assertThat(made.describe().options().get("csv-parameters"))
                .asInstanceOf(MAP)
                .containsEntry("file", "parameters.json")
                .containsOnlyKeys("file", "sha256");
        assertThat(made.describe().options().toString()).doesNotContain(disk.toString());
        assertThat(ProducerCatalog.open().create(made.describe(), disk).describe())
                .isEqualTo(made.describe());

        Producer timed =
                csv().columns("a", "b").time("s", Interpolation.PREVIOUS).build();
        assertThat(ProducerCatalog.open()
                        .create("csv", Map.of("csv-columns", "a, b", "csv-time", "s", "csv-rule", "step"))
                        .describe())
                .isEqualTo(timed.describe());
        assertThat(ProducerCatalog.open().create(timed.describe(), disk).describe())
                .isEqualTo(timed.describe());
    }

    @Test
    void itKeepsTheContract() {
        folder.write("a.csv", "s,a|0,1|0.5,2|2,-1");
        folder.write("b.csv", "s,a|0,5|0.01,7");
        ProducerContract.of(() -> csv().time("s", Interpolation.CUBIC).build())
                .onlyClips(folder.clip("a.ecdc", 200), folder.clip("b.ecdc", 3))
                .check();
    }
}
