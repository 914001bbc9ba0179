package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says to words that it does not understand, and to questions about itself. */
class UsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int sidecar(String... words) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

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
                "show | FILE | Try 'sidecar show --help'.",
            },
            ignoreLeadingAndTrailingWhitespace = true)
    void wrongWordsGetALineAndAHint(String words, String remedy, String hint) {
        assertThat(sidecar(words.split(" "))).isEqualTo(2);
        assertThat(out).hasToString("");
        assertThat(err.toString())
                .startsWith("sidecar: ")
                .contains(remedy)
                .contains(hint)
                .hasLineCount(2);
    }

    @Test
    void withoutWordsItTellsWhatThereIs() {
        assertThat(sidecar()).isEqualTo(2);
        assertThat(err.toString())
                .contains("Usage: sidecar", "add", "show", "completion", "help", "130", "interrupted");
    }

    @Test
    void helpOfACommand() {
        assertThat(sidecar("help", "add")).isZero();
        assertThat(out.toString())
                .contains("Usage: sidecar add", "--audio-root", "--stacktrace")
                .doesNotContain("\u001b");
    }

    @Test
    void completionIsAScriptThatBashReads() throws Exception {
        assertThat(sidecar("completion")).isZero();
        assertThat(out.toString()).contains("--audio-root", "append", "float16").doesNotContain("APPEND", "FLOAT16");
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (BufferedWriter script = bash.outputWriter(StandardCharsets.UTF_8)) {
            script.write(out.toString());
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void aStackTraceIsPrintedOnRequest() {
        assertThat(sidecar("show", "none.cond.npy")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1);
        assertThat(sidecar("show", "--stacktrace", "none.wav")).isEqualTo(1);
        assertThat(sidecar("--stacktrace", "add", "--audio-root", "none", "--const", "a=1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("at dev.sidecar.Sidecar");
    }
}
