package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Formats and numbers of channels, against libsndfile and NumPy; {@code src/test/python/make_formats.py} wrote them. */
class GoldenTest {
    private static final double VORBIS_TOLERANCE = 2e-4;

    static Stream<String> names() {
        try (Stream<Path> files = Files.list(Fixtures.path("golden"))) {
            return files
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".f32"))
                    .map(name -> name.substring(0, name.length() - ".f32".length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] expected(String name) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Fixtures.bytes("golden/" + name + ".f32")).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(samples);
        return samples;
    }

    @ParameterizedTest
    @MethodSource("names")
    void samplesAreThoseOfLibsndfileAndNumPy(String name) {
        float[] expected = expected(name);
        float[] samples = Streams.all(Fixtures.path("golden/" + name));
        assertThat(samples).hasSameSizeAs(expected);
        double tolerance = name.endsWith(".ogg") ? VORBIS_TOLERANCE : 0;
        for (int i = 0; i < samples.length; i++) {
            assertThat(Math.abs((double) samples[i] - expected[i]))
                    .as("sample %d, %s and %s", i, samples[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
        assertThat(Streams.all(Fixtures.path("golden/" + name), 7)).isEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFileThatIsCutOffIsRefused(String name, @TempDir Path folder) throws IOException {
        byte[] bytes = Fixtures.bytes("golden/" + name);
        Path path = folder.resolve("cut");
        for (int missing : new int[] {1, 2, 3, 17, bytes.length / 2, bytes.length - 5}) {
            Files.write(path, Arrays.copyOf(bytes, bytes.length - missing));
            assertThat(Failures.of(() -> Streams.all(path)).kind())
                    .as("without the last %d bytes", missing)
                    .isEqualTo(Kind.FORMAT);
        }
    }

    @Test
    void whatIsInOggButNotVorbisIsRefused() {
        SidecarException failure = Failures.of(() -> Streams.all(Fixtures.path("golden/opus.ogg")));
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure.reason()).contains("Vorbis");
    }
}
