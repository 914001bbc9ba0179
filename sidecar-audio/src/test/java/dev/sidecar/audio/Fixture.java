package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A WAV of 24 kHz and one channel, and what librosa 0.11 and the formulas of blocks make of it, frame by frame. */
final class Fixture {
    static final List<String> NAMES = List.of("noise_fade", "pluck_chord", "silence_square_impulse", "speech", "sweep");

    private final String name;
    private final Samples samples;
    private final List<String> columns;
    private final float[][] expected;

    private Fixture(String name) {
        this.name = name;
        this.samples = wav(name + ".wav");
        this.columns = columns(new String(resource(name + ".features.json"), StandardCharsets.UTF_8));
        this.expected = npy(name + ".features.npy", columns.size());
    }

    static Fixture read(String name) {
        return new Fixture(name);
    }

    Samples samples() {
        return samples;
    }

    /** The names of the expected values. */
    List<String> columns() {
        return columns;
    }

    /** The expected values by frame, then column. */
    float[][] expected() {
        return expected;
    }

    @Override
    public String toString() {
        return name;
    }

    /** 16 bits or float32. */
    static Samples wav(String file) {
        ByteBuffer bytes = littleEndian(resource(file));
        assertThat(bytes.getInt(24)).isEqualTo(24_000);
        int position = 12;
        while (bytes.getInt(position) != 0x61746164) { // "data"
            position += 8 + bytes.getInt(position + 4);
        }
        int from = position + 8;
        int length = bytes.getInt(position + 4);
        return bytes.getShort(20) == 3
                ? Samples.generate(length / 4, i -> bytes.getFloat(from + 4 * i))
                : Samples.generate(length / 2, i -> bytes.getShort(from + 2 * i) / 32_768.0);
    }

    static float[][] npy(String name, int width) {
        byte[] file = resource(name);
        ByteBuffer bytes = littleEndian(file);
        String header = new String(file, 10, bytes.getShort(8), StandardCharsets.US_ASCII);
        assertThat(header).contains("'<f4'", "'fortran_order': False", ", " + width + ")");
        bytes.position(10 + bytes.getShort(8));
        float[][] rows = new float[bytes.remaining() / 4 / width][width];
        for (float[] row : rows) {
            for (int c = 0; c < width; c++) {
                row[c] = bytes.getFloat();
            }
        }
        return rows;
    }

    private static List<String> columns(String json) {
        Matcher names = Pattern.compile("\"(\\w+)\"").matcher(json.substring(json.indexOf('[')));
        List<String> columns = new ArrayList<>();
        while (names.find()) {
            columns.add(names.group(1));
        }
        return columns;
    }

    static List<String> lines(String file) {
        return new String(resource(file), StandardCharsets.UTF_8).lines().toList();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] resource(String file) {
        try (InputStream in = Fixture.class.getResourceAsStream("/features/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
