package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small JSON files of others, such as the {@code config.json} of a model, as plain values. */
public final class JsonFile {
    private static final int MAX_BYTES = 1 << 20;

    private JsonFile() {}

    /**
     * Reads a file that holds one JSON object: UTF-8, at most 1 MiB, 64 levels deep, without duplicate keys and comments.
     *
     * @param path the file
     * @return the object's values by key, in the order of the file, not to be changed. A value is a {@code String},
     *     {@code Long} (numbers without a fraction and an exponent), {@code Double} (all other numbers, and the bare words
     *     NaN and Infinity, which Python writes), {@code Boolean}, {@code List}, {@code Map} of the same kind, or
     *     {@code null}
     * @throws SidecarException IO if the file cannot be read; FORMAT if it is no such object, or a number does not fit its
     *     type; LIMIT if it is larger or deeper than that
     */
    public static Map<String, @Nullable Object> read(Path path) {
        return JsonText.readFile(path, MAX_BYTES, "this JSON file", JsonText::object);
    }
}
