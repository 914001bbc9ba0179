package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.npy.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer's data set on the command line: CSV files in one tree, tokens in another. */
class CsvCommandTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Path parameters = Path.of("");

    @BeforeEach
    void write() throws IOException {
        root = Dataset.copyTo(folder);
        for (String clip : Dataset.CLIPS) {
            int frames = TokenFile.open(root.resolve(clip)).frames().orElseThrow();
            StringBuilder csv = new StringBuilder("tempo,instrument\n");
            for (int t = 0; t < frames; t++) {
                csv.append(60 + t).append(t % 2 == 0 ? ",piano\n" : ",organ\n");
            }
            Path file = folder.resolve("raw").resolve(Dataset.sidecarOf(clip, ".csv"));
            Files.createDirectories(file.getParent());
            Files.writeString(file, csv);
        }
        parameters = Files.writeString(folder.resolve("raw/parameters.json"), """
                {"tempo": {"name": "tempo", "type": "continuous", "min": 60, "max": 160, "unit": "BPM"},
                 "instrument": {"name": "instrument", "type": "class", "classes": ["piano", "organ"]}}
                """);
    }

    private FeatureFrame square() {
        try (SidecarFile sidecar = SidecarFile.open(root.resolve("square.ecdc"))) {
            return sidecar.frame();
        }
    }

    @Test
    void theTrainersConventionsWorkAsTheyAre() throws IOException {
        Outcome outcome = sidecar(
                "add",
                "--audio-root",
                root,
                "--csv-root",
                folder.resolve("raw"),
                "--csv-parameters",
                parameters,
                "--csv-scale");
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        assertThat(square().names()).containsExactly("tempo", "instrument_piano", "instrument_organ");
        assertThat(square()).column("tempo").isMadeBy("csv").hasRange(0, 1);
        for (int t = 0; t < 77; t++) {
            assertThat(square().column("tempo").get(t)).isEqualTo((float) (t / 100.0));
            assertThat(square().column("instrument_organ").get(t)).isEqualTo(t % 2);
        }
        Path config = root.resolve("conditioning_config.json");
        assertThat(sidecar("conditioning-config", "--scaled", parameters, config))
                .isEqualTo(new Outcome(0, "", ""));
        assertThat(Files.readString(config)).contains("\"instrument_piano\"", "\"num_features\" : 3");
        assertThat(sidecar("audit", "--audio-root", root, "--verify-ranges").out())
                .contains("5 clips: 5 clean, 0 errors, 0 warnings, 0 notes");
    }

    /** Another reader of that file: the one that names the columns of sidecars without metadata. */
    @Test
    void theConfigNamesTheColumnsOfBareMatrices() throws IOException {
        sidecar("add", "--audio-root", root, "--csv-root", folder.resolve("raw"), "--csv-parameters", parameters);
        sidecar("conditioning-config", parameters, root.resolve("conditioning_config.json"));
        Files.delete(root.resolve("square.cond.json"));
        assertThat(square().names()).containsExactly("tempo", "instrument_piano", "instrument_organ");
        assertThat(square()).column("tempo").hasUnits("BPM");
        assertThat(square().column("tempo").stated().max()).hasValue(160);
    }

    @Test
    void theRecipeFindsItsParametersAgain() {
        Path recipe = folder.resolve("raw/recipe.json");
        Outcome first = sidecar(
                "add",
                "--audio-root",
                root,
                "--csv-root",
                folder.resolve("raw"),
                "--csv-parameters",
                parameters,
                "--save-recipe",
                recipe);
        assertThat(first.status()).as(first.err()).isZero();
        Path other = Dataset.copyTo(folder.resolve("other"));
        Outcome again = sidecar("add", "--audio-root", other, "--recipe", recipe, "--skip-errors");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out()).contains("square.csv: there is no such file");
    }

    @Test
    void badParametersAreToldWithTheirPlace() throws IOException {
        Files.writeString(parameters, "{\"tempo\": {\"type\": \"number\"}}");
        Outcome outcome = sidecar("conditioning-config", parameters, folder.resolve("out.json"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("parameters.json: no type \"number\"", "there are continuous, class");
        assertThat(folder.resolve("out.json")).doesNotExist();
        assertThat(sidecar("conditioning-config", parameters).status()).isEqualTo(2);
    }

    @Test
    void theParametersAreNotOverwritten() throws IOException {
        String before = Files.readString(parameters);
        Path sameFile = folder.resolve("raw/../raw/parameters.json");
        Outcome outcome = sidecar("conditioning-config", parameters, sameFile);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("the parameters would be lost; write to another file than theirs");
        assertThat(parameters).hasContent(before);
    }
}
