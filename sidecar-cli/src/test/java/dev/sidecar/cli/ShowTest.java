package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.Sidecar;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code show} prints of one clip of 77 frames, with values that are known beforehand. */
class ShowTest {
    private static final int FRAMES = 77;

    @TempDir
    private Path folder;

    private Path clip = Path.of("");
    private int status;
    private String err = "";

    @BeforeEach
    void copy() throws IOException {
        clip = folder.resolve("square.ecdc");
        Files.copy(Dataset.resource("ecdc/square.ecdc"), clip);
    }

    private void write(Column first, Column second) {
        Sidecar.builder()
                .root(folder)
                .allowNonFinite()
                .with(any -> FeatureFrame.of(first, second))
                .build()
                .run();
    }

    private String show(String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "show";
        words[1] = clip.toString();
        System.arraycopy(more, 0, words, 2, more.length);
        Outcome outcome = Outcome.sidecar((Object[]) words);
        status = outcome.status();
        err = outcome.err();
        return outcome.out();
    }

    @Test
    void tellsRangeStatisticsAndShape() {
        write(
                Column.generate("ramp", FRAMES, t -> t),
                Column.generate("step", FRAMES, t -> t < 39 ? -1 : 1)
                        .withRange(-2, 2)
                        .withUnits("dB"));
        // of 0 .. 76: mean 38, std sqrt((77 * 77 - 1) / 12) = 22.2261; of 39 times -1 and 38 times 1: -1 / 77
        assertThat(show())
                .containsPattern(
                        "ramp +0 \\.\\. 76 observed +0 +76 +38 +22\\.2261 +\u2581\u2581\u2581\u2582\u2582\u2582\u2583\u2583\u2583"
                                + "\u2584\u2584\u2584\u2585\u2585\u2585\u2586\u2586\u2586\u2587\u2587\u2587\u2588\u2588\u2588 +by custom")
                .containsPattern("step +-2 \\.\\. 2 dB declared +-1 +1 +-0\\.012987 +0\\.999916 +" + "\u2581".repeat(12)
                        + "\u2588{12}");
        assertThat(status).isZero();
    }

    @Test
    void marksWhatIsNotFinite() {
        write(
                Column.generate("gap", FRAMES, t -> t == 0 ? Double.NaN : 5),
                Column.generate("nothing", FRAMES, t -> Double.POSITIVE_INFINITY));
        assertThat(show())
                .containsPattern("gap .* 5 +5 +5 +0 +!\u2584{23}  by custom \\(1 not finite\\)")
                .containsPattern("nothing +\\? \\.\\. \\? +\\? +\\? +\\? +\\? +!{24}  by custom \\(77 not finite\\)");
    }

    @Test
    void printsRowsWithTheirTime() {
        write(
                Column.generate("ramp", FRAMES, t -> t / 4.0),
                Column.generate("bad", FRAMES, t -> t == 75 ? Double.NEGATIVE_INFINITY : t == 76 ? Double.NaN : 1e-9));
        assertThat(show("--rows", "74:10"))
                .containsPattern("frame +seconds +ramp +bad")
                .containsPattern("\n +74 +0\\.986667 +18\\.5 +1E-9")
                .containsPattern("\n +75 +1 +18\\.75 +-Infinity")
                .containsPattern("\n +76 +1\\.01333 +19 +NaN");
        assertThat(show("--rows", "2").lines().filter(line -> line.matches(" +[01] .*")))
                .hasSize(2);
        assertThat(show("--rows", "77:1")).doesNotContain("seconds");
    }

    @Test
    void refusesRowsThatAreNoNumbers() {
        for (String rows : new String[] {"x", "-1", "1:", ":1", "1:2:3", "9999999999"}) {
            assertThat(show("--rows=" + rows)).isEmpty();
            assertThat(status).isEqualTo(2);
            assertThat(err).contains("FROM:COUNT", "Try 'sidecar show --help'").hasLineCount(2);
        }
    }

    @Test
    void neverPrintsControlCharactersOfAFile() {
        write(
                Column.generate("a", FRAMES, t -> 1).withUnits("\u001b[31m\n\u202e"),
                Column.generate("b", FRAMES, t -> 1));
        String printed = show();
        assertThat(printed).contains("\\u001b[31m\\n\\u202e").doesNotContain("\u001b");
    }

    @Test
    void drawsWithAsciiWhereTheEncodingHasNoBlocks() {
        for (String name : new String[] {"US-ASCII", "ISO-8859-1"}) {
            assertThat(Sparkline.in(Charset.forName(name)))
                    .usingRecursiveComparison()
                    .isEqualTo(Sparkline.in(StandardCharsets.US_ASCII));
        }
        assertThat(Sparkline.in(StandardCharsets.UTF_8))
                .usingRecursiveComparison()
                .isNotEqualTo(Sparkline.in(StandardCharsets.US_ASCII));
    }
}
