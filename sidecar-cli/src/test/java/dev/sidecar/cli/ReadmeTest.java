package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.encodec.RandomModel;
import dev.sidecar.npy.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's code is compiled and run as it stands, in a folder with the five clips. */
class ReadmeTest {
    @TempDir
    private Path folder;

    private Page readme;

    ReadmeTest() {}

    @BeforeEach
    void read() throws IOException {
        readme = new Page("README.md", folder);
        Dataset.copyWithAudioTo(folder);
        Path model = Files.createDirectory(folder.resolve("encodec_24khz"));
        new RandomModel(2, 4, 8).write(model.resolve("model.safetensors"), 1);
        Files.copy(folder.resolve("ecdc/square.wav"), folder.resolve("new.wav"));
        Files.createDirectory(folder.resolve("wavs"));
        Files.copy(folder.resolve("ecdc/square.wav"), folder.resolve("wavs/square.wav"));
    }

    @Test
    void itsJavaCompilesAndRuns() throws Exception {
        List<String> snippets = readme.fences("java");
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(4);
        String printed = readme.run(snippets);
        assertThat(printed)
                .contains("5 clips: 5 created", "[77, 2] scene_id, gain", "120.0", "5 clips: 5 clean, 0 errors");
        assertThat(Files.readString(folder.resolve("ecdc/square.cond.json"))).contains("\"beat\"", "declared_range");
        assertThat(TokenFile.open(folder.resolve("new.ecdc")).codebooks()).isEqualTo(8);
    }

    @Test
    void itsCommandLinesRun() throws Exception {
        List<String> scripts = readme.fences("sh");
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(3);
        String printed = readme.run(scripts.get(2)); // the first two build, and are what CI runs
        assertThat(printed)
                .contains("5 clips: 5 created")
                .contains("5 clips (plan, nothing written): 0 created, 5 updated")
                .contains(
                        "square.ecdc: 77 frames, 8 columns, float16",
                        "by lin end=1.0 name=gain start=0.0",
                        "by from_audio")
                .contains("5 clips: 5 clean, 0 errors, 0 warnings, 0 notes");
        assertThat(folder.resolve("more_ecdc/square.ecdc")).exists();
        assertThat(folder.resolve("params/square.cond.npy")).exists();
        assertThat(folder.resolve("findings.csv")).hasContent("type,rel_ecdc,rel_cond,detail,severity,hint\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "docs/format.md",
                "docs/findings.md",
                "docs/producers.md",
                "docs/writing-producers.md",
                "docs/codec.md",
                "docs/limits.md",
                "docs/reliability.md",
                "SECURITY.md",
                "benchmarks/NOTES.md"
            })
    void linksLeadSomewhere(String page) throws IOException {
        assertThat(new Page(page, folder).links())
                .allSatisfy(link -> assertThat(link).exists());
    }

    @Test
    void itsDependenciesAreThoseOfTheDownstreamProject() throws IOException {
        String pom = Files.readString(Page.REPOSITORY.resolve("sidecar-cli/src/it/downstream/pom.xml"));
        assertThat(readme.fences("xml"))
                .singleElement()
                .satisfies(xml -> assertThat(pom.replaceAll("\\s+", "")).contains(xml.replaceAll("\\s+", "")));
    }
}
