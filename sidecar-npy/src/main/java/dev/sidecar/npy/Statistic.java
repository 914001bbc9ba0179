package dev.sidecar.npy;

import dev.sidecar.frame.Statistics;
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

    private OptionalDouble in(Map<Statistic, OptionalDouble> numbers) {
        return numbers.getOrDefault(this, OptionalDouble.empty());
    }

    /** Statistics of the given numbers; a missing one is unknown. */
    static Statistics statistics(Map<Statistic, OptionalDouble> numbers) {
        return new Statistics(MIN.in(numbers), MAX.in(numbers), MEAN.in(numbers), STD.in(numbers));
    }
}
