package dev.sidecar.npy;

import dev.sidecar.frame.Statistics;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A digest over the part of the metadata that a sidecar's JSON vouches for: frame rate, names and numbers, but not
 * units, documentation and unknown keys, which anybody may edit. It is the SHA-256 of these lines in UTF-8, each ended by
 * a line feed, numbers as the 16 hexadecimal digits of their IEEE 754 binary64 bits and {@code -} where unknown:
 *
 * <pre>
 * fps NUMBER
 * name NAME                        for each of names, in order
 * norm.KEY NUMBER NUMBER …         for min, max, mean, std
 * feature NAME NUMBER ×4           for each of features, in order: min, max, mean, std
 * </pre>
 *
 * A name is written as its length in UTF-8 bytes, a colon, and the name.
 */
final class MetadataDigest {
    private final StringBuilder text = new StringBuilder();

    private MetadataDigest() {}

    /** The digest of metadata as found. */
    static String of(CondMetadata metadata) {
        Map<String, CondMetadata.Feature> features = metadata.features() == null ? Map.of() : metadata.features();
        return of(
                metadata.fps(),
                metadata.names() == null ? List.of() : metadata.names(),
                metadata.norm(),
                features,
                CondMetadata.Feature::statistics);
    }

    static <T> String of(
            OptionalDouble fps,
            List<String> names,
            Map<Statistic, List<OptionalDouble>> norm,
            Map<String, T> features,
            Function<T, Statistics> statisticsOf) {
        MetadataDigest digest = new MetadataDigest();
        digest.text.append("fps");
        digest.number(fps);
        digest.text.append('\n');
        for (String name : names) {
            digest.named("name", name);
            digest.text.append('\n');
        }
        for (Statistic statistic : Statistic.values()) {
            digest.text.append("norm.").append(statistic.key());
            norm.getOrDefault(statistic, List.of()).forEach(digest::number);
            digest.text.append('\n');
        }
        features.forEach((name, feature) -> {
            digest.named("feature", name);
            for (Statistic statistic : Statistic.values()) {
                digest.number(statistic.of(statisticsOf.apply(feature)));
            }
            digest.text.append('\n');
        });
        return Sha256.of(digest.text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void named(String key, String name) {
        text.append(key)
                .append(' ')
                .append(name.getBytes(StandardCharsets.UTF_8).length)
                .append(':')
                .append(name);
    }

    private void number(OptionalDouble number) {
        text.append(' ');
        if (number.isPresent()) {
            text.append(HexFormat.of().toHexDigits(Double.doubleToLongBits(number.getAsDouble())));
        } else {
            text.append('-');
        }
    }
}
