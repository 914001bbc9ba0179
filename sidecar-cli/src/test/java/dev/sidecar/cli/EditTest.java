package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that make sidecars without columns, and those that take columns out or rename them. */
class EditTest {
    /** T of the clips, as numpy reads it from the fixtures that the Python workflow made. */
    private static final Map<String, Integer> FRAMES = Map.of(
            "a/noise_tempo_90_gain_-6.5.ecdc", 150,
            "a/sweep_tempo_120.0.ecdc", 225,
            "b/pluck_tempo_72.ecdc", 188,
            "b/speech.take2_pitch_57.25.ecdc", 339,
            "square.ecdc", 77);

    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void copy() {
        root = Dataset.copyTo(folder);
    }

    private Outcome on(Path tree, String command, Object... more) {
        Object[] words = new Object[more.length + 3];
        words[0] = command;
        words[1] = "--audio-root";
        words[2] = tree;
        System.arraycopy(more, 0, words, 3, more.length);
        return sidecar(words);
    }

    private Outcome run(String command, Object... more) {
        return on(root, command, more);
    }

    private static void assertDone(Outcome outcome, String counts) {
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        assertThat(outcome.out()).startsWith(counts).hasLineCount(1);
    }

    private static FeatureFrame frame(Path tokens) {
        try (SidecarFile sidecar = SidecarFile.open(tokens)) {
            assertThat(sidecar.findings()).isEmpty();
            return sidecar.frame();
        }
    }

    private FeatureFrame square() {
        return frame(root.resolve("square.ecdc"));
    }

    private static String rows(Map<String, ?> widths) {
        StringBuilder csv = new StringBuilder("rel_ecdc,rel_cond,frames,D,fps,codebooks\r\n");
        for (String clip : Dataset.CLIPS) {
            if (widths.containsKey(clip)) {
                csv.append(String.join(
                                ",",
                                clip,
                                Dataset.sidecarOf(clip, ".cond.npy"),
                                String.valueOf(FRAMES.get(clip)),
                                String.valueOf(widths.get(clip)),
                                "75",
                                "8"))
                        .append("\r\n");
            }
        }
        return csv.toString();
    }

    @Test
    void initMakesSidecarsWithoutColumns() throws IOException {
        assertDone(run("init", "--dtype", "float16"), "5 clips: 5 created");
        Map<String, String> before = times();
        for (String clip : Dataset.CLIPS) {
            try (SidecarFile sidecar = SidecarFile.open(root.resolve(clip))) {
                assertThat(sidecar.frames()).isEqualTo(FRAMES.get(clip));
                assertThat(sidecar.width()).isZero();
                assertThat(sidecar.dtype()).isEqualTo("float16");
                assertThat(sidecar.findings()).isEmpty();
            }
        }
        assertDone(run("init"), "5 clips: 0 created, 0 updated, 5 unchanged");
        assertThat(times()).isEqualTo(before);
    }

    private Map<String, String> times() throws IOException {
        Map<String, String> times = new TreeMap<>();
        for (String name : Dataset.sidecars(root).keySet()) {
            times.put(name, Files.getLastModifiedTime(root.resolve(name)).toString());
        }
        return times;
    }

    @Test
    void initKeepsColumnsUnlessToldToOverwrite() {
        run("add", "--const", "a=1");
        assertDone(run("init"), "5 clips: 0 created, 0 updated, 5 unchanged");
        assertThat(square().names()).containsExactly("a");
        assertDone(run("init", "--overwrite", "--dry-run"), "5 clips (plan, nothing written): 0 created, 5 updated");
        assertThat(square().names()).containsExactly("a");
        assertDone(run("init", "--overwrite"), "5 clips: 0 created, 5 updated");
        assertThat(square()).hasFrames(77).hasColumns();
    }

    @Test
    void initReportsWhatIsThere() throws IOException {
        run("add", "--const", "a=1", "--producer", "from_filename");
        Path manifest = folder.resolve("manifest.csv");
        Map<String, Integer> widths = new TreeMap<>();
        Dataset.CLIPS.forEach(clip -> widths.put(clip, clip.equals("square.ecdc") ? 1 : 2));
        assertDone(run("init", "--manifest-csv", manifest), "5 clips: 0 created, 0 updated, 5 unchanged");
        assertThat(manifest).content().isEqualTo(rows(widths));
        Files.delete(manifest);
        run("init", "--manifest-csv", manifest, "--dry-run");
        assertThat(manifest).doesNotExist();
    }

    /** By Python: int(hashlib.sha1(b"square.ecdc").hexdigest()[:8], 16) % 2 and so on. */
    @Test
    void shardsShareTheWork() throws IOException {
        List<List<String>> shards = List.of(
                List.of("a/sweep_tempo_120.0.ecdc", "b/pluck_tempo_72.ecdc", "b/speech.take2_pitch_57.25.ecdc"),
                List.of("a/noise_tempo_90_gain_-6.5.ecdc", "square.ecdc"));
        for (int shard = 0; shard < 2; shard++) {
            Path manifest = folder.resolve("manifest.csv");
            List<String> mine = shards.get(shard);
            assertDone(
                    run("init", "--shard-index", shard, "--shard-count", 2, "--manifest-csv", manifest),
                    mine.size() + " clip" + (mine.size() == 1 ? "" : "s") + ": " + mine.size() + " created");
            Map<String, Integer> widths = new TreeMap<>();
            mine.forEach(clip -> widths.put(clip, 0));
            assertThat(manifest).content().isEqualTo(rows(widths));
        }
        assertThat(Dataset.sidecars(root)).hasSize(10);
    }

    @Test
    void dropTakesColumnsOut() {
        run("add", "--const", "a=1", "--const", "b=2", "--producer", "from_filename", "--dtype", "float16");
        Path other = Dataset.copyTo(folder.resolve("other"));
        on(other, "add", "--producer", "from_filename", "--dtype", "float16");
        assertDone(run("drop", "a", "b"), "5 clips: 0 created, 5 updated");
        assertThat(Dataset.treeHash(root)).isEqualTo(Dataset.treeHash(other));
        Outcome some = run("drop", "tempo");
        assertThat(some.status()).isZero();
        assertThat(some.out())
                .startsWith("5 clips: 0 created, 2 updated, 3 unchanged")
                .contains("square.ecdc: its sidecar has no column \"tempo\"; there are none [no_such_column]");
        Outcome none = run("drop", "tempo");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).contains("its sidecar has no column \"tempo\"; there are tempo_90_gain");
        assertThat(run("drop").err()).contains("COLUMN");
    }

    @Test
    void renameKeepsEverythingElse() throws IOException {
        run("add", "--lin", "a=0:1", "--const", "b=2");
        Path json = root.resolve("square.cond.json");
        String units = Files.readString(json)
                .replaceFirst("\"units\": \"\"", "\"units\": \"dB\"")
                .replaceFirst("\"doc_string\": \"\"", "\"doc_string\": \"how loud\"")
                .replaceFirst("\\{", "{\"mine\": [1.50,  2],");
        Files.writeString(json, units);
        FeatureFrame before = square();
        assertDone(run("rename", "a", "gain"), "5 clips: 0 created, 5 updated");
        FeatureFrame after = square();
        assertThat(after.names()).containsExactly("gain", "b");
        assertThat(after.column("gain").withName("a")).isEqualTo(before.column("a"));
        assertThat(after).column("gain").hasUnits("dB").hasDoc("how loud").isRamp(0, 1);
        assertThat(after.column("b")).isEqualTo(before.column("b"));
        assertThat(json).content().contains("\"mine\": [1.50,  2]").doesNotContain("\"a\":");
    }

    @Test
    void renameSaysWhatIsAbsentAndWhatIsTaken() {
        run("add", "--const", "a=1", "--const", "b=2");
        String before = Dataset.treeHash(root);
        Outcome absent = run("rename", "c", "d");
        assertThat(absent.status()).isEqualTo(1);
        assertThat(absent.out()).contains("square.ecdc: its sidecar has no column \"c\"; there are a, b");
        Outcome taken = run("rename", "a", "b", "--skip-errors");
        assertThat(taken.status()).isEqualTo(1);
        assertThat(taken.out()).contains("5 failed", "two columns would have this name after renaming");
        assertThat(run("rename", "a", " ").status()).isEqualTo(2);
        assertThat(run("rename", "a").err()).contains("NEW_NAME");
        assertThat(Dataset.treeHash(root)).isEqualTo(before);
    }

    @Test
    void dropAndRenameMakeNoSidecars() {
        assertThat(run("drop", "a")).satisfies(missed -> {
            assertThat(missed.status()).isEqualTo(1);
            assertThat(missed.out()).contains("5 without a sidecar");
        });
        assertThat(run("rename", "a", "b").out()).contains("5 without a sidecar");
        assertThat(Dataset.sidecars(root)).isEmpty();
    }

    @Test
    void existingOnlyLeavesTheOthers() {
        on(root.resolve("a"), "add", "--const", "a=1");
        Outcome some = run("add", "--const", "b=2", "--existing-only");
        assertDone(some, "5 clips: 0 created, 2 updated, 0 unchanged, 3 without a sidecar, 0 failed");
        assertThat(Dataset.sidecars(root)).hasSize(4);
        assertDone(run("add", "--const", "b=2", "--create-missing"), "5 clips: 3 created, 0 updated, 2 unchanged");
        Outcome both = run("add", "--const", "b=2", "--existing-only", "--create-missing");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("--create-missing and --existing-only exclude each other");
    }

    @Test
    void anotherSuffixIsAnotherSidecar() {
        run("add", "--const", "a=1");
        String before = Dataset.treeHash(root);
        assertDone(run("add", "--const", "b=2", "--suffix", ".foo.npy"), "5 clips: 5 created");
        assertThat(root.resolve("b/speech.take2_pitch_57.25.foo.npy")).exists();
        assertThat(root.resolve("b/speech.take2_pitch_57.25.foo.json")).exists();
        assertThat(frame(root.resolve("square.foo.npy")).names()).containsExactly("b");
        assertDone(run("rename", "b", "c", "--suffix", ".foo.npy"), "5 clips: 0 created, 5 updated");
        assertThat(Dataset.treeHash(root)).isEqualTo(before);
        assertThat(run("audit", "--suffix", ".foo.npy", "--require", "c").status())
                .isZero();
        assertThat(run("audit", "--require", "a").status()).isZero();
        assertThat(run("add", "--const", "b=2", "--suffix", "foo").err()).contains("such as .cond.npy, found \"foo\"");
    }
}
