package dev.sidecar.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.frame.Provenance;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProvidersTest {
    private final ProducerCatalog catalog = ProducerCatalog.open();

    @Test
    void theProducersOfThisModuleAreInstalled() {
        assertThat(catalog.names())
                .containsExactly(
                        "const",
                        "csv",
                        "curve",
                        "derive",
                        "events",
                        "from_filename",
                        "gauss",
                        "lin",
                        "noise",
                        "table",
                        "walk");
        assertThat(catalog.origin("const")).startsWith("dev.sidecar.producers.ConstantProvider in ");
    }

    @Test
    void optionsMakeWhatTheFactoriesMake() {
        assertThat(catalog.create("const", Map.of("name", "scene_id", "value", "7")))
                .isEqualTo(Producers.constant("scene_id", 7));
        assertThat(catalog.create("lin", Map.of("name", "gain", "start", -1.5, "end", 3)))
                .isEqualTo(Producers.linear("gain", -1.5, 3));
        assertThat(catalog.create("from_filename", Map.of()).describe())
                .isEqualTo(Producers.fromFilename().describe());
        String regex = "(?P<name>a)(?P<value>1)";
        assertThat(catalog.create("from_filename", Map.of("filename-regex", regex, "from-filename", true))
                        .describe())
                .isEqualTo(Producers.fromFilename(regex).describe());
    }

    static Stream<Producer> described() {
        return Stream.of(
                Producers.constant("scene_id", 7),
                Producers.constant("x", Double.NEGATIVE_INFINITY),
                Producers.linear("gain", 0.1, 1e300),
                Producers.fromFilename(),
                Producers.curve("x")
                        .point(0.1, 1e-7)
                        .point(12, -1e300)
                        .interpolation(Interpolation.CUBIC)
                        .axis(TimeAxis.SECONDS)
                        .refuseOutside()
                        .build());
    }

    @ParameterizedTest
    @MethodSource("described")
    void aDescriptionMakesTheSameProducerAgain(Producer producer) {
        Provenance description = producer.describe();
        assertThat(catalog.create(description, Path.of("")).describe()).isEqualTo(description);
    }

    @Test
    void shorthandsAreThoseOfTheCommandLine() {
        assertThat(parse("const", "scene_id=7")).isEqualTo(Map.of("name", "scene_id", "value", "7"));
        assertThat(parse("lin", "pos=-1.5:3")).isEqualTo(Map.of("name", "pos", "start", "-1.5", "end", "3"));
    }

    private Map<String, String> parse(String producer, String text) {
        return Shorthand.of(catalog.provider(producer)).orElseThrow().parse(text);
    }

    @Test
    void allOfThemExplainThemselves() {
        for (String name : catalog.names()) {
            ProducerProvider provider = catalog.provider(name);
            assertThat(provider.summary()).isNotBlank();
            assertThat(provider.help()).isNotBlank();
            assertThat(provider.options())
                    .allSatisfy(option -> assertThat(option.help()).isNotBlank());
        }
    }

    @Test
    void wrongOptionsAreRefusedWithTheProducersName() {
        assertThatThrownBy(() -> catalog.create("const", Map.of("name", "a")))
                .hasMessage("the option \"value\" is missing: the value of every frame (producer const) [USAGE]");
        assertThatThrownBy(() -> catalog.create("const", Map.of("name", " ", "value", 1)))
                .hasMessageContaining("not blank")
                .hasMessageContaining("producer const");
        assertThatThrownBy(() -> catalog.create("from_filename", Map.of("filename-regex", "(")))
                .hasMessageContaining("producer from_filename");
    }
}
