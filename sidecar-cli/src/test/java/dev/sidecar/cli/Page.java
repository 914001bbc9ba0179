package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** A page of the documentation, whose code is compiled and run in a folder. */
final class Page {
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    private final Path file;
    private final String text;
    private final Path folder;

    /**
     * @param name its path in the repository
     * @param folder where its code runs
     */
    Page(String name, Path folder) throws IOException {
        this.file = REPOSITORY.resolve(name);
        this.text = Files.readString(file);
        this.folder = folder;
    }

    /** The blocks of code in a language, in order. */
    List<String> fences(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The files and folders that it links to. */
    List<Path> links() {
        return LINK.matcher(text)
                .results()
                .map(link -> file.resolveSibling(link.group(1)))
                .toList();
    }

    /** Compiles snippets as methods of one class, runs them in order in the folder, and gives what they print. */
    String run(List<String> snippets, String... moreImports) throws IOException, InterruptedException {
        Set<String> imports = new LinkedHashSet<>(List.of(moreImports));
        StringBuilder methods = new StringBuilder();
        StringBuilder calls = new StringBuilder();
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
        Path program = folder.resolve("Snippets.java");
        Files.writeString(program, source);
        String classPath = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), program.toString());
        assertThat(compiled).as(source).isZero();
        return execute(List.of(java(), "-cp", folder + ":" + classPath, "Snippets"));
    }

    /** Runs a shell script in the folder; {@code sidecar}, with whatever path, stands for the classes under test. */
    String run(String script) throws IOException, InterruptedException {
        String command = "sidecar() { '" + java() + "' -cp '" + System.getProperty("java.class.path")
                + "' dev.sidecar.cli.Main \"$@\"; }\n";
        return execute(List.of(
                "bash",
                "-euc",
                command + Pattern.compile("(?m)^\\S*/sidecar ").matcher(script).replaceAll("sidecar ")));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String execute(List<String> command) throws IOException, InterruptedException {
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
