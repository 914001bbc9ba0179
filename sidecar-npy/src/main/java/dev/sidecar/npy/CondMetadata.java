package dev.sidecar.npy;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Statistics;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a cond JSON says, as found, in whichever dialect: names with a {@code norm}, {@code features} by name, both, or
 * the older {@code stats}, {@code units} and {@code docs}.
 *
 * @param path the file
 * @param names the list of names; null if there is none
 * @param features by name, in the order of the file; null if there are none
 * @param norm the numbers by column; an absent statistic has an empty list
 * @param fps frames per second; empty if unknown
 * @param own what this library wrote; null if it did not
 * @param unknown the keys that no dialect knows, with their values as text
 * @param unknownNorm the same, inside {@code norm}
 * @param findings what is odd, whatever the data is
 */
record CondMetadata(
        Path path,
        @Nullable List<String> names,
        @Nullable Map<String, Feature> features,
        Map<Statistic, List<OptionalDouble>> norm,
        OptionalDouble fps,
        @Nullable Own own,
        Map<String, String> unknown,
        Map<String, String> unknownNorm,
        List<Finding> findings) {

    /** The version of this library's part of the JSON. */
    static final int OWN_FORMAT = 1;

    /** One entry of {@code features}. */
    record Feature(String units, String doc, Statistics statistics, Map<String, String> unknown) {
        static final Feature BARE = new Feature("", "", Statistics.UNKNOWN, Map.of());
    }

    /**
     * This library's part.
     *
     * @param sha256 of the whole NPY file
     * @param metadataSha256 of names and numbers
     * @param rate of the tokens
     * @param columns where columns come from, by name
     * @param unknown keys that this version does not know, with their values as text
     */
    record Own(
            @Nullable String sha256,
            @Nullable String metadataSha256,
            FrameGrid.@Nullable Rate rate,
            Map<String, Origin> columns,
            Map<String, String> unknown) {}

    /** Where a column comes from, and whether its minimum and maximum were declared rather than observed. */
    record Origin(@Nullable Provenance provenance, boolean declaredRange) {}

    /**
     * The digest of the data that this metadata is of; null if it cannot tell. It cannot after somebody changed its names
     * or numbers, because its own digest over them does not fit then.
     */
    @Nullable
    String vouchedFor() {
        return own != null && MetadataDigest.of(this).equals(own.metadataSha256()) ? own.sha256() : null;
    }

    /** Whether the list of names that counts has one name per column. */
    boolean fits(int width) {
        return label(width).certain();
    }

    /**
     * What the columns are called.
     *
     * @param names a name per column; {@code col0}, {@code col1} … where it is not certain which is which
     * @param certain whether it is
     */
    record Labels(List<String> names, boolean certain, List<Finding> findings) {}

    Labels label(int width) {
        List<Finding> doubts = new ArrayList<>();
        List<String> chosen = choose(width, doubts);
        if (chosen.size() != width) {
            doubt(
                    doubts,
                    Code.NAMES_LENGTH_MISMATCH,
                    chosen.size() + " names for " + width + " columns"
                            + (chosen.size() < width
                                    ? ", as an appending writer leaves them that adds a name's data twice"
                                    : ""));
        }
        Set<String> distinct = new HashSet<>();
        for (String name : chosen) {
            if (name.isBlank()) {
                doubt(doubts, Code.EMPTY_NAME, "a column has a blank name");
            } else if (!distinct.add(name)) {
                doubt(doubts, Code.DUPLICATE_NAMES, "two columns are called \"" + name + "\"");
            }
        }
        return doubts.isEmpty() ? new Labels(chosen, true, List.of()) : new Labels(numbered(width), false, doubts);
    }

    static List<String> numbered(int width) {
        List<String> names = new ArrayList<>();
        for (int d = 0; d < width; d++) {
            names.add("col" + d);
        }
        return names;
    }

    /** Of two lists the one with a name per column; where both have, the order of {@code names} counts. */
    private List<String> choose(int width, List<Finding> doubts) {
        List<String> keys = features == null ? null : List.copyOf(features.keySet());
        if (names == null) {
            return keys == null ? List.of() : keys;
        }
        if (keys == null || new HashSet<>(keys).equals(new HashSet<>(names))) {
            return names;
        }
        doubt(
                doubts,
                Code.NAMES_DISAGREE,
                "names has " + names.size() + " names, features has " + keys.size() + ", and they are not the same");
        return keys.size() == width && names.size() != width ? keys : names;
    }

    private void doubt(List<Finding> doubts, Code code, String message) {
        doubts.add(new Finding(code, path.toString(), message));
    }

    /** What the file says of a column. */
    Feature feature(String name, int column) {
        Feature feature = features == null ? Feature.BARE : features.getOrDefault(name, Feature.BARE);
        return new Feature(
                feature.units(), feature.doc(), feature.statistics().orElse(normOf(column)), feature.unknown());
    }

    private Statistics normOf(int column) {
        Map<Statistic, OptionalDouble> numbers = new LinkedHashMap<>();
        norm.forEach((statistic, list) -> {
            if (list.size() == labelCount() && column < list.size()) {
                numbers.put(statistic, list.get(column));
            }
        });
        return Statistic.statistics(numbers);
    }

    /** How many names there are in the list that counts. */
    int labelCount() {
        return names != null ? names.size() : features != null ? features.size() : 0;
    }
}
