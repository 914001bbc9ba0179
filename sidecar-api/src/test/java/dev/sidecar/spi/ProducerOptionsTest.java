package dev.sidecar.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerOptionsTest {
    private static final ProducerOption<String> NAME = ProducerOption.text("name", "what it is called");
    private static final ProducerOption<Double> DEPTH =
            ProducerOption.number("depth", "how deep").withDefault(0.5);
    private static final ProducerOption<Long> FRAME_SIZE =
            ProducerOption.integer("frame-size", "samples").withDefault(2048L);
    private static final ProducerOption<Boolean> CENTRE = ProducerOption.flag("centre", "whether to centre");
    private static final ProducerOption<List<Double>> AT =
            ProducerOption.number("at", "positions").repeatable();

    private static ProducerProvider declaring(ProducerOption<?>... options) {
        return new FakeProvider("wobble", List.of(options));
    }

    /** A provider of producers that make nothing. */
    private record FakeProvider(String name, List<ProducerOption<?>> options) implements ProducerProvider {
        @Override
        public String summary() {
            return "for tests";
        }

        @Override
        public Producer create(ProducerOptions options) {
            return (Clip clip) -> FeatureFrame.empty(clip.frames());
        }
    }

    private static ProducerOptions read(ProducerProvider provider, Map<String, ?> given) {
        return ProducerOptions.of(provider, given, Path.of(""));
    }

    @Test
    void valuesHaveTheTypesOfTheirOptions() {
        ProducerOptions options = read(
                declaring(NAME, DEPTH, FRAME_SIZE, CENTRE, AT),
                Map.of("name", "x", "depth", 2, "frame-size", "512", "centre", true, "at", List.of("1", 2.5, 3)));
        assertThat(options.get(NAME)).isEqualTo("x");
        assertThat(options.get(DEPTH)).isEqualTo(2.0);
        assertThat(options.get(FRAME_SIZE)).isEqualTo(512L);
        assertThat(options.get(CENTRE)).isTrue();
        assertThat(options.get(AT)).containsExactly(1.0, 2.5, 3.0);
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        ProducerOptions options = read(declaring(NAME, DEPTH, FRAME_SIZE, CENTRE, AT), Map.of("name", "x"));
        assertThat(options.get(DEPTH)).isEqualTo(0.5);
        assertThat(options.get(FRAME_SIZE)).isEqualTo(2048L);
        assertThat(options.get(CENTRE)).isFalse();
        assertThat(options.get(AT)).isEmpty();
    }

    @Test
    void anOptionWithoutADefaultMustBeGiven() {
        assertThatThrownBy(() -> read(declaring(NAME), Map.of()))
                .isInstanceOf(SidecarException.class)
                .hasMessage("the option \"name\" is missing: what it is called (producer wobble) [USAGE]");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> read(declaring(DEPTH, CENTRE), Map.of("dept", 1)))
                .hasMessage(
                        "no option \"dept\"; did you mean depth? there are depth, centre (producer wobble) [USAGE]");
    }

    @ParameterizedTest
    @CsvSource({
        "1e3, 1000",
        ".5, 0.5",
        "+2., 2",
        "-6.5, -6.5",
        "nan, NaN",
        "NaN, NaN",
        "inf, Infinity",
        "-inf, -Infinity",
        "Infinity, Infinity",
    })
    void numbersAreDecimal(String text, double number) {
        assertThat(read(declaring(DEPTH), Map.of("depth", text)).get(DEPTH)).isEqualTo((Double) number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1,5", "nan1", "0x10", "1_000", "1f", "--1", " 1", "1e", "٣"})
    void otherTextsAreNoNumbers(String text) {
        assertThatThrownBy(() -> read(declaring(DEPTH), Map.of("depth", text)))
                .hasMessage("the option \"depth\" takes a number, found \"" + text + "\" (producer wobble) [USAGE]");
    }

    @Test
    void wrongTypesAreRefused() {
        ProducerProvider all = declaring(NAME.withDefault(""), FRAME_SIZE, CENTRE, AT);
        assertThatThrownBy(() -> read(all, Map.of("name", 3))).hasMessageContaining("takes a text, found \"3\"");
        assertThatThrownBy(() -> read(all, Map.of("frame-size", 1.5)))
                .hasMessageContaining("takes a whole number, found \"1.5\"");
        assertThatThrownBy(() -> read(all, Map.of("frame-size", "12345678901234567890")))
                .hasMessageContaining("takes a whole number");
        assertThatThrownBy(() -> read(all, Map.of("centre", "yes")))
                .hasMessageContaining("takes true or false, found \"yes\"");
        assertThatThrownBy(() -> read(all, Map.of("frame-size", List.of(1, 2))))
                .hasMessageContaining("takes one value, found 2");
        assertThatThrownBy(() -> read(all, Map.of("at", List.of(1, "b"))))
                .hasMessageContaining("\"at\" takes a number, found \"b\"");
    }

    @Test
    void aNumberBeyondDoubleIsNotInfinity() {
        assertThatThrownBy(() -> read(declaring(DEPTH), Map.of("depth", "1e999")))
                .hasMessageContaining("takes a number up to 1.8e308, or inf, found \"1e999\"");
    }

    @Test
    void anOptionOfAnotherTypeIsAnotherOption() {
        ProducerOptions options = read(declaring(DEPTH), Map.of());
        assertThatThrownBy(() -> options.get(ProducerOption.text("depth", "")))
                .hasMessageContaining("no option \"depth\"");
    }

    @Test
    void aDefaultIsCopied() {
        List<Double> numbers = new ArrayList<>(List.of(1.0));
        ProducerOption<List<Double>> option = AT.withDefault(numbers);
        numbers.add(2.0);
        assertThat(read(declaring(option), Map.of()).get(option)).containsExactly(1.0);
    }

    @Test
    void onlyDeclaredOptionsCanBeAskedFor() {
        ProducerOptions options = read(declaring(DEPTH), Map.of());
        assertThatThrownBy(() -> options.get(NAME)).hasMessageContaining("no option \"name\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Depth", "a b", "-a", "a-", "a--b", "é", "1a", "a="})
    void namesThatCannotBeFlagsAreRefused(String name) {
        assertThatThrownBy(() -> ProducerOption.flag(name, ""))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("an option's name is");
    }

    @Test
    void aRepeatableOptionCannotBeMadeMoreSo() {
        assertThatThrownBy(AT::repeatable).hasMessageContaining("repeatable already");
    }

    @Test
    void provenanceMakesTheSameOptionsAgain(@TempDir Path folder) throws IOException {
        ProducerOption<Path> curve = ProducerOption.file("curve", "a file");
        ProducerProvider provider = declaring(NAME, DEPTH, FRAME_SIZE, CENTRE, AT, curve);
        Files.writeString(folder.resolve("abc.csv"), "abc");
        Provenance recorded = ProducerOptions.of(
                        provider, Map.of("name", "x", "at", List.of(1, 2), "curve", "abc.csv"), folder)
                .provenance("3");
        assertThat(recorded.producer()).isEqualTo("wobble");
        assertThat(recorded.version()).isEqualTo("3");
        assertThat(recorded.options())
                .containsEntry("depth", 0.5)
                .containsEntry("at", List.of(1.0, 2.0))
                .containsEntry(
                        "curve",
                        Map.of(
                                "file",
                                "abc.csv",
                                "sha256", // FIPS 180-4, example B.1
                                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));

        ProducerOptions again = ProducerOptions.of(provider, recorded.options(), folder);
        assertThat(again.provenance("3")).isEqualTo(recorded);
        assertThat(again.get(curve)).isEqualTo(folder.resolve("abc.csv"));

        Files.writeString(folder.resolve("abc.csv"), "abd");
        assertThatThrownBy(() -> ProducerOptions.of(provider, recorded.options(), folder))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH))
                .hasMessageContaining("is not the file that was recorded for the option \"curve\"");
    }

    @Test
    void aFileMustExist(@TempDir Path folder) {
        ProducerProvider provider = declaring(ProducerOption.file("curve", "a file"));
        assertThatThrownBy(() -> ProducerOptions.of(provider, Map.of("curve", "none.csv"), folder))
                .hasMessageContaining("none.csv: there is no such file, and the option \"curve\" names it");
        assertThatThrownBy(() -> ProducerOptions.of(provider, Map.of("curve", 7), folder))
                .hasMessageContaining("takes the path of a file, found \"7\"");
        assertThatThrownBy(() -> ProducerOptions.of(provider, Map.of("curve", "a\0b"), folder))
                .hasMessageContaining("takes the path of a file, and \"a\\u0000b\" is none");
    }
}
