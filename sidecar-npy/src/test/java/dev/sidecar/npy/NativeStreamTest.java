package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.FrameGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NativeStreamTest {
    @TempDir
    private Path folder;

    private static String metadata(String samples, String codebooks) {
        return "{\"m\": \"encodec_24khz\", \"al\": " + samples + ", \"nc\": " + codebooks + ", \"lm\": false}";
    }

    private TokenFile open(String metadata, Charset charset, byte... payload) throws IOException {
        byte[] json = metadata.getBytes(charset);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {'E', 'C', 'D', 'C', 0});
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(json.length).array());
        bytes.writeBytes(json);
        bytes.writeBytes(payload);
        return TokenFile.open(Files.write(folder.resolve("x.ecdc"), bytes.toByteArray()));
    }

    private TokenFile open(String metadata, byte... payload) throws IOException {
        return open(metadata, StandardCharsets.UTF_8, payload);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "320, 32, 1", "321, 32, 2", "24000, 8, 75", "24001, 8, 76"})
    void framesCoverTheAudio(String samples, String codebooks, int frames) throws IOException {
        TokenFile file = open(metadata(samples, codebooks));

        assertThat(file.frames()).hasValue(frames);
        assertThat(file.codebooks()).isEqualTo(Integer.parseInt(codebooks));
        assertThat(file.isAmbiguous()).isFalse();
        assertThat(file.fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ)).isTrue();
    }

    /** Samples, frames of the first, of the last segment, and their number, as EnCodec makes them. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "47520, 149, 149, 1",
        "47521, 149, 1, 2",
        "48000, 150, 2, 2",
        "100000, 150, 16, 3",
    })
    void segmentsOverlapByOnePercent(long samples, int first, int last, int segments) throws IOException {
        TokenFile file = open(metadata(Long.toString(samples), "2").replace("24k", "48k"));

        assertThat(file.segments()).isEqualTo(segments);
        assertThat(file.segment(0).frames()).isEqualTo(first);
        assertThat(file.segment(segments - 1).frames()).isEqualTo(last);
    }

    @Test
    void codesAreTenBitsEachLowestBitFirst() throws IOException {
        int codebooks = 3;
        int frames = 5000;
        SplittableRandom random = new SplittableRandom(1);
        int[][] codes = new int[codebooks][frames];
        byte[] payload = new byte[(codebooks * frames * 10 + 7) / 8];
        int bit = 0;
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < codebooks; k++) {
                codes[k][t] = random.nextInt(1024);
                for (int i = 0; i < 10; i++, bit++) {
                    payload[bit / 8] |= (byte) (((codes[k][t] >> i) & 1) << (bit % 8));
                }
            }
        }

        TokenFile file = open(metadata(Integer.toString(frames * 320), "3"), payload);

        assertThat(file.codes().window(0, frames)).isEqualTo(codes);
    }

    static Stream<Arguments> unsound() {
        return Stream.of(
                Arguments.of(FORMAT, metadata("0", "8")),
                Arguments.of(FORMAT, metadata("-1", "8")),
                Arguments.of(FORMAT, metadata("1.0", "8")),
                Arguments.of(FORMAT, metadata("\"1\"", "8")),
                Arguments.of(FORMAT, metadata("null", "8")),
                Arguments.of(FORMAT, metadata("1", "0")),
                Arguments.of(FORMAT, metadata("1", "33")),
                Arguments.of(FORMAT, metadata("1", "8.0")),
                Arguments.of(FORMAT, metadata("1", "4294967304")),
                Arguments.of(FORMAT, metadata("1", "17").replace("24k", "48k")),
                Arguments.of(FORMAT, metadata("1", "8") + " x"),
                Arguments.of(FORMAT, metadata("1", "8").replace("\"encodec_24khz\"", "24")),
                Arguments.of(FORMAT, ""),
                Arguments.of(FORMAT, metadata("1", "8").replace("}", ", \"x\": " + "[".repeat(100_00))),
                Arguments.of(LIMIT, metadata("18446744073709551617", "8")),
                Arguments.of(LIMIT, metadata(Long.toString(Long.MAX_VALUE), "8")),
                Arguments.of(LIMIT, metadata(Long.toString(Long.MAX_VALUE), "8").replace("24k", "48k")),
                Arguments.of(LIMIT, metadata("1", "8") + " ".repeat(65_536)));
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void unsoundMetadataIsRefused(Kind kind, String metadata) {
        assertThat(Failures.of(() -> open(metadata)).kind()).isEqualTo(kind);
    }

    @Test
    void metadataIsUtf8() {
        assertThat(Failures.of(() -> open(metadata("1", "8"), StandardCharsets.UTF_16BE))
                        .kind())
                .isEqualTo(FORMAT);
        assertThat(Failures.of(() -> open(metadata("1", "8").replace("}", ",\"é\":0}"), StandardCharsets.ISO_8859_1))
                        .kind())
                .isEqualTo(FORMAT);
    }
}
