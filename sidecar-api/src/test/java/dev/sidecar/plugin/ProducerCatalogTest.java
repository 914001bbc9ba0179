package dev.sidecar.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerCatalogTest {
    private static final Clip CLIP = Clip.of("a/x.ecdc", FrameGrid.encodec24kHz(3));

    private static final String HALF = """
            import dev.sidecar.frame.*;
            import dev.sidecar.spi.*;

            /**
             * One half, everywhere. It says
             * {@code 0.5} in <b>every</b> frame.
             *
             * <p>And no more.
             *
             * @author somebody
             */
            public class Whatever implements Producer {
                public FeatureFrame produce(Clip clip) {
                    return FeatureFrame.of(Column.constant("half", clip.frames(), 0.5f));
                }
            }
            """;

    private static final String SCALE = """
            package any.where;

            import dev.sidecar.frame.*;
            import dev.sidecar.spi.*;
            import java.util.List;

            class Scale implements ProducerProvider {
                static final ProducerOption<Double> BY = ProducerOption.number("by", "the factor").withDefault(2.0);
                public String name() { return "NAME"; }
                public String summary() { return "a multiple of t"; }
                public List<ProducerOption<?>> options() { return List.of(BY); }
                public Producer create(ProducerOptions options) {
                    double by = options.get(BY);
                    return clip -> FeatureFrame.of(Column.generate("scale", clip.frames(), t -> by * t));
                }
            }
            """;

    @TempDir
    Path folder;

    private Path write(String name, String source) {
        try {
            return Files.writeString(folder.resolve(name), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar with the compiled classes of a source, and its first class as a service. */
    private Path jar(String name, String source, String service) throws IOException {
        CompiledSource compiled = CompiledSource.compile(Path.of("Source.java"), source, List.of());
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (var entry : compiled.classes().entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey().replace('.', '/') + ".class"));
                jar.write(entry.getValue());
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + ProducerProvider.class.getName()));
            jar.write(service.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }

    private static FeatureFrame frameOf(Producer producer) {
        return Sidecar.builder().with(producer).build().produce(CLIP);
    }

    private SidecarException failure(Path... places) {
        return catchThrowableOfType(SidecarException.class, () -> {
            try (ProducerCatalog catalog = ProducerCatalog.open(places)) {
                catalog.names().forEach(catalog::provider);
            }
        });
    }

    @Test
    void aSourceFileIsAProducerUnderItsOwnName() {
        Path file = write("half_it.java", HALF);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.names()).containsExactly("half_it");
            assertThat(catalog.origin("half_it")).isEqualTo(file.toString());
            ProducerProvider provider = catalog.provider("half_it");
            assertThat(provider.name()).isEqualTo("half_it");
            assertThat(provider.options()).isEmpty();
            assertThat(provider.summary()).isEqualTo("One half, everywhere");
            assertThat(provider.help()).isEqualTo("It says\n0.5 in every frame.\n\nAnd no more.");
            FeatureFrame frame = frameOf(catalog.create("half_it", Map.of()));
            assertThat(frame.column("half").toArray()).containsExactly(0.5f, 0.5f, 0.5f);
            assertThat(frame.column("half").provenance()).contains(new Provenance("half_it", "", Map.of()));
        }
    }

    @Test
    void aSourceFileCanDeclareOptions() {
        write("scale.java", SCALE);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.provider("scale").options())
                    .extracting(ProducerOption::name)
                    .containsExactly("by");
            FeatureFrame frame = frameOf(catalog.create("scale", Map.of("by", "1.5")));
            assertThat(frame.column("scale").toArray()).containsExactly(0, 1.5f, 3);
            Provenance recorded = frame.column("scale").provenance().orElseThrow();
            assertThat(recorded).isEqualTo(new Provenance("scale", "", Map.of("by", 1.5)));
            assertThat(frameOf(catalog.create(recorded, folder))).isEqualTo(frame);
        }
    }

    @Test
    void aJarBringsItsServicesAndSourcesSeeIt() throws IOException {
        Path file = jar(
                "producers.jar",
                SCALE.replace("class Scale", "public class Scale").replace("NAME", "scale"),
                "any.where.Scale");
        write("twice.java", """
                import dev.sidecar.frame.*;
                import dev.sidecar.spi.*;

                class Twice implements Producer {
                    public FeatureFrame produce(Clip clip) {
                        return FeatureFrame.of(Column.constant(new any.where.Scale().name(), clip.frames(), 2));
                    }
                }
                """);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.names()).containsExactly("scale", "twice");
            assertThat(catalog.origin("scale")).isEqualTo("any.where.Scale in " + file);
            assertThat(catalog.namesIn(file)).containsExactly("scale");
            assertThat(catalog.namesIn(folder.resolve("twice.java"))).containsExactly("twice");
            assertThat(frameOf(catalog.create("scale", Map.of()))
                            .column("scale")
                            .toArray())
                    .containsExactly(0, 2, 4);
            assertThat(frameOf(catalog.create("twice", Map.of())).names()).containsExactly("scale");
        }
    }

    @Test
    void aSingleFileIsAPlaceAndCountsOnce() {
        Path file = write("half.java", HALF);
        write("notes.txt", "no producer");
        write("._half.java", "left by macOS");
        try (ProducerCatalog catalog = ProducerCatalog.open(folder, file)) {
            assertThat(catalog.names()).containsExactly("half");
        }
        assertThat(failure(folder.resolve("notes.txt")))
                .hasMessageEndingWith("notes.txt: expected a folder, a .jar or a .java file with producers [USAGE]");
        assertThat(failure(folder.resolve("none")))
                .hasMessageEndingWith("none: there is no such file or folder of producers [USAGE]");
    }

    @Test
    void twoOfOneNameAreAnErrorThatSaysWhereEachComesFrom() throws IOException {
        Path file = jar(
                "b.jar", SCALE.replace("class Scale", "public class Scale").replace("NAME", "half"), "any.where.Scale");
        Path source = write("half.java", HALF);
        assertThat(failure(folder))
                .hasMessage("two producers are called \"half\": any.where.Scale in " + file + ", and " + source
                        + "; rename one of them (producer half) [PRODUCER]");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        write("half.java", HALF);
        write("scale.java", SCALE);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThatThrownBy(() -> catalog.provider("hafl"))
                    .hasMessage("no producer \"hafl\"; did you mean half? there are half, scale [USAGE]");
        }
    }

    @Test
    void compileErrorsComeWithTheirLines() {
        Path file = write("broken.java", HALF.replace("0.5f", "nothing").replace("\"half\"", "7"));
        SidecarException failure = failure(folder);
        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure)
                .hasMessageStartingWith(
                        file + ": does not compile: line 14: cannot find symbol; symbol: variable nothing;");
    }

    @Test
    void aBrokenSourceDoesNotHideTheOthers() {
        write("broken.java", "class {");
        write("half.java", HALF);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.names()).containsExactly("broken", "half");
            assertThat(catalog.provider("half").summary()).isNotEmpty();
            assertThatThrownBy(() -> catalog.provider("broken"))
                    .hasMessageContaining("broken.java: does not compile: line 1: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class A {} | found none that does, among [A]",
                "abstract class A implements dev.sidecar.spi.Producer {} | found none that does, among [A]",
                "class A implements P {} class B implements P {} interface P extends dev.sidecar.spi.Producer { default dev.sidecar.frame.FeatureFrame produce(dev.sidecar.frame.Clip c) { return null; } } | found 2 (A, B), none of them called as the file",
                "class A implements dev.sidecar.spi.Producer { static { if (true) throw new IllegalStateException(\"never\"); } public dev.sidecar.frame.FeatureFrame produce(dev.sidecar.frame.Clip c) { return null; } } | the constructor of A threw java.lang.IllegalStateException: never",
                "class A implements dev.sidecar.spi.Producer { A(int x) {} public dev.sidecar.frame.FeatureFrame produce(dev.sidecar.frame.Clip c) { return null; } } | A needs a constructor without parameters",
                "class A implements dev.sidecar.spi.Producer { A() { throw new IllegalStateException(\"not today\"); } public dev.sidecar.frame.FeatureFrame produce(dev.sidecar.frame.Clip c) { return null; } } | the constructor of A threw java.lang.IllegalStateException: not today",
            })
    void aSourceFileHoldsOneProducer(String source, String reason) {
        Path file = write("thing.java", source);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThatThrownBy(() -> catalog.create("thing", Map.of()))
                    .isInstanceOfSatisfying(
                            SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRODUCER))
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void ofTwoProducersTheOneIsMeantThatIsCalledAsTheFile() {
        write(
                "Second.java",
                HALF.replace("public class Whatever", "class First")
                        + HALF.substring(HALF.indexOf("public class"))
                                .replace("Whatever", "Second")
                                .replace("half", "second"));
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(frameOf(catalog.create("Second", Map.of())).names()).containsExactly("second");
        }
    }

    @Test
    void aSourceThatIsTooMuchForTheCompilerIsNamed() {
        Path file = write("deep.java", "class A { int x = " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + "; }");
        SidecarException failure = failure(folder);
        assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
        assertThat(failure).hasMessageStartingWith(file + ": ").hasMessageContaining("compile");
    }

    @Test
    void descriptionsOfModulesAndPackagesAreNoProducers() {
        write("module-info.java", "module m {}");
        write("package-info.java", "package p;");
        write("half.java", HALF);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.names()).containsExactly("half");
        }
    }

    @Test
    void aSourceFileIsUtf8() throws IOException {
        Files.write(folder.resolve("latin.java"), new byte[] {'/', '/', (byte) 0xe9});
        assertThat(failure(folder)).hasMessageContaining("latin.java: a source file is UTF-8, and this is not");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheSource() {
        write("marked.java", "\ufeff" + HALF);
        assertThat(failure(folder)).isNull();
    }

    @Test
    void filesThatDescribePackagesAndModulesAreNoProducers() {
        write("package-info.java", "package any.where;");
        write("module-info.java", "module any.where {}");
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.names()).isEqualTo(catalog.installed());
        }
    }

    @Test
    void brokenJarsAreErrors() throws IOException {
        write("text.jar", "no zip");
        assertThat(failure(folder)).hasMessageContaining("text.jar: cannot be read as a jar");
        Files.delete(folder.resolve("text.jar"));
        jar("empty.jar", HALF, "no.such.Class");
        assertThat(failure(folder)).hasMessageContaining("is broken").hasMessageContaining("no.such.Class");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return \"NAME\"; | return \" \"; | a producer's name must not be blank",
                "return \"a multiple of t\"; | return null; | summary() returned null",
                "return \"a multiple of t\"; | throw new RuntimeException(\"no\"); | summary() threw java.lang.RuntimeException: no",
                "return List.of(BY); | return List.of(BY, BY); | declares two options of one name",
                "return List.of(BY); | return null; | options() returned null",
                "public String name() | public String shorthand() { return \"BY=WHAT\"; } public String name() | the shorthand BY=WHAT must name options",
                "double by = options.get(BY); | if (true) return null; double by = 1; | create() returned null",
                "double by = options.get(BY); | if (true) throw new StackOverflowError(); double by = 1; | create() threw java.lang.StackOverflowError",
            })
    void faultyProvidersAreNamed(String correct, String faulty, String reason) throws IOException {
        String source = SCALE.replace("class Scale", "public class Scale")
                .replace(correct, faulty)
                .replace("NAME", "scale");
        jar("faulty.jar", source, "any.where.Scale");
        assertThatThrownBy(() -> {
                    try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
                        catalog.create("scale", Map.of());
                    }
                })
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRODUCER))
                .hasMessageContaining(reason)
                .hasMessageContaining("cale");
    }

    @Test
    void recordsOfOtherVersionsAndOfNamelessCodeAreRefused() {
        write(
                "half.java",
                HALF.replace(
                        "public FeatureFrame",
                        "public Provenance describe() { return new Provenance(\"half\", \"2\", java.util.Map.of()); } public FeatureFrame"));
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThat(catalog.create(new Provenance("half", "2", Map.of()), folder))
                    .isNotNull();
            assertThat(catalog.create(new Provenance("half", "", Map.of()), folder))
                    .isNotNull();
            assertThatThrownBy(() -> catalog.create(new Provenance("half", "1", Map.of()), folder))
                    .hasMessageContaining("the record is of version 1, this is version 2");
            assertThatThrownBy(() -> catalog.create(Provenance.custom(), folder))
                    .hasMessageContaining("made by code without a name");
        }
    }

    @Test
    void lifecycleCallsReachThePlugin() {
        write("life.java", """
                import dev.sidecar.frame.*;
                import dev.sidecar.spi.*;
                import java.util.*;

                class Life implements Producer {
                    List<String> calls = new ArrayList<>();
                    public void init(RunContext context) { calls.add("init " + context.clips().count()); }
                    public Producer forWorker() { calls.add("worker"); return this; }
                    public Set<String> requires() { calls.add("requires"); return Set.of(); }
                    public Set<String> makes() { calls.add("makes"); return Set.of(); }
                    public FeatureFrame produce(Clip clip) { calls.add("produce"); return FeatureFrame.empty(clip.frames()); }
                    public void close() { throw new IllegalStateException(calls.toString()); }
                }
                """);
        try (ProducerCatalog catalog = ProducerCatalog.open(folder)) {
            assertThatThrownBy(() -> frameOf(catalog.create("life", Map.of())))
                    .hasMessageContaining("[requires, makes, init 1, worker, produce]");
        }
    }
}
