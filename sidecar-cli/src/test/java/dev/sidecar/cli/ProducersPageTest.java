package dev.sidecar.cli;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lines and programs of the page on producers run as they stand, in a folder with the five clips. */
class ProducersPageTest {
    @TempDir
    private Path folder;

    private Page page;

    ProducersPageTest() {}

    @BeforeEach
    void read() throws IOException {
        page = new Page("docs/producers.md", folder);
        Dataset.copyTo(folder);
    }

    @Test
    void itsCodeRuns() throws Exception {
        String printed = page.run(String.join("", page.fences("sh")));
        assertThat(printed)
                .contains("5 clips: 5 created", "5 clips: 0 created, 5 updated")
                .contains("by csv", "by events");
        try (SidecarFile sidecar = SidecarFile.open(folder.resolve("ecdc/square.ecdc"))) {
            FeatureFrame frame = sidecar.frame();
            assertThat(frame.names())
                    .containsExactly(
                            "gain",
                            "level",
                            "fade",
                            "valence",
                            "arousal",
                            "take_first",
                            "take_second",
                            "key",
                            "scene",
                            "instrument_guitar",
                            "instrument_noise",
                            "instrument_synth",
                            "instrument_voice",
                            "chord_C",
                            "chord_G",
                            "chord_Am",
                            "beat",
                            "dither",
                            "jitter",
                            "drift",
                            "smooth",
                            "slope",
                            "level_z",
                            "key_unit");
            assertThat(frame).column("gain").isBetween(0, 1.2);
            assertThat(frame).column("key").isConstant(60);
            assertThat(frame).column("instrument_synth").isConstant(1);
            assertThat(frame.column("valence").get(0)).isEqualTo(0.2f);
            assertThat(frame.column("valence").get(76)).isEqualTo(1);
            assertThat(frame.column("chord_Am").get(38)).isEqualTo(1);
            assertThat(frame.column("beat").get(75)).isEqualTo(1);
            assertThat(frame).column("drift").isBetween(0, 1);
            assertThat(frame).column("key_unit").isConstant(1).hasRange(0, 1);
        }
        List<String> programs = page.fences("java");
        assertThat(programs).hasSize(8);
        String program = programs.stream().collect(Collectors.joining())
                + "System.out.println(Sidecar.builder().root(Path.of(\"ecdc\")).condRoot(Path.of(\"other\"))"
                + ".with(gain).with(speed).with(moods).with(trainer).with(table).with(chord).build().run());";
        assertThat(page.run(
                        List.of(program),
                        "import dev.sidecar.*;",
                        "import dev.sidecar.frame.*;",
                        "import dev.sidecar.producers.*;",
                        "import dev.sidecar.spi.*;",
                        "import java.nio.file.Path;"))
                .contains("5 clips: 0 created, 0 updated", "5 clips: 5 created");
        assertThat(folder.resolve("config.json")).content().contains("\"take_second\"");
    }
}
