package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.DType;
import dev.sidecar.npy.Audit;
import dev.sidecar.npy.AuditExport;
import dev.sidecar.npy.AuditListener;
import dev.sidecar.npy.AuditReport;
import dev.sidecar.npy.AuditResult;
import dev.sidecar.npy.RepairReport;
import dev.sidecar.spi.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidecar audit}: checks a tree, and mends what is safe to mend. */
@Command(
        name = "audit",
        versionProvider = Main.Version.class,
        description =
                "Checks that every token file has a sidecar that fits it and can be trusted. Writes nothing, unless"
                        + " told to repair.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final String NONE = "none";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(
            names = "--expect-fps",
            paramLabel = "N",
            description = "The frames per second that metadata must state; by default those of the tokens, if any.")
    private @Nullable Double fps;

    @Option(
            names = "--expect-dtype",
            paramLabel = "float32|float16",
            description = "How all sidecars must store values.")
    private @Nullable DType dtype;

    @Option(
            names = "--require",
            paramLabel = "NAME",
            split = ",",
            description = "Columns that every sidecar must have, separated by commas.")
    private List<String> required = new ArrayList<>();

    @Option(names = "--verify-ranges", description = "Compare all values with the range that metadata states.")
    private boolean verifyRanges;

    @Option(
            names = "--range-tol",
            paramLabel = "X",
            description = "How far a value may lie outside its range, with --verify-ranges; by default 1e-6.")
    private @Nullable Double tolerance;

    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many findings to print: a number, or all (or -1). By default ${DEFAULT-VALUE}.")
    private String list = "50";

    @Option(names = "--export-csv", paramLabel = "FILE", description = "Write all findings to a CSV file.")
    private @Nullable Path csv;

    @Option(names = "--export-json", paramLabel = "FILE", description = "Write all findings to a JSON file.")
    private @Nullable Path json;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            description =
                    "What makes the exit code 1: types of findings, or error, warning, note, or none, separated by"
                            + " commas. By default error,warning.")
    private List<String> failOn = new ArrayList<>(List.of("error", "warning"));

    @Option(
            names = "--repair",
            description = "First mend what can be mended without changing the content of any file: complete torn pairs,"
                    + " delete leftovers, rename what an older writer named wrongly.")
    private boolean repair;

    @Option(names = "--dry-run", description = "With --repair: say what would be done, and write nothing.")
    private boolean dryRun;

    @Option(names = "--quiet", description = "Print nothing but errors; the exit code tells.")
    private boolean quiet;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (dryRun && !repair) {
            throw Usage.wrong(
                    Objects.requireNonNull(spec), "--dry-run goes with --repair; an audit alone writes nothing anyway");
        }
        if (csv != null && csv.equals(json)) {
            throw Usage.wrong(Objects.requireNonNull(spec), "--export-csv and --export-json name the same file");
        }
        if (tolerance != null && !verifyRanges) {
            throw Usage.wrong(Objects.requireNonNull(spec), "--range-tol goes with --verify-ranges");
        }
        Set<Finding.Code> failing = failing();
        Printer printer = new Printer(out, limit());
        try (Exports exports = new Exports()) {
            Audit.Builder audit = audit();
            if (repair) {
                Audit repairing = audit.build();
                RepairReport mended = dryRun ? repairing.planRepair() : repairing.repair();
                if (!quiet) {
                    out.println("repair: " + mended);
                }
            }
            if (!quiet) {
                audit.listener(printer);
            }
            exports.to(audit);
            AuditReport report = audit.build().run();
            if (!quiet) {
                printer.summary(report);
            }
            return report.counts().keySet().stream().anyMatch(failing::contains) ? 1 : 0;
        }
    }

    private Audit.Builder audit() {
        Audit.Builder audit = Audit.builder();
        tree.into(audit);
        if (fps != null) {
            audit.expectFps(fps);
        }
        if (dtype != null) {
            audit.expectDtype(dtype);
        }
        audit.require(required.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toArray(String[]::new));
        if (verifyRanges) {
            audit.verifyRanges();
        }
        if (tolerance != null) {
            audit.rangeTolerance(tolerance);
        }
        return audit;
    }

    private long limit() {
        if (list.equals(ALL)) {
            return Long.MAX_VALUE;
        }
        try {
            long limit = Long.parseLong(list);
            if (limit >= -1) {
                return limit < 0 ? Long.MAX_VALUE : limit;
            }
        } catch (NumberFormatException e) {
            // not a number at all
        }
        throw Usage.wrong(Objects.requireNonNull(spec), "--list takes a number, -1 or all, found \"" + list + "\"");
    }

    private Set<Finding.Code> failing() {
        Set<Finding.Code> codes = EnumSet.noneOf(Finding.Code.class);
        for (String text : failOn) {
            String word = text.strip();
            if (word.isEmpty() || word.equals(NONE)) {
                continue;
            }
            List<Finding.Code> meant = Arrays.stream(Finding.Code.values())
                    .filter(code ->
                            code.text().equals(word) || code.severity().text().equals(word))
                    .toList();
            if (meant.isEmpty()) {
                throw SidecarException.unknownName(Place.NOWHERE, "type of finding", word, words());
            }
            codes.addAll(meant);
        }
        return codes;
    }

    private static List<String> words() {
        return Stream.concat(
                        Stream.concat(
                                Arrays.stream(Finding.Severity.values()).map(Finding.Severity::text), Stream.of(NONE)),
                        Arrays.stream(Finding.Code.values()).map(Finding.Code::text))
                .toList();
    }

    /** The files that findings are written to. */
    private final class Exports implements AutoCloseable {
        private final List<AuditExport> open = new ArrayList<>();

        void to(Audit.Builder audit) {
            add(csv, AuditExport::csv);
            add(json, AuditExport::json);
            open.forEach(audit::listener);
        }

        private void add(@Nullable Path file, Function<Path, AuditExport> format) {
            if (file != null) {
                open.add(format.apply(file));
            }
        }

        @Override
        public void close() {
            open.forEach(AuditExport::close);
        }
    }

    /** Prints findings as they come, and what they come to. */
    private static final class Printer implements AuditListener {
        private final PrintWriter out;
        private final long limit;
        private long seen;

        Printer(PrintWriter out, long limit) {
            this.out = out;
            this.limit = limit;
        }

        @Override
        public void checked(AuditResult result) {
            for (Finding finding : result.findings()) {
                if (seen++ < limit) {
                    out.println(finding.code().severity().text() + ": " + finding);
                }
            }
        }

        void summary(AuditReport report) {
            if (seen > limit && limit > 0) {
                out.println("… and " + (seen - limit) + " more (--list all prints them)");
            }
            out.println(report.summary());
            Table table = new Table("rll");
            report.counts().forEach((code, count) -> table.add(List.of(count.toString(), code.text(), code.hint())));
            table.print(out);
        }
    }
}
