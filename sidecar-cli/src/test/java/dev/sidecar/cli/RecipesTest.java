package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are saved as files and run again. */
class RecipesTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Path recipe = Path.of("");
    private Path again = Path.of("");

    @BeforeEach
    void copy() {
        root = Dataset.copyTo(folder);
        recipe = folder.resolve("made/recipe.json");
        again = folder.resolve("again");
    }

    private static void assertFine(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
    }

    private SidecarFile square() {
        return SidecarFile.open(again.resolve("square.cond.npy"));
    }

    @Test
    void aSavedRunGivesTheSameTree() throws IOException {
        PluginFolder plugins = PluginFolder.in(folder);
        plugins.addRamp("deep", "ProducerOption.number(\"depth\", \"how deep\").withDefault(2.0)");
        assertFine(sidecar(
                "add",
                "--audio-root",
                root,
                "--producers-dir",
                plugins,
                "--producer",
                "deep",
                "--depth",
                "-0.1",
                "--const",
                "a=7",
                "--lin",
                "b=-1.5:3",
                "--producer",
                "from_filename",
                "--dtype",
                "float16",
                "--save-recipe",
                recipe));
        assertFine(sidecar(
                "add",
                "--audio-root",
                root,
                "--cond-root",
                again,
                "--producers-dir",
                plugins,
                "--recipe",
                recipe,
                "--save-recipe",
                folder.resolve("copy.json")));
        assertThat(Dataset.sidecars(again)).hasSize(10);
        assertThat(Dataset.treeHash(again)).isEqualTo(Dataset.treeHash(root));
        assertThat(folder.resolve("copy.json")).hasSameBinaryContentAs(recipe);
    }

    @Test
    void flagsComeOnTop() {
        assertFine(sidecar(
                "add",
                "--audio-root",
                root,
                "--const",
                "a=1",
                "--const",
                "b=2",
                "--mode",
                "overwrite",
                "--save-recipe",
                recipe));
        assertFine(sidecar(
                "add",
                "--audio-root",
                root,
                "--cond-root",
                again,
                "--recipe",
                recipe,
                "--mode",
                "append",
                "--dtype",
                "float16",
                "--const",
                "c=3"));
        assertFine(sidecar("add", "--audio-root", root, "--cond-root", again, "--recipe", recipe, "--const", "a=5"));
        try (SidecarFile sidecar = square()) {
            assertThat(sidecar.dtype()).isEqualTo("float16");
            assertThat(sidecar.frame().names()).containsExactly("a", "b", "c");
            assertThat(sidecar.frame()).column("a").isConstant(5);
        }
        assertFine(sidecar("add", "--audio-root", root, "--cond-root", again, "--recipe", recipe, "--mode", "append"));
        try (SidecarFile sidecar = square()) {
            assertThat(sidecar.frame()).column("a").isConstant(5);
        }
        assertFine(sidecar("add", "--audio-root", root, "--cond-root", again, "--recipe", recipe));
        try (SidecarFile sidecar = square()) {
            assertThat(sidecar.frame()).column("a").isConstant(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"cnst\"}]} | 2 | no producer \"cnst\"; did you mean const?",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"lin\", \"options\": {\"name\": \"a\", \"start\": 0, \"stop\": 1}}]} | 2 | no option \"stop\"",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"const\", \"version\": \"99\", \"options\": {\"name\": \"a\", \"value\": 1}}]} | 1 | the record is of version 99, this is version 1",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"custom\"}]} | 2 | made by code without a name",
                "{\"recipe\": 2} | 1 | written by a newer version of this library",
                "{\"recipe\": 1 | 1 | not valid JSON",
                "{\"recipe\": 1, \"producers\": []} | 2 | nothing to add",
            })
    void whatCannotBeRunIsSaid(String json, int status, String reason) throws IOException {
        Files.createDirectories(recipe.getParent());
        Files.writeString(recipe, json);
        Outcome outcome = sidecar("add", "--audio-root", root, "--recipe", recipe);
        assertThat(outcome).isEqualTo(new Outcome(status, "", outcome.err()));
        assertThat(outcome.err().lines())
                .hasSizeBetween(1, 2)
                .first()
                .asString()
                .contains(reason);
        assertThat(Dataset.sidecars(root)).isEmpty();
    }

    @Test
    void filesOfOptionsLieBesideTheRecipe() throws IOException {
        PluginFolder plugins = PluginFolder.in(folder);
        plugins.addRamp(
                "deep",
                "ProducerOption.number(\"depth\", \"how deep\").withDefault(2.0),"
                        + " ProducerOption.file(\"table\", \"a file\")");
        Path table =
                Files.writeString(Files.createDirectory(folder.resolve("made")).resolve("table.txt"), "abc");
        assertFine(sidecar(
                "add",
                "--audio-root",
                root,
                "--producers-dir",
                plugins,
                "--producer",
                "deep",
                "--table",
                table,
                "--save-recipe",
                recipe));
        assertThat(recipe).content().contains("\"table.txt\"").doesNotContain(folder.toString());
        Object[] rerun = {
            "add", "--audio-root", root, "--cond-root", again, "--producers-dir", plugins, "--recipe", recipe
        };
        assertFine(sidecar(rerun));
        assertThat(Dataset.treeHash(again)).isEqualTo(Dataset.treeHash(root));
        Files.writeString(table, "abd");
        Outcome changed = sidecar(rerun);
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.err()).contains("table.txt: is not the file that was recorded for the option \"table\"");
        Files.delete(table);
        Outcome gone = sidecar(rerun);
        assertThat(gone.status()).isEqualTo(2);
        assertThat(gone.err()).contains("table.txt: there is no such file, and the option \"table\" names it");
    }

    @Test
    void aDryRunAndWrongUsageSaveNothing() {
        assertFine(sidecar("add", "--audio-root", root, "--const", "a=1", "--dry-run", "--save-recipe", recipe));
        assertThat(recipe).doesNotExist();
        assertThat(sidecar("add", "--audio-root", root, "--save-recipe", recipe).err())
                .contains("nothing to add");
        assertThat(recipe).doesNotExist();
    }
}
