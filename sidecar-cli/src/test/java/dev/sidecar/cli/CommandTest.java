package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, in this process: what it does, what it prints, and its exit codes. */
class CommandTest {
    @TempDir
    private Path folder;

    @Test
    void addMeetsThePythonWorkflow() {
        Path root = Dataset.copyTo(folder);
        Path cond = folder.resolve("params");
        Outcome outcome = sidecar(
                "add",
                "--audio-root",
                root,
                "--cond-root",
                cond,
                "--dtype",
                "float16",
                "--producer",
                "const",
                "--const",
                "scene_id=7",
                "--const",
                "instrument=2",
                "--producer",
                "lin",
                "--lin",
                "gain=0:1",
                "--lin",
                "pos=-1.5:3",
                "--producer",
                "from_filename");
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        assertThat(outcome.out()).startsWith("5 clips: 5 created, 0 updated, 0 unchanged, 0 failed");
        for (String clip : Dataset.CLIPS) {
            String npy = Dataset.sidecarOf(clip, ".cond.npy");
            assertThat(cond.resolve(npy))
                    .hasSameBinaryContentAs(Dataset.resource("expected/float16").resolve(npy));
        }
    }

    @Test
    void theOptionsOfAProducerChooseItAndTheOrderIsThatOfTheProducers() {
        Path root = Dataset.copyTo(folder);
        sidecar("add", "--audio-root", root, "--const", "b=1", "--producer", "lin", "--lin", "a=0:1");
        assertThat(sidecar("show", root.resolve("square.ecdc")).out())
                .contains("square.ecdc: 77 frames, 2 columns, float32, 75 frames per second")
                .containsSubsequence("a  ", "0 .. 1", "by lin", "b  ", "1 .. 1", "by const");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add --const a=1 | --audio-root",
                "add --audio-root ROOT | nothing to add",
                "add --audio-root ROOT --const a | NAME=VALUE",
                "add --audio-root ROOT --const a=x | takes a number, found \"x\"",
                "add --audio-root ROOT --const a=1d | takes a number, found \"1d\"",
                "add --audio-root ROOT --const =1 | name",
                "add --audio-root ROOT --lin a=0 | NAME=START:END",
                "add --audio-root ROOT --producer rms | const, csv, curve, derive, events, from_audio, from_filename, from_hdf5, gauss, lin, noise, table, walk",
                "add --audio-root ROOT --producer const | needs at least one --const",
                "add --audio-root ROOT --const a=1 --grid 24000 | RATE:HOP",
                "add --audio-root ROOT --const a=1 --grid 24000:0 | at least 1",
                "add --audio-root ROOT --const a=1 --grid 24000:1.5 | RATE:HOP",
                "add --audio-root ROOT --const a=1 --shard-index 4 --shard-count 4 | index 4 of count 4",
                "add --audio-root ROOT --const a=1 --shard-index 1 | --shard-count",
                "add --audio-root ROOT --const a=1 --jobs 0 | 1 to 1024",
                "add --audio-root ROOT --const a=1 --mode both | append or overwrite",
                "add --audio-root ROOT --filename-regex (x | regex",
                "add --audio-root ROOT/none --const a=1 | no such folder",
                "add --audio-root ROOT/square.ecdc --const a=1 | expected a folder",
                "add --audio-root ROOT --const a=1 --loud | --loud",
                "add --audio-root ROOT --derive a=gain@median:4 | an odd number of frames",
                "add --audio-root ROOT --derive a=gain | NAME=FROM@STEPS",
                "add --audio-root ROOT --derive a=b@median:3 --derive b=a@median:3 | derive a needs b, derive b needs a",
                "add --audio-root ROOT --derive a=gain@median:3 --lin gain=0:1 | the order to use is lin gain, derive a",
                "show ROOT/square.wav | .cond.npy, .cond.json or .ecdc",
            })
    void wrongUsageSaysWhatIsRight(String command, String remedy) {
        Path root = Dataset.copyTo(folder);
        Object[] words = command.replace("ROOT", root.toString()).split(" ");
        Outcome outcome = sidecar(words);
        assertThat(outcome.err()).contains(remedy);
        assertThat(outcome.status()).isEqualTo(command.startsWith("show") ? 1 : 2);
        assertThat(Dataset.sidecars(root)).isEmpty();
    }

    @Test
    void aFailedClipEndsInOneUnlessSkippedAndTheOthersAreDone() throws IOException {
        Path root = Dataset.copyTo(folder);
        Files.writeString(root.resolve("c.ecdc"), "<!DOCTYPE html><title>404</title>");
        Outcome strict = sidecar("add", "--audio-root", root, "--const", "a=1");
        assertThat(strict.status()).isEqualTo(1);
        assertThat(strict.err()).contains("c.ecdc").hasLineCount(1);
        assertThat(strict.out()).contains(", then stopped: ");
        Outcome lenient = sidecar("add", "--audio-root", root, "--const", "a=1", "--skip-errors");
        assertThat(lenient.status()).isEqualTo(1);
        assertThat(lenient.out()).contains("6 clips:", "1 failed", "c.ecdc");
        assertThat(Dataset.sidecars(root)).hasSize(10);
    }

    @Test
    void anEmptyFolderIsAFinding() {
        Outcome outcome = sidecar("add", "--audio-root", folder, "--const", "a=1");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).contains("there are no token files");
    }

    @Test
    void aDryRunWritesNothing() {
        Path root = Dataset.copyTo(folder);
        Outcome outcome = sidecar("add", "--audio-root", root, "--const", "a=1", "--dry-run");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("plan, nothing written", "5 created");
        assertThat(Dataset.sidecars(root)).isEmpty();
    }

    @Test
    void theReportIsAllThatIsPrintedWhereNoTerminalIs() {
        Path root = Dataset.copyTo(folder);
        Outcome outcome = sidecar("add", "--audio-root", root, "--const", "a=1");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .matches("5 clips: 5 created, 0 updated, 0 unchanged, 0 failed \\(\\d+\\.\\d\\d s\\)\n");
    }

    @Test
    void quietPrintsOnlyWhatWentWrong() throws IOException {
        Path root = Dataset.copyTo(folder);
        Outcome nothing = new Outcome(0, "", "");
        assertThat(sidecar("init", "--audio-root", root, "--quiet")).isEqualTo(nothing);
        assertThat(sidecar("add", "--audio-root", root, "--const", "a=1", "--quiet"))
                .isEqualTo(nothing);
        assertThat(sidecar("rename", "--audio-root", root, "a", "b", "--quiet")).isEqualTo(nothing);
        assertThat(sidecar("drop", "--audio-root", root, "b", "--quiet")).isEqualTo(nothing);
        Outcome absent = sidecar("drop", "--audio-root", root, "b", "--quiet");
        assertThat(absent.status()).isEqualTo(1);
        assertThat(absent.out()).contains("no column \"b\"");
        Files.writeString(root.resolve("c.ecdc"), "<!DOCTYPE html><title>404</title>");
        Outcome strict = sidecar("add", "--audio-root", root, "--const", "a=1", "--quiet");
        assertThat(strict).isEqualTo(new Outcome(1, "", strict.err()));
        assertThat(strict.err()).contains("c.ecdc").hasLineCount(1);
        Outcome lenient = sidecar("add", "--audio-root", root, "--const", "a=1", "--quiet", "--skip-errors");
        assertThat(lenient.status()).isEqualTo(1);
        assertThat(lenient.out()).contains("1 failed", "(clip c.ecdc)");
    }

    @Test
    void showTellsOfAMissingSidecarAndGoesOn() {
        Path root = Dataset.copyTo(folder);
        sidecar("add", "--audio-root", root.resolve("a"), "--const", "a=1");
        Outcome outcome = sidecar("show", root.resolve("square.ecdc"), root);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("square.cond.npy", "no such file").hasLineCount(1);
        assertThat(outcome.out()).contains("sweep_tempo_120.0.cond.npy: 225 frames, 1 column,");
    }

    @Test
    void helpAndVersionAreFine() {
        assertThat(sidecar("--version").out()).startsWith("sidecar ");
        assertThat(sidecar("add", "--help").out())
                .contains("--audio-root", "--producer", "Usage: sidecar add")
                .doesNotContain("--const");
        assertThat(sidecar("add", "--producer", "const", "--help").out()).contains("--const=NAME=VALUE");
        assertThat(sidecar("--help").status()).isZero();
    }

    @Test
    void showSaysThatAFolderHasNoSidecars() {
        Outcome outcome = sidecar("show", folder);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("there are no sidecars").hasLineCount(1);
    }

    @Test
    void aProducerThatNeedsTooMuchMemoryEndsInALine() throws IOException {
        Path root = Dataset.copyTo(folder);
        Path producer = Files.writeString(folder.resolve("greedy.java"), """
                class Greedy implements dev.sidecar.spi.Producer {
                    public dev.sidecar.frame.FeatureFrame produce(dev.sidecar.frame.Clip clip) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                }
                """);
        Outcome outcome = sidecar("add", "--audio-root", root, "--producer", producer);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("more memory", "-Xmx").hasLineCount(1);
    }

    @Test
    void theListOfProducersHasALineForEach() throws IOException {
        Files.writeString(folder.resolve("two\nlines.java"), "");
        assertThat(sidecar("producers", "--producers-dir", folder).out())
                .contains("two\\nlines")
                .hasLineCount(14);
    }

    @Test
    void showEndsWhenItIsInterrupted() throws IOException {
        Path root = Dataset.copyTo(folder);
        sidecar("init", "--audio-root", root);
        Thread.currentThread().interrupt();
        Outcome outcome = sidecar("show", root);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.status()).isEqualTo(130);
        assertThat(outcome.err()).contains("interrupted").hasLineCount(1);
    }

    @Test
    void showLooksIntoALinkedFolder() throws IOException {
        Path root = Dataset.copyTo(folder.resolve("tree"));
        sidecar("init", "--audio-root", root);
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);
        assertThat(sidecar("show", link).out()).contains("square.cond.npy: 77 frames, 0 columns");
    }

    @Test
    void condRootMustNotBeAFile() throws IOException {
        Path root = Dataset.copyTo(folder);
        Path file = Files.writeString(folder.resolve("file"), "");
        Outcome outcome = sidecar("add", "--audio-root", root, "--cond-root", file, "--const", "a=1");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("expected a folder for the sidecars").hasLineCount(1);
    }

    @Test
    void audioRootMustNotBeAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Outcome outcome = sidecar("init", "--audio-root", file);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("expected a folder, found a file").hasLineCount(1);
    }

    /** In a process of its own, because the encoding of file names is that of the process. */
    @ParameterizedTest
    @CsvSource({"a, 1, 5 created, cannot represent", "\u00e9, 2, '', cannot read"})
    void anAsciiLocaleLosesNothingAndSaysWhatToDo(String column, int status, String done, String remedy)
            throws Exception {
        Path root = Dataset.copyTo(folder);
        String script = "cp \"$1/square.ecdc\" \"$1/$(printf 'na\\303\\257ve').ecdc\"; shift; exec \"$@\"";
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-c",
                script,
                "bash",
                root.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "add",
                "--audio-root",
                root.toString(),
                "--skip-errors",
                "--const",
                column + "=1");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(printed).isEqualTo(status);
        assertThat(printed).contains(done, remedy, "LC_ALL=C.UTF-8");
        assertThat(Dataset.sidecars(root)).hasSize(status == 1 ? 10 : 0);
    }
}
