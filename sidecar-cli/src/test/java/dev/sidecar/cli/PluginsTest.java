package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Producers from folders and files, on the command line. */
class PluginsTest {
    private static final String HALF =
            "return FeatureFrame.of(Column.constant(\"half\", clip.frames(), 0.5f).withUnits(\"x\"));";
    private static final String DEPTH = "ProducerOption.number(\"depth\", \"how deep\").withDefault(2.0)";

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private PluginFolder plugins = new PluginFolder(Path.of(""));

    @BeforeEach
    void copy() throws IOException {
        root = Dataset.copyTo(folder);
        plugins = PluginFolder.in(folder);
    }

    private Outcome add(Object... more) {
        List<Object> words = new ArrayList<>(List.of("add", "--audio-root", root, "--producers-dir", plugins));
        words.addAll(Arrays.asList(more));
        return sidecar(words.toArray());
    }

    private static void assertFine(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
    }

    private static FeatureFrame frame(Path tokens) {
        try (SidecarFile sidecar = SidecarFile.open(tokens)) {
            return sidecar.frame();
        }
    }

    private FeatureFrame square() {
        return frame(root.resolve("square.ecdc"));
    }

    private Map<String, Object> options(String column) {
        return square().column(column).provenance().orElseThrow().options();
    }

    private static float[] ramp(int frames, double step) {
        return Column.generate("any", frames, t -> step * t).toArray();
    }

    @Test
    void sourcesJarsAndInstalledProducersWorkTogether() throws IOException {
        plugins.add("half", HALF);
        plugins.addRampJar("deep", DEPTH);
        assertFine(add(
                "--producer=deep",
                "--producer",
                "half",
                "--depth",
                "-0.5",
                "--const",
                "c=3",
                "--producer",
                "from_filename"));
        assertThat(square().names()).containsExactly("deep", "half", "c");
        FeatureFrame frame = frame(root.resolve("b/pluck_tempo_72.ecdc"));
        assertThat(frame.names()).containsExactly("deep", "half", "tempo", "c");
        assertThat(frame.column("deep").toArray()).isEqualTo(ramp(188, -0.5));
        assertThat(frame).column("half").isConstant(0.5).hasUnits("x").isMadeBy("half");
        assertThat(frame).column("tempo").isConstant(72);
        assertThat(frame).column("c").isConstant(3);
        assertThat(frame.column("deep").provenance()).contains(new Provenance("deep", "", Map.of("depth", -0.5)));
    }

    /** The SHA-256 of numpy.linspace(0, 1, T, dtype=numpy.float32).tobytes(), and what Python's re finds in the name. */
    @ParameterizedTest
    @CsvSource({
        "a/noise_tempo_90_gain_-6.5.ecdc, c29fb773465a2c663ca75324c73409af451c2213934423110ed366d5ed842b36, tempo_90_gain, -6.5",
        "a/sweep_tempo_120.0.ecdc, abffe93444b350b9ba8b724a4ea9fdb193b268e6018394a506c98cc4eed3514c, tempo, 120",
        "b/pluck_tempo_72.ecdc, c8160e3f2532c78a065d47f0a8f568698f291df932c5e09cfd7b6c9fa02f1500, tempo, 72",
        "b/speech.take2_pitch_57.25.ecdc, 8a210123635f89bf57b1e3d02df38bb92182398290917e652066aa127a263b71, pitch, 57.25",
        "square.ecdc, 01c00841fb39ba87c3e858d322cda97e2efcd4880a697cf8c295d50dda339d4b, ,",
    })
    void theCommandLinesOfThePythonWorkflowGiveItsValues(String clip, String gain, String name, Float value)
            throws Exception {
        Path cond = folder.resolve("params");
        List<List<String>> lines = List.of(
                List.of("const", "--const", "scene_id=7", "--const", "instrument=2"),
                List.of("lin", "--lin", "gain=0:1"),
                List.of("from_filename", "--filename-regex", "_(?P<name>\\w+)_(?P<value>-?\\d+(\\.\\d+)?)"));
        for (List<String> line : lines) {
            List<Object> words = new ArrayList<>(List.of("--cond-root", cond, "--producer"));
            words.addAll(line);
            assertFine(add(words.toArray()));
        }
        FeatureFrame frame = frame(cond.resolve(Dataset.sidecarOf(clip, ".cond.npy")));
        List<String> names = new ArrayList<>(List.of("scene_id", "instrument", "gain"));
        if (name != null) {
            names.add(name);
            assertThat(frame.column(name).toArray()).containsOnly(value);
        }
        assertThat(frame.names()).isEqualTo(names);
        assertThat(frame).column("scene_id").isConstant(7);
        assertThat(frame).column("instrument").isConstant(2);
        ByteBuffer bytes = ByteBuffer.allocate(4 * frame.frames()).order(ByteOrder.LITTLE_ENDIAN);
        for (float gained : frame.column("gain").toArray()) {
            bytes.putFloat(gained);
        }
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())))
                .isEqualTo(gain);
    }

    @Test
    void listsAndExplains() throws IOException {
        Path half = plugins.add("half", HALF);
        plugins.add("broken", "return nothing;");
        for (Outcome list : List.of(add("--list-producers"), sidecar("producers", "--producers-dir", plugins))) {
            assertFine(list);
            assertThat(list.out())
                    .containsPattern("broken +\\S+broken.java +\\(does not compile: line 8: cannot find symbol")
                    .containsPattern("const +installed +the same value in every frame")
                    .containsPattern("half +\\S+half.java +Does what half does");
        }
        for (Outcome page : List.of(sidecar("add", "--show-producer", "const"), sidecar("producers", "const"))) {
            assertFine(page);
            assertThat(page.out())
                    .contains("const: the same value in every frame", "numpy.full(T, value, float32)")
                    .contains("--const NAME=VALUE");
        }
        assertThat(sidecar("producers", "--producers-dir", plugins, "half").out())
                .contains("from " + half, "--producer half   takes no options");
        assertThat(Dataset.sidecars(root)).isEmpty();
    }

    @Test
    void helpShowsTheFlagsOfWhatIsChosen() throws IOException {
        plugins.addRamp("deep", "ProducerOption.number(\"depth\", \"100 % of ${user.home} %n %s\")");
        assertThat(add("--help").out()).doesNotContain("--depth");
        Outcome help = add("--producer", "deep", "--help");
        assertFine(help);
        assertThat(help.out()).contains("--depth", "NUMBER").contains("deep: 100 % of ${user.home} %n %s; required.");
        assertThat(sidecar("producers", "--producers-dir", plugins, "deep").out())
                .contains("100 % of ${user.home} %n %s; required.");
    }

    @Test
    void aProducerCanBeAPath() throws IOException {
        Path half = plugins.add("half", HALF);
        Path deep = plugins.addRampJar("deep", DEPTH);
        assertFine(sidecar("add", "--audio-root", root, "--producer", half, "--producer=" + deep, "--depth", "3"));
        assertThat(square().names()).containsExactly("half", "deep");
        assertThat(square().column("deep").toArray()).isEqualTo(ramp(77, 3));
        Outcome none = sidecar(
                "add", "--audio-root", root, "--producer", plugins.path().resolve("none.java"));
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("none.java: there is no such file").hasLineCount(1);
    }

    @Test
    void unknownNamesGetTheNearest() throws IOException {
        plugins.add("half", HALF);
        Outcome outcome = add("--producer", "hafl");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "sidecar: no producer \"hafl\"; did you mean half? there are const, csv, curve, derive, events, from_audio, from_filename, from_hdf5, gauss, half, lin, noise, table, walk"
                                + " [USAGE]\n"));
        assertThat(sidecar("producers", "cnst").err()).contains("did you mean const?");
        assertThat(sidecar("add", "--show-producer", "cnst").err()).contains("did you mean const?");
    }

    @Test
    void twoOfOneNameSayWhereEachComesFrom() throws IOException {
        Path jar = plugins.addRampJar("deep", DEPTH);
        Path source = plugins.add("deep", HALF);
        Outcome outcome = add("--const", "a=1");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("two producers are called \"deep\"", jar.toString(), source.toString());
        Path installed = plugins.add("lin", HALF);
        assertThat(sidecar("add", "--audio-root", root, "--producer", installed).err())
                .contains("two producers are called \"lin\"", "LinearProvider", installed.toString());
    }

    @Test
    void aBrokenSourceIsToldWithItsLineWhereItIsChosenAndNotElsewhere() throws IOException {
        Path broken = plugins.add("broken", "return nothing;");
        Outcome outcome = add("--producer", "broken");
        assertThat(outcome)
                .isEqualTo(new Outcome(1, "", outcome.err()))
                .extracting(Outcome::err)
                .asString()
                .startsWith("sidecar: " + broken + ": does not compile: line 8: cannot find symbol")
                .endsWith("[PRODUCER]\n");
        assertThat(Dataset.sidecars(root)).isEmpty();
        assertFine(add("--const", "a=1"));
    }

    @Test
    void optionsOfOneNameAreToldApart() throws IOException {
        plugins.addRamp("a", DEPTH);
        plugins.addRamp("b", DEPTH);
        assertFine(add("--producer", "a", "--producer", "b", "--a.depth", "3", "--b.depth=-4"));
        assertThat(square().column("a").toArray()).isEqualTo(ramp(77, 3));
        assertThat(square().column("b").toArray()).isEqualTo(ramp(77, -4));
        Outcome either = add("--producer", "a", "--producer", "b", "--depth", "3");
        assertThat(either.status()).isEqualTo(2);
        assertThat(either.err()).contains("'--depth', '3'; did you mean --a.depth or --b.depth?");
        assertThat(add("--producer", "a", "--producer", "b", "--help").out())
                .contains("--a.depth", "--b.depth")
                .doesNotContain("--depth,");
    }

    @Test
    void theCommandsOwnFlagsStayItsOwn() throws IOException {
        plugins.addRamp("deep", DEPTH + ", ProducerOption.text(\"mode\", \"which\").withDefault(\"slow\")");
        assertFine(add("--producer", "deep", "--mode", "append", "--deep.mode", "fast"));
        assertThat(options("deep")).isEqualTo(Map.of("depth", 2.0, "mode", "fast"));
        assertThat(sidecar("producers", "--producers-dir", plugins, "deep").out())
                .contains("--deep.depth");
        assertThat(add("--producer", "deep", "--mode", "fast").err()).contains("append or overwrite, found \"fast\"");
    }

    @Test
    void optionsAreOfAllTypes() throws IOException {
        plugins.addRamp("deep", DEPTH + """
                , ProducerOption.flag("up", "upwards")
                , ProducerOption.integer("count", "how many").withDefault(1L)
                , ProducerOption.file("table", "a file")
                , ProducerOption.text("label", "a label").withDefault("none")
                , ProducerOption.number("partial", "more").repeatable()
                """);
        Path table = Files.writeString(folder.resolve("table.txt"), "abc");
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, appendix B.1
        assertFine(add(
                "--producer",
                "deep",
                "--up",
                "--count=-3",
                "--table",
                table,
                "--label",
                "--100% ${user.home} %n -x=1",
                "--partial",
                "-1",
                "--partial",
                "2e-1"));
        assertThat(options("deep"))
                .isEqualTo(Map.of(
                        "depth",
                        2.0,
                        "up",
                        true,
                        "count",
                        -3L,
                        "table",
                        Map.of("file", "table.txt", "sha256", abc),
                        "label",
                        "--100% ${user.home} %n -x=1",
                        "partial",
                        List.of(-1.0, 0.2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--depth x | the option \"depth\" takes a number, found \"x\" (producer deep)",
                "--depth 1 --depth 2 | --deep.depth' (NUMBER) should be specified only once",
                "--count 1.5 | the option \"count\" takes a whole number, found \"1.5\" (producer deep)",
                "--up=yes | without 'yes' parameter",
                "--table none.txt | none.txt: there is no such file, and the option \"table\" names it",
                "--depht 1 | did you mean --depth or",
            })
    void wrongValuesNameOptionAndProducer(String words, String reason) throws IOException {
        plugins.addRamp("deep", DEPTH + """
                , ProducerOption.flag("up", "upwards")
                , ProducerOption.integer("count", "how many").withDefault(1L)
                , ProducerOption.file("table", "a file").withDefault(java.nio.file.Path.of("."))
                """);
        Outcome outcome = add((Object[]) ("--producer deep " + words).split(" "));
        assertThat(outcome.err()).contains(reason);
        assertThat(outcome.status()).isEqualTo(2);
    }

    @Test
    void aFaultyProducerIsNamedAndTheOtherClipsAreDone() throws IOException {
        plugins.add("faulty", """
                switch (clip.fileName()) {
                    case "square.ecdc": throw new java.io.FileNotFoundException("square.wav");
                    case "pluck_tempo_72.ecdc": return FeatureFrame.of(Column.constant("c", clip.frames() + 1, 1));
                    case "sweep_tempo_120.0.ecdc": return null;
                    default: return FeatureFrame.of(Column.constant("c", clip.frames(), 1));
                }
                """);
        Outcome outcome = add("--producer", "faulty", "--skip-errors");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith("5 clips: 2 created, 0 updated, 0 unchanged, 3 failed")
                .containsPattern("failed: a/sweep_tempo_120.0.ecdc: .*returned null.*producer faulty")
                .containsPattern("failed: b/pluck_tempo_72.ecdc: .*expected 188 values.*found 189.*producer faulty")
                .containsPattern("failed: square.ecdc: .*FileNotFoundException: square.wav.*producer faulty");
        assertThat(Dataset.sidecars(root).keySet())
                .containsExactly(
                        "a/noise_tempo_90_gain_-6.5.cond.json",
                        "a/noise_tempo_90_gain_-6.5.cond.npy",
                        "b/speech.take2_pitch_57.25.cond.json",
                        "b/speech.take2_pitch_57.25.cond.npy");
    }

    @Test
    void shorthandsCanBeAttachedAndNamesCanHaveTheirSeparators() {
        assertFine(add("--const=a=1", "--const", "b=c=-2", "--lin=d:e=-1:-3", "--const", "@f=4"));
        FeatureFrame frame = square();
        assertThat(frame.names()).containsExactly("a", "b=c", "@f", "d:e");
        assertThat(frame).column("b=c").isConstant(-2);
        assertThat(frame).column("d:e").isRamp(-1, -3);
    }

    @Test
    void argumentsAreNoFileNames() throws IOException {
        Path words = Files.writeString(folder.resolve("words"), "--producer from_filename");
        Outcome outcome = add("@" + words);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("@" + words);
    }

    @Test
    void anEmptyNameOfAFolderIsNotThisFolder() {
        for (Outcome outcome : List.of(
                sidecar("add", "--audio-root", root, "--const", "a=1", "--producers-dir", ""),
                sidecar("producers", "--producers-dir="))) {
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).contains("option '--producers-dir' (DIR): it is empty");
        }
    }
}
