package dev.sidecar.npy;

import dev.sidecar.frame.Statistics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The four numbers that metadata states for a column, in the order in which they are written. */
enum Statistic {
    MIN,
    MAX,
    MEAN,
    STD;

    private static final Map<String, Statistic> BY_KEY =
            Map.of(MIN.key(), MIN, MAX.key(), MAX, MEAN.key(), MEAN, STD.key(), STD);

    /** Its key in JSON. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Statistic ofKey(String key) {
        return BY_KEY.get(key);
    }

    OptionalDouble of(Statistics statistics) {
        return switch (this) {
            case MIN -> statistics.min();
            case MAX -> statistics.max();
            case MEAN -> statistics.mean();
            case STD -> statistics.std();
        };
    }

    /** Statistics of the given numbers; a missing one is unknown. */
    static Statistics statistics(Map<Statistic, OptionalDouble> numbers) {
        EnumMap<Statistic, OptionalDouble> all = new EnumMap<>(Statistic.class);
        for (Statistic statistic : values()) {
            all.put(statistic, numbers.getOrDefault(statistic, OptionalDouble.empty()));
        }
        return new Statistics(all.get(MIN), all.get(MAX), all.get(MEAN), all.get(STD));
    }
}
