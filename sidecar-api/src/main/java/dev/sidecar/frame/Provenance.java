package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a column came from, as data: which producer made it, in which version, with which options. It is what describes
 * a producer in a recipe, and what a sidecar's JSON records for each column.
 *
 * @param producer the producer's name, such as {@code lin}; {@value #CUSTOM} for code without a name
 * @param version the version of the producer's results: it changes when the same options give other values; empty if
 *     unknown
 * @param options the producer's options, sorted by name: strings, booleans, {@code long}s, {@code double}s, and lists
 *     and maps of these
 */
public record Provenance(String producer, String version, Map<String, Object> options) {
    /** The name of producers that have none, such as lambdas. */
    public static final String CUSTOM = "custom";

    private static final int MAX_DEPTH = 32;

    /**
     * Copies the options; smaller number types become {@code long} or {@code double}.
     *
     * @param producer the producer's name
     * @param version the version of the producer's results
     * @param options the producer's options
     * @throws SidecarException (USAGE) if the producer's name is blank, an option is not plain data, options are nested
     *     more than 32 deep, or a text is not well-formed Unicode
     */
    public Provenance {
        if (producer.isBlank()) {
            throw new SidecarException(USAGE, Place.NOWHERE, "a producer needs a name that is not blank");
        }
        plainText(producer);
        plainText(version);
        options = plainMap(options, 1);
    }

    /**
     * The provenance of columns from code without a name.
     *
     * @return the producer {@value #CUSTOM} without version or options
     */
    public static Provenance custom() {
        return new Provenance(CUSTOM, "", Map.of());
    }

    private static Map<String, Object> plainMap(Map<?, ?> map, int depth) {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((key, value) -> copy.put(plainText(String.valueOf(key)), plain(value, depth)));
        return Collections.unmodifiableMap(copy);
    }

    private static String plainText(String text) {
        if (!Column.isWellFormed(text)) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a producer's name, version and options are well-formed Unicode, found \"" + text + "\"");
        }
        return text;
    }

    private static Object plain(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "a producer's options are nested at most " + MAX_DEPTH + " deep");
        }
        if (value instanceof String text) {
            return plainText(text);
        }
        if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> plain(element, depth + 1)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            return plainMap(map, depth + 1);
        }
        throw new SidecarException(
                USAGE,
                Place.NOWHERE,
                "a producer's options are plain data (text, booleans, numbers, lists and maps of these), found "
                        + (value == null ? "null" : value.getClass().getName()));
    }

    /**
     * Whether this is the same producer with the same options, whatever the version.
     *
     * @param other another provenance
     * @return true if only the versions may differ
     */
    public boolean sameButForVersion(Provenance other) {
        return producer.equals(other.producer) && options.equals(other.options);
    }
}
