package dev.sidecar.npy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of a cond JSON that nobody here knows, which outlive every change: by place, each with its value as the text
 * it is in the file.
 *
 * @param top of the document
 * @param norm inside {@code norm}
 * @param features inside the entries of {@code features}, by column
 * @param own inside this library's part
 */
record UnknownKeys(
        Map<String, String> top,
        Map<String, String> norm,
        Map<String, Map<String, String>> features,
        Map<String, String> own) {
    static final UnknownKeys NONE = new UnknownKeys(Map.of(), Map.of(), Map.of(), Map.of());

    static UnknownKeys of(CondMetadata metadata) {
        Map<String, Map<String, String>> features = new LinkedHashMap<>();
        if (metadata.features() != null) {
            metadata.features().forEach((name, feature) -> features.put(name, feature.unknown()));
        }
        return new UnknownKeys(
                metadata.unknown(),
                metadata.unknownNorm(),
                features,
                metadata.own() == null ? Map.of() : metadata.own().unknown());
    }

    /** These keys, with those of columns under their new names. */
    UnknownKeys renamed(Map<String, String> newNames) {
        Map<String, Map<String, String>> byNewName = new LinkedHashMap<>();
        features.forEach((name, keys) -> byNewName.put(newNames.getOrDefault(name, name), keys));
        return new UnknownKeys(top, norm, byNewName, own);
    }

    /** These keys, and those of others where these have none. */
    UnknownKeys orElse(UnknownKeys others) {
        return new UnknownKeys(
                union(top, others.top),
                union(norm, others.norm),
                union(features, others.features),
                union(own, others.own));
    }

    private static <T> Map<String, T> union(Map<String, T> first, Map<String, T> second) {
        Map<String, T> union = new LinkedHashMap<>(first);
        second.forEach(union::putIfAbsent);
        return union;
    }
}
