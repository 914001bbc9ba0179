package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFileTest {
    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("config.json"), text);
    }

    @Test
    void readsTheConfigurationOfAModel() {
        Map<String, Object> config = JsonFile.read(Fixtures.path("encodec/config.json"));

        assertThat(config)
                .hasSize(24)
                .containsEntry("architectures", List.of("EncodecModel"))
                .containsEntry("audio_channels", 1L)
                .containsEntry("chunk_length_s", null)
                .containsEntry("norm_type", "weight_norm")
                .containsEntry("normalize", false)
                .containsEntry("target_bandwidths", List.of(1.5))
                .containsEntry("trim_right_ratio", 1.0)
                .containsEntry("upsampling_ratios", List.of(8L, 5L, 4L, 2L))
                .containsEntry("use_causal_conv", true);
        assertThat(config.keySet())
                .startsWith("architectures", "audio_channels")
                .endsWith("use_causal_conv");
    }

    @Test
    void valuesAreThoseOfTheText() throws IOException {
        Map<String, Object> values = JsonFile.read(
                write(
                        "\ufeff{\"z\": -0, \"a\": -0.0, \"e\": 1e3, \"l\": -9223372036854775808,"
                                + "\"n\": [NaN, -Infinity], \"t\": \"\\u00e9\\n\", \"o\": {\"k\": [null, {}, []]}, \"\": true}\n"));

        assertThat(values.keySet()).containsExactly("z", "a", "e", "l", "n", "t", "o", "");
        assertThat(values)
                .containsEntry("z", 0L)
                .containsEntry("a", -0.0)
                .containsEntry("e", 1000.0)
                .containsEntry("l", Long.MIN_VALUE)
                .containsEntry("n", List.of(Double.NaN, Double.NEGATIVE_INFINITY))
                .containsEntry("t", "\u00e9\n")
                .containsEntry("o", Map.of("k", Arrays.asList(null, Map.of(), List.of())));
        assertThat(values).isUnmodifiable();
        assertThat((List<?>) values.get("n")).isUnmodifiable();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | expected a JSON object, at line 1, column 1",
                "`` | found an empty file",
                "{\"a\": 1, \"a\": 2} | Duplicate field 'a'",
                "{\"o\": {\"a\": 1, \"a\": 2}} | Duplicate field 'a'",
                "{\"a\": 1,} | not valid JSON at line 1, column 9",
                "{\"a\": 01} | not valid JSON",
                "{\"a\": 'x'} | not valid JSON",
                "{\"a\": 1} // x | not valid JSON",
                "{\"a\": 1} {} | text after the end",
                "{\"a\": [1 | Unexpected end-of-input: expected close marker for Array [FORMAT]",
                "{\"a\": [1, 9223372036854775808]} | 2^63 - 1, at line 1, column 11",
                "{\"a\": 1e999} | beyond what a double can hold",
                "{\"a\": \"\\ud800\"} | surrogate",
            })
    void whatIsNoSoundObjectIsRefused(String text, String reason) throws IOException {
        Path path = write(text);

        SidecarException failure = Failures.of(() -> JsonFile.read(path));

        assertThat(failure.kind()).isEqualTo(FORMAT);
        assertThat(failure).hasMessageStartingWith(path.toString()).hasMessageContaining(reason);
    }

    @Test
    void sizeAndDepthAreBounded() throws IOException {
        String most = "{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}";
        assertThat(JsonFile.read(write(most))).hasSize(1);
        assertThat(Failures.of(() -> JsonFile.read(write(most + " ")))).hasMessageContaining("at most 1048576 bytes");
        assertThat(JsonFile.read(write("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")))
                .hasSize(1);
        assertThat(Failures.of(() -> JsonFile.read(write("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")))
                        .kind())
                .isEqualTo(LIMIT);
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        assertThat(Failures.of(() -> JsonFile.read(folder)).kind()).isEqualTo(IO);
        Path utf16 = Files.write(folder.resolve("config.json"), "{}".getBytes(StandardCharsets.UTF_16LE));
        assertThat(Failures.of(() -> JsonFile.read(utf16)).kind()).isEqualTo(FORMAT);
    }
}
