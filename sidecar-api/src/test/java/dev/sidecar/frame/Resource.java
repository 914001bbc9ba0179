package dev.sidecar.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Text files beside the tests. */
final class Resource {
    private Resource() {}

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines after the heading. */
    static List<String> lines(String name) {
        return text(name).lines().skip(1).toList();
    }

    /** Floats by their bits, in hexadecimal digits. */
    static float[] floats(String bits) {
        String[] fields = bits.split(" ", -1);
        float[] values = new float[fields.length];
        for (int t = 0; t < values.length; t++) {
            values[t] = Float.intBitsToFloat(HexFormat.fromHexDigits(fields[t]));
        }
        return values;
    }
}
