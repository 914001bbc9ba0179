package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says to words that it does not understand, and to questions about itself. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ad | did you mean add | Try 'sidecar --help'.",
                "shwo | did you mean show | Try 'sidecar --help'.",
                "--versoin | did you mean --version | Try 'sidecar --help'.",
                "add --audio-roof x | did you mean --audio-root | Try 'sidecar add --help'.",
                "add --audio-root x --mode both | append or overwrite, found \"both\" | Try 'sidecar add --help'.",
                "add --audio-root x --dtype int8 | float32 or float16, found \"int8\" | Try 'sidecar add --help'.",
                "add | --audio-root | Try 'sidecar add --help'.",
                "add --audio-root x | nothing to add; choose a producer by --producer | Try 'sidecar add --help'.",
                "init --audio-root= | option '--audio-root': it is empty | Try 'sidecar init --help'.",
                "add --audio-root x --cond-root= --const a=1 | option '--cond-root': it is empty | Try 'sidecar add --help'.",
                "add --audio-root x --producers-dir= | option '--producers-dir' (DIR): it is empty | Try 'sidecar add --help'.",
                "audit --audio-root x --export-csv= | option '--export-csv': it is empty | Try 'sidecar audit --help'.",
                "audit --audio-root x --range-tol 1 | goes with --verify-ranges | Try 'sidecar audit --help'.",
                "encode wavs | ECDC_DIR | Try 'sidecar encode --help'.",
                "encode wavs ecdc | --model=DIR | Try 'sidecar encode --help'.",
                "encode wavs ecdc --model= | option '--model': it is empty | Try 'sidecar encode --help'.",
                "encode wavs ecdc --model m --bandwidth x | option '--bandwidth': 'x' is not a double | Try 'sidecar encode --help'.",
                "decode ecdc --model m | WAV_DIR is missing | Try 'sidecar decode --help'.",
                "decode --compare x.npy a.ecdc wavs --model m | takes one token file | Try 'sidecar decode --help'.",
                "decode --compare x.npy a.ecdc --pcm16 --model m | no option but | Try 'sidecar decode --help'.",
                "show | FILE | Try 'sidecar show --help'.",
            },
            ignoreLeadingAndTrailingWhitespace = true)
    void wrongWordsGetALineAndAHint(String words, String remedy, String hint) {
        Outcome outcome = sidecar((Object[]) words.split(" "));
        assertThat(outcome).isEqualTo(new Outcome(2, "", outcome.err()));
        assertThat(outcome.err())
                .startsWith("sidecar: ")
                .contains(remedy)
                .contains(hint)
                .hasLineCount(2);
    }

    @Test
    void withoutWordsItTellsWhatThereIs() {
        Outcome outcome = sidecar();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(
                        "Usage: sidecar",
                        "add",
                        "show",
                        "encode",
                        "decode",
                        "completion",
                        "help",
                        "130",
                        "interrupted");
    }

    @Test
    void helpOfACommand() {
        Outcome outcome = sidecar("help", "add");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("Usage: sidecar add", "--audio-root", "--stacktrace")
                .doesNotContain("\u001b");
    }

    @Test
    void completionIsAScriptThatBashReads() throws Exception {
        Outcome outcome = sidecar("completion");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("--audio-root", "append", "float16", "--bandwidth", "--pcm16")
                .doesNotContain("APPEND", "FLOAT16");
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (BufferedWriter script = bash.outputWriter(StandardCharsets.UTF_8)) {
            script.write(outcome.out());
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void aStackTraceIsPrintedOnRequest() {
        Outcome silent = sidecar("show", "none.cond.npy");
        assertThat(silent.status()).isEqualTo(1);
        assertThat(silent.err()).hasLineCount(1);
        assertThat(sidecar("show", "--stacktrace", "none.wav").status()).isEqualTo(1);
        Outcome add = sidecar("--stacktrace", "add", "--audio-root", "none", "--const", "a=1");
        assertThat(add.status()).isEqualTo(2);
        assertThat(add.err()).contains("at dev.sidecar.Sidecar");
    }
}
