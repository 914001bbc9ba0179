package dev.sidecar.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the hot paths for a short time, and fails where one allocates more for each frame than it did, or where its
 * ratio to the floor has fallen below half of what it was: both are stable where seconds are not. What it was stands in a
 * file, a line for each path: benchmark, parameters, ratio, bytes allocated for each unit. Whoever seems to fail is measured
 * twice more.
 */
final class Guard {
    private static final int ATTEMPTS = 3;
    private static final double LEAST_SHARE = 0.5;
    private static final double MORE_BYTES = 1.25;
    /** Of a byte: what is allocated once for each call, and by the harness. */
    private static final double STRAY_BYTES = 0.5;

    private Guard() {}

    /**
     * A path, and what it was.
     *
     * @param benchmark the simple name of its class and its method, with a dot between
     * @param settings its parameters as {@code name=value}
     * @param ratio to the floor
     * @param bytesEach the bytes allocated for each unit
     */
    record Recorded(String benchmark, String settings, double ratio, double bytesEach) {
        static Recorded parse(String line) {
            String[] fields = line.split(",", -1);
            return new Recorded(fields[0], fields[1], Double.parseDouble(fields[2]), Double.parseDouble(fields[3]));
        }

        String line() {
            return String.format(Locale.ROOT, "%s,%s,%.3f,%.1f", benchmark, settings, ratio, bytesEach);
        }

        boolean isOf(Measured measured) {
            return benchmark.equals(measured.type() + "." + measured.method()) && settings.equals(measured.settings());
        }

        /** What is wrong with what was measured; empty if it is as good as it was. */
        Optional<String> complaint(Recorded now) {
            if (now.ratio < LEAST_SHARE * ratio) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s %s: %.3f of the floor's speed, it was %.3f",
                        benchmark,
                        settings,
                        now.ratio,
                        ratio));
            }
            if (now.bytesEach > MORE_BYTES * bytesEach + STRAY_BYTES) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s %s: %.1f bytes allocated for each, it was %.1f",
                        benchmark,
                        settings,
                        now.bytesEach,
                        bytesEach));
            }
            return Optional.empty();
        }
    }

    /**
     * Guards.
     *
     * @param args the file; and {@code record} to write down what is measured, instead of comparing it
     */
    public static void main(String[] args) throws IOException, RunnerException {
        Path file = Path.of(args[0]);
        List<String> lines = Files.readAllLines(file);
        List<Recorded> left = lines.stream().skip(1).map(Recorded::parse).toList();
        if (args.length > 1 && args[1].equals("record")) {
            List<String> now = new ArrayList<>(List.of(lines.get(0)));
            measure(left, 1).forEach(recorded -> now.add(recorded.line()));
            Files.write(file, now);
            return;
        }
        List<String> complaints = List.of();
        for (int attempt = 1; attempt <= ATTEMPTS && !left.isEmpty(); attempt++) {
            List<Recorded> now = measure(left, attempt);
            List<Recorded> failed = new ArrayList<>();
            complaints = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                System.out.printf(
                        Locale.ROOT,
                        "%-34s %-28s %7.3f of the floor (was %.3f), %.1f bytes (was %.1f)%n",
                        left.get(i).benchmark(),
                        left.get(i).settings(),
                        now.get(i).ratio(),
                        left.get(i).ratio(),
                        now.get(i).bytesEach(),
                        left.get(i).bytesEach());
                Optional<String> complaint = left.get(i).complaint(now.get(i));
                if (complaint.isPresent()) {
                    failed.add(left.get(i));
                    complaints.add(complaint.get());
                }
            }
            left = failed;
        }
        complaints.forEach(System.err::println);
        System.exit(complaints.isEmpty() ? 0 : 1);
    }

    /** What the same paths are now, measured for {@code length} seconds or so each. */
    private static List<Recorded> measure(List<Recorded> paths, int length) throws RunnerException {
        Map<String, List<Recorded>> groups = new TreeMap<>();
        for (Recorded path : paths) {
            String type = path.benchmark().substring(0, path.benchmark().indexOf('.'));
            groups.computeIfAbsent(type + " " + path.settings(), any -> new ArrayList<>())
                    .add(path);
        }
        List<Measured> measured = new ArrayList<>();
        for (List<Recorded> group : groups.values()) {
            measured.addAll(Measured.of(new Runner(options(group, length).build()).run()));
        }
        return paths.stream().map(path -> find(path, measured)).toList();
    }

    private static ChainedOptionsBuilder options(List<Recorded> group, int length) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(300L * length))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(200L * length));
        for (Recorded path : group) {
            int dot = path.benchmark().indexOf('.');
            options.include("\\." + Pattern.quote(path.benchmark()) + "$");
            options.include("\\." + path.benchmark().substring(0, dot) + "\\.floor(Of(?i:"
                    + path.benchmark().substring(dot + 1) + "))?$");
        }
        for (String setting : group.get(0).settings().split(" ", -1)) {
            int equals = setting.indexOf('=');
            options.param(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return options;
    }

    private static Recorded find(Recorded path, List<Measured> all) {
        return all.stream()
                .filter(path::isOf)
                .map(now -> new Recorded(
                        path.benchmark(), path.settings(), now.ratio(all).orElseThrow(), now.bytesEach()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no benchmark " + path.benchmark() + " " + path.settings()));
    }
}
