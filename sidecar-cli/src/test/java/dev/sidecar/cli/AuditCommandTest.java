package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sidecar audit} on a tree that is right, and on that tree broken in one way. */
class AuditCommandTest {
    private static final Pattern CSV_FIELD = Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\"\r]*))(,|\r\n)");

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Path cond = Path.of("");

    @BeforeEach
    void make() {
        root = Dataset.copyTo(folder);
        cond = folder.resolve("params");
        Outcome made = sidecar(
                "add",
                "--audio-root",
                root,
                "--cond-root",
                cond,
                "--dtype",
                "float16",
                "--const",
                "tempo=90",
                "--lin",
                "bpm=0:1");
        assertThat(made.status()).isZero();
    }

    private Outcome audit(Object... more) {
        List<Object> words = new ArrayList<>(List.of("audit", "--audio-root", root, "--cond-root", cond));
        words.addAll(Arrays.asList(more));
        return sidecar(words.toArray());
    }

    private void edit(String clip, String old, String replacement) throws IOException {
        Path json = cond.resolve(Dataset.sidecarOf(clip, ".cond.json"));
        String text = Files.readString(json);
        assertThat(text).contains(old);
        Files.writeString(json, text.replace(old, replacement));
    }

    private static void assertFine(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome(0, "5 clips: 5 clean, 0 errors, 0 warnings, 0 notes\n", ""));
    }

    @Test
    void aGoodTreeIsFine() {
        String before = Dataset.treeHash(cond);
        assertFine(audit());
        assertFine(
                audit("--expect-fps", "75", "--expect-dtype", "float16", "--require", "tempo,bpm", "--verify-ranges"));
        assertFine(audit("--verify-ranges", "--range-tol", "0", "--require", "bpm", "--require", "tempo"));
        assertThat(Dataset.treeHash(cond)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--expect-fps 50 | fps_mismatch | fps is 75, expected 50",
                "--expect-dtype float32 | dtype_mismatch | holds float16, expected float32",
                "--require tempo,f0,rms | missing_features | without the columns \"f0\", \"rms\"",
                "--grid 24000:640 | fps_mismatch | 75",
                "--suffix .foo.npy | missing_sidecar | there is no such file",
            })
    void expectationsThatNoClipMeets(String words, String type, String detail) {
        Outcome outcome = audit((Object[]) words.split(" "));
        assertThat(outcome).isEqualTo(new Outcome(1, outcome.out(), ""));
        assertThat(outcome.out())
                .contains("error: " + cond, detail, "[" + type + "]", "5 clips: 0 clean, 5 errors")
                .containsPattern("(?m)^ +5  " + type);
    }

    @Test
    void theOriginsCommandLineFindsWhatIsWrong() throws IOException {
        edit("square.ecdc", "\"fps\": 75,", "\"fps\": 44,");
        edit("b/pluck_tempo_72.ecdc", "\"max\": [90.0, 1.0]", "\"max\": [90.0, 0.25]");
        edit("b/pluck_tempo_72.ecdc", "\"min\": 0.0,\n      \"max\": 1.0", "\"min\": 0.0,\n      \"max\": 0.25");
        Files.delete(cond.resolve("a/sweep_tempo_120.0.cond.json"));
        // t / 187 > 0.25 for t = 47 to 187
        Outcome outcome =
                audit("--expect-fps", "75", "--expect-dtype", "float16", "--require", "tempo,bpm", "--verify-ranges");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out())
                .containsPattern("error: \\S+/a/sweep_tempo_120.0.cond.npy: .* \\[missing_json]")
                .containsPattern("error: \\S+/b/pluck_tempo_72.cond.npy: column \"bpm\": 141 of 188 values above the"
                        + " stated maximum 0.25, the highest 1 in frame 187 \\[range_above_max]")
                .containsPattern("error: \\S+/square.cond.json: fps is 44, expected 75 \\[fps_mismatch]")
                .contains("5 clips: 2 clean, 3 errors, 0 warnings, 2 notes");
    }

    @Test
    void theToleranceOfRangesCounts() throws IOException {
        edit("square.ecdc", "\"max\": [90.0, 1.0]", "\"max\": [90.0, 0.875]");
        edit("square.ecdc", "\"min\": 0.0,\n      \"max\": 1.0", "\"min\": 0.0,\n      \"max\": 0.875");
        assertThat(audit().status()).isZero();
        assertThat(audit("--verify-ranges").status()).isEqualTo(1);
        assertThat(audit("--verify-ranges", "--range-tol", "0.124").status()).isEqualTo(1);
        assertThat(audit("--verify-ranges", "--range-tol", "0.125").status()).isZero();
        Outcome alone = audit("--range-tol", "0.1");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("--verify-ranges");
    }

    @Test
    void listLimitsWhatIsPrinted() {
        for (String all : List.of("all", "-1", "5", "50")) {
            Outcome outcome = audit("--require", "f0", "--list", all);
            assertThat(outcome.out().lines().filter(line -> line.startsWith("error: ")))
                    .hasSize(5);
            assertThat(outcome.out()).doesNotContain("more (");
        }
        assertThat(audit("--require", "f0", "--list", "0").out()).startsWith("5 clips: 0 clean, 5 errors");
        Outcome one = audit("--require", "f0", "--list", "1");
        assertThat(one.out())
                .startsWith("error: ")
                .contains("a/noise_tempo_90_gain_-6.5.cond.npy")
                .contains("\n… and 4 more (--list all prints them)\n5 clips: ");
        assertThat(one.status()).isEqualTo(1);
        Outcome wrong = audit("--list", "some");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("--list takes a number, -1 or all, found \"some\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'error,warning', 1",
        "error, 0",
        "warning, 1",
        "note, 1",
        "none, 0",
        "orphan_sidecar, 1",
        "fps_mismatch, 0",
    })
    void failOnDecidesOfTheExitCode(String what, int status) throws IOException {
        Files.delete(root.resolve("square.ecdc")); // a warning
        edit("b/pluck_tempo_72.ecdc", "\"names\": [\"tempo\", \"bpm\"]", "\"names\": [\"x\", \"bpm\"]");
        edit("b/pluck_tempo_72.ecdc", "\"tempo\": {\n      \"min\"", "\"x\": {\n      \"min\""); // a note
        Outcome outcome = audit("--fail-on", what);
        assertThat(outcome.out()).contains("4 clips: 3 clean, 0 errors, 1 warning, 1 note");
        assertThat(outcome.status()).isEqualTo(status);
    }

    @Test
    void failOnKnowsItsWords() {
        Outcome outcome = audit("--fail-on", "fps_mismatsch");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("did you mean fps_mismatch?");
    }

    /** Fields with commas and quotes, read back by the rules of RFC 4180. */
    private static List<List<String>> rows(Path csv) throws IOException {
        String text = Files.readString(csv);
        List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
        Matcher field = CSV_FIELD.matcher(text);
        int end = 0;
        while (field.find() && field.start() == end && end < text.length()) {
            end = field.end();
            String quoted = field.group(1);
            rows.get(rows.size() - 1).add(quoted == null ? field.group(2) : quoted.replace("\"\"", "\""));
            if (!field.group(3).equals(",")) {
                rows.add(new ArrayList<>());
            }
        }
        assertThat(end).isEqualTo(text.length());
        return rows.subList(0, rows.size() - 1);
    }

    @Test
    void exportsHoldAllFindingsWhateverIsPrinted() throws IOException {
        Path csv = folder.resolve("findings.csv");
        Path json = folder.resolve("findings.json");
        Outcome outcome =
                audit("--require", "f0,\"x\"", "--list", "0", "--quiet", "--export-csv", csv, "--export-json", json);
        assertThat(outcome).isEqualTo(new Outcome(1, "", ""));
        List<List<String>> rows = rows(csv);
        assertThat(rows.get(0)).containsExactly("type", "rel_ecdc", "rel_cond", "detail", "severity", "hint");
        assertThat(rows).hasSize(6);
        JsonNode found = new ObjectMapper().readTree(Files.readString(json));
        assertThat(found.get("summary").get("clips").asInt()).isEqualTo(5);
        assertThat(found.get("summary").get("clean_clips").asInt()).isZero();
        assertThat(found.get("summary").get("counts").get("missing_features").asInt())
                .isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            String clip = Dataset.CLIPS.get(i);
            List<String> row = rows.get(i + 1);
            assertThat(row.subList(0, 5))
                    .containsExactly(
                            "missing_features",
                            clip,
                            Dataset.sidecarOf(clip, ".cond.npy"),
                            "without the columns \"f0\", \"\"x\"\"",
                            "error");
            for (int column = 0; column < 6; column++) {
                assertThat(found.get("findings")
                                .get(i)
                                .get(rows.get(0).get(column))
                                .asText())
                        .isEqualTo(row.get(column));
            }
        }
        assertThat(audit("--export-csv", folder.resolve("none/x.csv")).status()).isEqualTo(1);
    }

    @Test
    void repairMendsWhatIsSafeToMend() throws IOException {
        Path right = cond.resolve("square.cond.json");
        Path wrong = cond.resolve("square.cond.cond.json");
        JsonNode metadata = new ObjectMapper().readTree(Files.readString(right));
        ((ObjectNode) metadata).remove("sidecar"); // an older writer knew nothing of it
        Files.writeString(wrong, metadata.toString());
        Files.delete(right);
        assertThat(audit().out()).contains("warning: ", "[foreign_name]");
        Outcome plan = audit("--repair", "--dry-run");
        assertThat(plan.status()).isEqualTo(1);
        assertThat(plan.out()).startsWith("repair: 1 step (plan, nothing written), 0 left to people");
        assertThat(wrong).exists();
        Outcome done = audit("--repair");
        assertThat(done.status()).isZero();
        assertThat(done.out()).startsWith("repair: 1 step, 0 left to people").contains("5 clips: 5 clean");
        assertThat(wrong).doesNotExist();
        assertThat(right).exists();
        assertThat(audit("--repair").out()).startsWith("repair: 0 steps, 0 left to people");
        assertThat(audit("--dry-run").err()).contains("--dry-run goes with --repair");
    }

    @Test
    void aTornPairIsFound() throws IOException {
        Path other = folder.resolve("other");
        sidecar("add", "--audio-root", root, "--cond-root", other, "--const", "tempo=1", "--const", "bpm=2");
        Files.copy(
                other.resolve("square.cond.npy"), cond.resolve("square.cond.npy"), StandardCopyOption.REPLACE_EXISTING);
        Outcome outcome = audit();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).contains("[torn_pair]", "5 clips: 4 clean, 1 error");
    }

    @Test
    void tokensOfAnotherLengthAreFound() throws IOException {
        Files.copy(
                root.resolve("b/pluck_tempo_72.ecdc"),
                root.resolve("square.ecdc"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(root.resolve("page.ecdc"), "<!DOCTYPE html><title>404</title>");
        Outcome outcome = audit();
        assertThat(outcome.out())
                .containsPattern(
                        "error: \\S+square.cond.npy: the tokens have 188 frames, the sidecar has 77; .* \\[frame_mismatch]")
                .containsPattern("error: \\S*page.ecdc: .* \\[bad_ecdc]")
                .contains("6 clips: 4 clean, 2 errors");
    }

    @Test
    void shardsShareTheWork() throws IOException {
        Files.delete(cond.resolve("square.cond.npy"));
        // as Python has it, sha1("square.ecdc") falls into the second of two shards
        Outcome first = audit("--shard-index", "0", "--shard-count", "2");
        assertThat(first).isEqualTo(new Outcome(0, "3 clips: 3 clean, 0 errors, 0 warnings, 0 notes\n", ""));
        Outcome second = audit("--shard-index", "1", "--shard-count", "2");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.out()).contains("2 clips: 1 clean, 1 error", "[missing_data]");
    }

    @Test
    void quietPrintsNothing() throws IOException {
        assertThat(audit("--quiet")).isEqualTo(new Outcome(0, "", ""));
        Files.delete(cond.resolve("square.cond.npy"));
        assertThat(audit("--quiet")).isEqualTo(new Outcome(1, "", ""));
        assertThat(audit("--quiet", "--repair")).isEqualTo(new Outcome(1, "", ""));
    }

    @Test
    void anEmptyTreeIsAFinding() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Outcome outcome = sidecar("audit", "--audio-root", empty);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).contains("[no_clips]", "0 clips: 0 clean, 0 errors, 1 warning");
        assertThat(sidecar("audit", "--audio-root", folder.resolve("none")).status())
                .isEqualTo(2);
    }
}
