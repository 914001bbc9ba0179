package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpyFixturesTest {
    private static final Map<String, Kind> KINDS = Map.of(
            "BAD_HEADER", Kind.FORMAT,
            "BAD_MAGIC", Kind.FORMAT,
            "BAD_SHAPE", Kind.FORMAT,
            "TRUNCATED", Kind.FORMAT,
            "LIMIT", Kind.LIMIT,
            "UNSUPPORTED", Kind.UNSUPPORTED);

    private static final Map<String, String> LABELS =
            Map.of("f2", "float16", "f4", "float32", "i8", "int64", "u1", "uint8");

    static Stream<Named<JsonNode>> good() {
        return Fixtures.expected("npy", true);
    }

    static Stream<Named<JsonNode>> bad() {
        return Fixtures.expected("npy", false);
    }

    private static Path path(JsonNode entry) {
        return Fixtures.path("npy/" + entry.get("file").textValue());
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatNumPyReadsIsReadAlike(JsonNode entry) {
        try (NpyFile npy = NpyFile.open(path(entry))) {
            NpyHeader header = npy.header();
            String dtype = entry.get("dtype").textValue();
            assertThat(header.type().label()).isEqualTo(LABELS.get(dtype.substring(1)));
            assertThat(header.order() == ByteOrder.BIG_ENDIAN).isEqualTo(dtype.startsWith(">"));
            assertThat(header.fortran()).isEqualTo(entry.get("fortran_order").booleanValue());
            assertThat(header.frames()).isEqualTo(entry.get("shape").get(0).intValue());
            assertThat(header.width()).isEqualTo(entry.get("shape").get(1).intValue());
            assertThat(header.dataOffset()).isEqualTo(entry.get("data_offset").intValue());
            double[] first = entry.get("first")
                    .valueStream()
                    .mapToDouble(value -> Double.parseDouble(value.asText()))
                    .toArray();
            float[] rows = NpyReads.all(npy);
            assertThat(rows).hasSizeGreaterThanOrEqualTo(first.length);
            for (int i = 0; i < first.length; i++) {
                assertThat(rows[i]).as("value %d in C order", i).isEqualTo((float) first[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatMustBeRefusedIsRefusedWithItsPathAndKind(JsonNode entry) {
        Path path = path(entry);
        SidecarException failure = catchThrowableOfType(
                SidecarException.class, () -> NpyFile.open(path).close());
        assertThat(failure).as(entry.get("note").textValue()).isNotNull();
        assertThat(failure.kind()).isEqualTo(KINDS.get(entry.get("error").textValue()));
        assertThat(failure.getMessage()).contains(path.toString());
        assertThat(failure.place().offset()).isNotNull();
    }
}
