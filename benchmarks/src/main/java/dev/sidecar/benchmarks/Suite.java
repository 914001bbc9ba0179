package dev.sidecar.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs all benchmarks, and writes what they came to as JMH's JSON, and as a table in Markdown with their ratios. */
final class Suite {
    private Suite() {}

    /**
     * Runs the suite.
     *
     * @param args where to write, without a suffix; what the table says of the machine; and optionally which benchmarks,
     *     as regular expressions
     */
    public static void main(String[] args) throws RunnerException, IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(args[0] + ".json");
        for (int i = 2; i < args.length; i++) {
            options.include(args[i]);
        }
        List<Measured> results = Measured.of(new Runner(options.build()).run());
        Files.writeString(Path.of(args[0] + ".md"), markdown(args[1], results));
    }

    static String markdown(String machine, List<Measured> results) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(machine).add("");
        lines.add("| benchmark | parameters | per second | ratio to the floor | bytes allocated for each |");
        lines.add("|---|---|---|---|---|");
        for (Measured each : results) {
            lines.add("| %s.%s | %s | %s %s | %s | %s |"
                    .formatted(
                            each.type().replace("Benchmark", ""),
                            each.method(),
                            each.settings(),
                            threeDigits(each.perSecond()),
                            each.unit(),
                            each.ratio(results).map(Suite::threeDigits).orElse(""),
                            threeDigits(each.bytesEach())));
        }
        return lines.toString();
    }

    private static String threeDigits(double number) {
        if (number < 0.0005) {
            return "0";
        }
        int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(number)));
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }
}
