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

    /**
     * Copies the options; smaller number types become {@code long} or {@code double}.
     *
     * @param producer the producer's name
     * @param version the version of the producer's results
     * @param options the producer's options
     * @throws SidecarException (USAGE) if the producer's name is blank or an option is not plain data
     */
    public Provenance {
        if (producer.isBlank()) {
            throw new SidecarException(USAGE, Place.NOWHERE, "a producer needs a name that is not blank");
        }
        options = plainMap(options);
    }

    /**
     * The provenance of columns from code without a name.
     *
     * @return the producer {@value #CUSTOM} without version or options
     */
    public static Provenance custom() {
        return new Provenance(CUSTOM, "", Map.of());
    }

    private static Map<String, Object> plainMap(Map<?, ?> map) {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), plain(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object plain(@Nullable Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Provenance::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            return plainMap(map);
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
