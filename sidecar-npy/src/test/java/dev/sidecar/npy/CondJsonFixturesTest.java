package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.spi.Finding.Code;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CondJsonFixturesTest {
    private static final Map<String, Set<Kind>> KINDS = Map.of(
            "BAD_JSON", EnumSet.of(Kind.FORMAT),
            "BAD_JSON_VALUE", EnumSet.of(Kind.FORMAT, Kind.LIMIT),
            "EMPTY", EnumSet.of(Kind.FORMAT),
            "MISSING_KEY", EnumSet.of(Kind.FORMAT),
            "LIMIT", EnumSet.of(Kind.FORMAT) // 20,000 lists in each other: no object, so the depth does not matter
            );

    static Stream<Named<JsonNode>> good() {
        return Fixtures.expected("cond_json", true);
    }

    static Stream<Named<JsonNode>> bad() {
        return Fixtures.expected("cond_json", false);
    }

    private static SidecarReader.Description describe(JsonNode entry) {
        Path file = Fixtures.path("cond_json/" + entry.get("file").textValue());
        String base = file.getFileName().toString().replace(SidecarPaths.JSON_SUFFIX, "");
        return Descriptions.of(Fixtures.path("cond_json"), base, entry.get("D").asInt(1));
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatIsWellFormedIsReadWithTheFindingThatItDeserves(JsonNode entry) {
        List<Code> expected =
                entry.has("finding") ? List.of(Code.valueOf(entry.get("finding").textValue())) : List.of();
        assertThat(Descriptions.codes(describe(entry)))
                .as(entry.get("note").textValue())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatMustBeRefusedIsRefusedWithItsPathAndKind(JsonNode entry) {
        SidecarException failure = catchThrowableOfType(SidecarException.class, () -> describe(entry));
        assertThat(failure).as(entry.get("note").textValue()).isNotNull();
        assertThat(failure.kind()).isIn(KINDS.get(entry.get("error").textValue()));
        assertThat(failure.place().file()).endsWith(entry.get("file").textValue());
        assertThat(failure.getMessage()).contains(entry.get("file").textValue());
    }
}
