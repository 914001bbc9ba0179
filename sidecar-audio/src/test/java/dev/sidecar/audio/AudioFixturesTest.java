package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One signal in many encodings, as libsndfile decodes them. */
class AudioFixturesTest {
    private static final JsonNode EXPECTED = Fixtures.json("formats/expected.json");

    static Stream<String> good() {
        return EXPECTED.propertyStream().map(entry -> entry.getKey());
    }

    static Stream<Path> bad() {
        try (Stream<Path> files = Files.list(Fixtures.path("formats"))) {
            return files.filter(path -> path.getFileName().toString().startsWith("bad_")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void samplesAreThoseOfLibsndfile(String name) {
        JsonNode expected = EXPECTED.get(name);
        Path path = Fixtures.path("formats/" + name);
        try (AudioStream stream = AudioFile.open(path)) {
            assertThat(stream.sampleRate())
                    .isEqualTo(expected.get("sample_rate").intValue());
        }
        float[] samples = Streams.all(path);
        assertThat(samples).hasSize(expected.get("samples").intValue());
        for (int i = 0; i < 8; i++) {
            assertThat(samples[i]).as("sample %d", i).isEqualTo((float)
                    expected.get("mono_first8").get(i).doubleValue());
        }
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        assertThat(sum).isCloseTo(expected.get("mono_sum_squares").doubleValue(), Percentage.withPercentage(1e-10));
    }

    @ParameterizedTest
    @MethodSource("good")
    void theSizesOfReadsDoNotMatter(String name) {
        Path path = Fixtures.path("formats/" + name);
        float[] samples = Streams.all(path, 1 << 16);
        for (int length : new int[] {1, 7, 999, 4096}) {
            assertThat(Streams.all(path, length)).as("reads of %d", length).isEqualTo(samples);
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void brokenFilesAreRefused(Path path) {
        SidecarException failure = Failures.of(() -> Streams.all(path));
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure.getMessage()).contains(path.toString());
    }
}
