package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.spi.Finding.Code;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that other programs wrote, as halves of sidecars that are right otherwise. */
class AuditFixturesTest {
    private static final Set<String> BAD_SHAPES =
            Set.of("bad_shape_negative.npy", "bad_shape_overflow.npy", "bad_shape_huge_zero.npy");

    @TempDir
    private Path root;

    private List<Code> audit() {
        return Trees.codes(Audit.builder().root(root).build().run().findings());
    }

    static Stream<Named<JsonNode>> metadata() {
        return Stream.of(true, false).flatMap(ok -> Fixtures.expected("cond_json", ok));
    }

    @ParameterizedTest
    @MethodSource("metadata")
    void metadata(JsonNode entry) {
        int width = entry.get("D").asInt(1);
        float[] values = new float[6 * width];
        Tokens.write(root.resolve("clip.ecdc"), 6);
        NpyBytes.write(root.resolve("clip.cond.npy"), 6, width, values);
        Fixtures.copy("cond_json/" + entry.get("file").textValue(), root.resolve("clip.cond.json"));
        List<Code> expected = !entry.get("ok").booleanValue()
                ? List.of(Code.BAD_JSON)
                : entry.has("finding")
                        ? List.of(Code.valueOf(entry.get("finding").textValue()))
                        : List.of();
        assertThat(audit()).as(entry.get("note").textValue()).isEqualTo(expected);
    }

    static Stream<Named<JsonNode>> data() {
        return Stream.of(true, false).flatMap(ok -> Fixtures.expected("npy", ok));
    }

    @ParameterizedTest
    @MethodSource("data")
    void data(JsonNode entry) {
        String file = entry.get("file").textValue();
        boolean ok = entry.get("ok").booleanValue();
        int frames = ok ? entry.get("shape").get(0).intValue() : 5;
        int width = ok ? entry.get("shape").get(1).intValue() : 3;
        if (frames == 0) {
            Fixtures.copy("ecdc_good/torch1.13/zero_frames.ecdc", root.resolve("clip.ecdc"));
        } else {
            Tokens.write(root.resolve("clip.ecdc"), frames);
        }
        Fixtures.copy("npy/" + file, root.resolve("clip.cond.npy"));
        Descriptions.write(
                root.resolve("clip.cond.json"),
                IntStream.range(0, width)
                        .mapToObj(d -> "\"x" + d + "\"")
                        .collect(Collectors.joining(", ", "{\"fps\": 75, \"names\": [", "]}")));
        Code expected = !ok
                ? BAD_SHAPES.contains(file) ? Code.BAD_SHAPE : Code.BAD_SIDECAR
                : entry.get("fortran_order").booleanValue()
                                || !Set.of("<f2", "<f4")
                                        .contains(entry.get("dtype").textValue())
                        ? Code.CONVERTED
                        : null;
        assertThat(audit())
                .as(entry.get("note").textValue())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    static Stream<Arguments> origin() {
        return Stream.of(
                arguments("v1_add", List.of(Code.FOREIGN_NAME, Code.NON_FINITE)),
                arguments("v1_add_nan", List.of(Code.FOREIGN_NAME, Code.NON_FINITE, Code.NON_FINITE)),
                arguments("v1_init", List.of(Code.FOREIGN_NAME)),
                arguments("v1_init_dotted", List.of(Code.FOREIGN_NAME)),
                arguments("v1_overwrite", List.of(Code.FOREIGN_NAME)),
                arguments("v2_append_dup", List.of(Code.NAMES_LENGTH_MISMATCH)),
                arguments("v2_basic", List.of()),
                arguments("v2_big_values", List.of(Code.NON_FINITE)),
                arguments("v2_dotted", List.of(Code.FOREIGN_NAME)),
                arguments("v2_empty_features", List.of(Code.MISSING_SIDECAR)),
                arguments("v2_f32", List.of()),
                arguments("v2_len_mismatch", List.of(Code.MISSING_SIDECAR)),
                arguments("v2_nan", List.of(Code.NON_FINITE)),
                arguments("v2_nofps", List.of()),
                arguments("v2_over_v1", List.of()),
                arguments("v2_overwrite_loses_units", List.of()),
                arguments("v2_unicode", List.of()),
                arguments("v2_zero_T", List.of(Code.FRAME_MISMATCH)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("origin")
    void origin(String folder, List<Code> expected) {
        Fixtures.copyFolder("origin/" + folder, root);
        assertThat(audit()).isEqualTo(expected);
        assertThat(Trees.codes(
                        Audit.builder().root(root).verifyRanges().build().run().findings()))
                .as("with ranges")
                .isEqualTo(expected);
    }

    static Stream<TokenFixture> tokens() {
        return TokenFixture.all().filter(TokenFixture::isFile);
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void tokens(TokenFixture fixture) {
        Fixtures.copy(fixture.name(), root.resolve("clip.ecdc"));
        assertThat(audit())
                .isSubsetOf(Code.BAD_ECDC, Code.MISSING_SIDECAR, Code.AUDIO_LENGTH)
                .containsAnyOf(Code.BAD_ECDC, Code.MISSING_SIDECAR)
                .isNotEqualTo(Arrays.asList(Code.BAD_ECDC, Code.MISSING_SIDECAR));
    }

    @ParameterizedTest
    @MethodSource("typesToConvert")
    void aTypeThatIsConvertedIsOneFinding(String descr, ElementType type, ByteOrder order) {
        Tokens.write(root.resolve("clip.ecdc"), 2);
        Descriptions.write(root.resolve("clip.cond.json"), "{\"names\": [\"x\"]}");
        NpyBytes.write(
                root.resolve("clip.cond.npy"),
                NpyBytes.of(NpyBytes.header(descr, false, 2, 1), NpyBytes.data(type, order, 1, 0)));
        assertThat(audit()).containsExactly(Code.CONVERTED);
    }

    static Stream<Arguments> typesToConvert() {
        return Stream.of(
                arguments("<f8", ElementType.FLOAT64, ByteOrder.LITTLE_ENDIAN),
                arguments(">f4", ElementType.FLOAT32, ByteOrder.BIG_ENDIAN),
                arguments("<i2", ElementType.INT16, ByteOrder.LITTLE_ENDIAN),
                arguments("|b1", ElementType.BOOL, ByteOrder.LITTLE_ENDIAN));
    }
}
