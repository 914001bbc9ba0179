package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.Mode;
import dev.sidecar.OnStale;
import dev.sidecar.Recipe;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeFileTest {
    private static final Recipe EVERYTHING = new Recipe(
            List.of(
                    new Provenance("const", "1", Map.of("name", "scène \"7\"", "value", 0.1)),
                    new Provenance("any", "", Map.of("list", List.of(1L, 2.5, "x", true), "map", Map.of("k", -0.0)))),
            Mode.OVERWRITE,
            Optional.of(DType.FLOAT16),
            Optional.of(new FrameGrid.Rate(44_100, 512)),
            OnStale.REPLACE,
            true,
            Long.MIN_VALUE);

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("r.json"), text);
    }

    @Test
    void whatIsWrittenIsRead() {
        Path file = folder.resolve("new/folder/r.json");
        RecipeFile.write(file, EVERYTHING);
        assertThat(RecipeFile.read(file)).isEqualTo(EVERYTHING);
        assertThat(TreeState.of(folder).names()).contains("new/folder/r.json").hasSize(3);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws IOException {
        assertThat(RecipeFile.read(write("{\"recipe\": 1}")))
                .isEqualTo(
                        new Recipe(List.of(), Mode.APPEND, Optional.empty(), Optional.empty(), OnStale.FAIL, false, 0));
    }

    @Test
    void producersAreRecordedAsSidecarsRecordThem() throws IOException {
        Recipe recipe = new Recipe(
                List.of(new Provenance("lin", "1", Map.of("name", "gain", "start", 0.0, "end", 1.0))),
                Mode.APPEND,
                Optional.empty(),
                Optional.empty(),
                OnStale.FAIL,
                false,
                0);
        Path file = folder.resolve("r.json");
        RecipeFile.write(file, recipe);
        JsonNode root = new ObjectMapper().readTree(Files.readString(file));
        JsonNode expected = new ObjectMapper()
                .readTree("{\"producer\":\"lin\",\"version\":\"1\","
                        + "\"options\":{\"end\":1.0,\"name\":\"gain\",\"start\":0.0}}");
        assertThat(root.get("producers").get(0)).isEqualTo(expected);
        assertThat(root.has("dtype")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | expected a JSON object",
                "{} | expected a recipe, with the key \"recipe\": 1",
                "{\"recipe\": \"1\"} | has a value of a wrong type: 1",
                "{\"recipe\": 1, \"modus\": 1} | a recipe has no key \"modus\"; there are recipe, mode",
                "{\"recipe\": 1, \"mode\": \"Append\"} | \"mode\" is one of append, overwrite, found \"Append\"",
                "{\"recipe\": 1, \"dtype\": \"float64\"} | \"dtype\" is one of float32, float16",
                "{\"recipe\": 1, \"seed\": \"x\"} | \"seed\" has a value of a wrong type: x",
                "{\"recipe\": 1, \"allow_non_finite\": 1} | has a value of a wrong type: 1",
                "{\"recipe\": 0} | expected a recipe",
                "{\"recipe\": 1, \"mode\": null} | \"mode\" has a value of a wrong type: null",
                "{\"recipe\": 1, \"seed\": 1.5} | \"seed\" is a whole number",
                "{\"recipe\": 1, \"seed\": 9223372036854775808} | \"seed\" is a whole number",
                "{\"recipe\": 1, \"seed\": NaN} | \"seed\" is a whole number",
                "{\"recipe\": 1, \"grid\": {\"hop\": 1}} | must be at least 1",
                "{\"recipe\": 1, \"grid\": {\"hop\": 1, \"rate\": 2}} | \"grid\" has no key \"rate\"; there are sample_rate, hop",
                "{\"recipe\": 1, \"grid\": {\"hop\": 1.5, \"sample_rate\": 2}} | \"hop\" has a value of a wrong type: 1.5",
                "{\"recipe\": 1, \"producers\": {}} | \"producers\" has a value of a wrong type",
                "{\"recipe\": 1, \"producers\": [\"const\"]} | each of \"producers\" is an object, found const",
                "{\"recipe\": 1, \"producers\": [{\"options\": {}}]} | a producer has the key \"producer\"",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"x\", \"optoins\": {}}]} | a producer has no key \"optoins\"",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"x\", \"options\": [1]}]} | \"options\" has a value of a wrong type",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"x\", \"version\": 2}]} | \"version\" has a value of a wrong type: 2",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"\"}]} | needs a name that is not blank",
                "{\"recipe\": 1, \"recipe\": 1} | Duplicate",
                "{\"recipe\": 1 | not valid JSON",
            })
    void whatIsNoRecipeIsRefused(String json, String reason) throws IOException {
        Path file = write(json);
        assertThatThrownBy(() -> RecipeFile.read(file))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORMAT))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"recipe\": 1, \"grid\": {\"sample_rate\": 0, \"hop\": 1}} | must be at least 1",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"x\", \"options\": {\"a\": null}}]} | found null",
                "{\"recipe\": 1, \"producers\": [{\"producer\": \"x\", \"options\": {\"a\": 12345678901234567890}}]} | BigInteger",
                "{\"recipe\": 2} | written by a newer version of this library",
            })
    void impossibleValuesNameTheFile(String json, String reason) throws IOException {
        Path file = write(json);
        assertThatThrownBy(() -> RecipeFile.read(file))
                .isInstanceOf(SidecarException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void aMissingFileIsSaid() {
        assertThatThrownBy(() -> RecipeFile.read(folder.resolve("none.json")))
                .hasMessageContaining("none.json: there is no such file");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = write("old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), real);
        RecipeFile.write(link, EVERYTHING);
        assertThat(link).isSymbolicLink();
        assertThat(RecipeFile.read(real)).isEqualTo(EVERYTHING);
    }
}
