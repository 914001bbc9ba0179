package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code is compiled and run as it stands, in a folder with the five clips. */
class ReadmeTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    @TempDir
    private Path folder;

    private String readme = "";

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(REPOSITORY.resolve("README.md"));
        Dataset.copyTo(folder);
    }

    private List<String> fences(String language) {
        Matcher fence = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(readme);
        return fence.results().map(found -> found.group(1)).toList();
    }

    @Test
    void itsJavaCompilesAndRuns() throws Exception {
        Set<String> imports = new LinkedHashSet<>();
        StringBuilder methods = new StringBuilder();
        StringBuilder calls = new StringBuilder();
        List<String> snippets = fences("java");
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < snippets.size(); i++) {
            String body = snippets.get(i)
                    .lines()
                    .filter(line -> !line.startsWith("import ") || !imports.add(line))
                    .filter(line -> !line.startsWith("import "))
                    .collect(Collectors.joining("\n"));
            methods.append("static void snippet%d() throws Exception {\n%s\n}\n".formatted(i, body));
            calls.append("snippet%d();\n".formatted(i));
        }
        String source = String.join("\n", imports) + "\npublic class Snippets {\n" + methods
                + "public static void main(String[] args) throws Exception {\n" + calls + "}\n}\n";
        Path file = folder.resolve("Snippets.java");
        Files.writeString(file, source);
        String classPath = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), file.toString());
        assertThat(compiled).as(source).isZero();

        String printed = run(List.of(java(), "-cp", folder + ":" + classPath, "Snippets"));

        assertThat(printed).contains("5 clips: 5 created", "[77, 2] scene_id, gain", "120.0");
        assertThat(Files.readString(folder.resolve("ecdc/square.cond.json"))).contains("\"beat\"", "declared_range");
    }

    @Test
    void itsCommandLinesRun() throws Exception {
        List<String> scripts = fences("sh");
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(3);
        // The first two build, and are what CI runs. In the others the jar stands for the classes under test.
        String jar = "java() { shift 2; '" + java() + "' -cp '" + System.getProperty("java.class.path")
                + "' dev.sidecar.cli.Main \"$@\"; }\n";
        String printed = run(List.of("bash", "-euc", jar + scripts.get(2)));
        assertThat(printed)
                .contains("5 clips: 5 created")
                .contains("5 clips (plan, nothing written): 0 created, 5 updated")
                .contains("square.ecdc: 77 frames", "scene_id  7 .. 7");
    }

    @Test
    void itsLinksLeadSomewhere() {
        List<String> links = new ArrayList<>();
        LINK.matcher(readme).results().forEach(link -> links.add(link.group(1)));
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(REPOSITORY.resolve(link)).exists());
    }

    @Test
    void itsDependenciesAreThoseOfTheDownstreamProject() throws IOException {
        String pom = Files.readString(REPOSITORY.resolve("sidecar-cli/src/it/downstream/pom.xml"));
        assertThat(fences("xml"))
                .singleElement()
                .satisfies(xml -> assertThat(pom.replaceAll("\\s+", "")).contains(xml.replaceAll("\\s+", "")));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
