package dev.sidecar.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/**
 * What a benchmark came to.
 *
 * @param type the simple name of its class
 * @param method the name of its method
 * @param params its parameters, by name
 * @param unit what it counts
 * @param perSecond how many of them in a second
 * @param bytesEach the bytes it allocates for each of them
 */
record Measured(
        String type, String method, Map<String, String> params, String unit, double perSecond, double bytesEach) {
    private static final String FLOOR = "floor";
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    static List<Measured> of(Collection<RunResult> results) {
        return results.stream().map(Measured::of).toList();
    }

    private static Measured of(RunResult result) {
        String[] names = result.getParams().getBenchmark().split("\\.", -1);
        Map<String, String> params = new TreeMap<>();
        for (String key : result.getParams().getParamsKeys()) {
            params.put(key, result.getParams().getParam(key));
        }
        String unit = "";
        double perSecond = Double.NaN;
        double bytes = Double.NaN;
        for (String label : result.getSecondaryResults().keySet()) {
            double score = result.getSecondaryResults().get(label).getScore();
            if (label.endsWith(ALLOCATION)) {
                bytes = score;
            } else if (!label.contains("gc.")) {
                unit = label;
                perSecond = score;
            }
        }
        double unitsPerCall = perSecond / result.getPrimaryResult().getScore();
        return new Measured(
                names[names.length - 2], names[names.length - 1], params, unit, perSecond, bytes / unitsPerCall);
    }

    boolean isFloor() {
        return method.startsWith(FLOOR);
    }

    /** How fast this is as a share of what the machine can do; empty where that was not measured. */
    Optional<Double> ratio(List<Measured> all) {
        List<Measured> floors = new ArrayList<>();
        String own = FLOOR + "Of" + method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
        for (Measured other : all) {
            if (other.type.equals(type) && other.params.equals(params)) {
                if (other.method.equals(own)) {
                    floors.add(0, other);
                } else if (other.method.equals(FLOOR)) {
                    floors.add(other);
                }
            }
        }
        return isFloor() || floors.isEmpty()
                ? Optional.empty()
                : Optional.of(perSecond / floors.get(0).perSecond());
    }

    /** The parameters as {@code name=value}, separated by spaces. */
    String settings() {
        List<String> settings = new ArrayList<>();
        params.forEach((name, value) -> settings.add(name + "=" + value));
        return String.join(" ", settings);
    }
}
