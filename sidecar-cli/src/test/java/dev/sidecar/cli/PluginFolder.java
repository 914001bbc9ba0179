package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.spi.ProducerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A producers folder with plug-ins that a test writes. */
record PluginFolder(Path path) {
    private static final String SOURCE = """
            import dev.sidecar.frame.*;
            import dev.sidecar.spi.*;
            import java.util.*;

            /** SUMMARY. */
            public class Plugin implements Producer {
                public FeatureFrame produce(Clip clip) throws Exception {
                    BODY
                }
            }
            """;

    private static final String PROVIDER = """
            import dev.sidecar.frame.*;
            import dev.sidecar.spi.*;
            import java.util.*;

            public class TYPE implements ProducerProvider {
                private static final List<ProducerOption<?>> OPTIONS = List.of(DECLARED);
                public String name() { return "NAME"; }
                public String summary() { return "makes the column NAME"; }
                public List<ProducerOption<?>> options() { return OPTIONS; }
                @SuppressWarnings("unchecked")
                public Producer create(ProducerOptions options) {
                    double first = OPTIONS.isEmpty() ? 1 : options.get((ProducerOption<Double>) OPTIONS.get(0));
                    return clip -> FeatureFrame.of(Column.generate("NAME", clip.frames(), t -> first * t));
                }
            }
            """;

    static PluginFolder in(Path folder) throws IOException {
        return new PluginFolder(Files.createDirectory(folder.resolve("paramproducers")));
    }

    /**
     * Adds a source file.
     *
     * @param body of its only method
     */
    Path add(String producer, String body) throws IOException {
        return write(
                producer,
                SOURCE.replace("SUMMARY", "Does what " + producer + " does").replace("BODY", body));
    }

    /**
     * Adds a source file whose column is t times the first option, or t if there is none.
     *
     * @param options expressions, separated by commas; the first is a number
     */
    Path addRamp(String producer, String options) throws IOException {
        return write(producer, ramp(producer, options));
    }

    /** Adds a jar of what {@link #addRamp} adds. */
    Path addRampJar(String producer, String options) throws IOException {
        Path work = Files.createTempDirectory(path.getParent(), "classes");
        Path source = Files.writeString(work.resolve(type(producer) + ".java"), ramp(producer, options));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        work.toString(),
                        source.toString());
        assertThat(compiled).isZero();
        Files.delete(source);
        Path file = path.resolve(producer + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> classes = Files.list(work)) {
            for (Path code : classes.toList()) {
                jar.putNextEntry(new JarEntry(code.getFileName().toString()));
                Files.copy(code, jar);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + ProducerProvider.class.getName()));
            jar.write(type(producer).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private Path write(String producer, String source) throws IOException {
        return Files.writeString(path.resolve(producer + ".java"), source);
    }

    private static String type(String producer) {
        return "Made_" + producer;
    }

    private static String ramp(String producer, String options) {
        return PROVIDER.replace("TYPE", type(producer))
                .replace("NAME", producer)
                .replace("DECLARED", options);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
