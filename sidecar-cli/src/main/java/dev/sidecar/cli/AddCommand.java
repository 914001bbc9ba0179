package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.Mode;
import dev.sidecar.OnError;
import dev.sidecar.OnStale;
import dev.sidecar.RunListener;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.DType;
import dev.sidecar.producers.Producers;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidecar add}: adds columns to the sidecars of a tree. */
@Command(
        name = "add",
        versionProvider = Main.Version.class,
        description = "Adds columns to the sidecars of all token files below a folder; makes those that are missing.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AddCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--audio-root",
            required = true,
            paramLabel = "DIR",
            description = "The folder with the token files (*.ecdc, at any depth).")
    private @Nullable Path root;

    @Option(
            names = "--cond-root",
            paramLabel = "DIR",
            description = "Where the sidecars go, mirroring the tree; by default beside the tokens.")
    private @Nullable Path condRoot;

    @Option(
            names = "--producer",
            paramLabel = "NAME",
            description =
                    "A producer: const, lin or from_filename. May be repeated; they work in this order. The options"
                            + " below choose theirs, too.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--const", paramLabel = "NAME=VALUE", description = "const: the same value in every frame.")
    private List<String> constants = new ArrayList<>();

    @Option(
            names = "--lin",
            paramLabel = "NAME=START:END",
            description = "lin: a ramp from the first frame to the last, as numpy.linspace.")
    private List<String> ramps = new ArrayList<>();

    @Option(
            names = "--filename-regex",
            paramLabel = "REGEX",
            description = "from_filename: a Python regex with the groups (?P<name>...) and (?P<value>...).")
    private @Nullable String regex;

    @Option(names = "--mode", description = "append keeps a column that is there (default), overwrite replaces it.")
    private Mode mode = Mode.APPEND;

    @Option(
            names = "--dtype",
            description = "float32 or float16; by default that of the existing sidecar, float32 for new ones.")
    private @Nullable DType dtype;

    @ArgGroup(exclusive = false)
    private @Nullable ShardOptions shard;

    static final class ShardOptions {
        @Option(
                names = "--shard-index",
                required = true,
                description = "Work on one part of the corpus: 0 to count - 1.")
        private int index;

        @Option(names = "--shard-count", required = true, description = "How many parts there are.")
        private int count;
    }

    @Option(
            names = "--grid",
            paramLabel = "RATE:HOP",
            description = "The tokens' sample rate and hop, if not 24000:320.")
    private @Nullable String grid;

    @Option(
            names = "--replace-stale",
            description = "Make a sidecar anew if its tokens have another number of frames now.")
    private boolean replaceStale;

    @Option(names = "--allow-non-finite", description = "Let producers make NaN and infinity.")
    private boolean allowNonFinite;

    @Option(names = "--skip-errors", description = "Go on when a clip fails, and report all failures at the end.")
    private boolean skipErrors;

    @Option(names = "--jobs", paramLabel = "N", description = "Clips at once; by default the number of processors.")
    private @Nullable Integer jobs;

    @Option(names = "--dry-run", description = "Say what would be done, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Sidecar sidecar = builder().build();
        RunReport report = dryRun ? sidecar.plan() : sidecar.run();
        boolean fine = report.failed() == 0 && !report.warningCounts().containsKey(Finding.Code.NO_CLIPS);
        return fine ? 0 : 1;
    }

    private Sidecar.Builder builder() {
        Sidecar.Builder builder = Sidecar.builder().mode(mode);
        if (root != null) {
            if (root.toString().isEmpty()) {
                throw usage("--audio-root is empty; for this folder, write .");
            }
            builder.root(root);
        }
        if (condRoot != null) {
            builder.condRoot(condRoot);
        }
        if (dtype != null) {
            builder.dtype(dtype);
        }
        if (shard != null) {
            builder.shard(shard.index, shard.count);
        }
        if (grid != null) {
            Assignment rateAndHop = Assignment.parse("--grid", grid, ':', "RATE:HOP");
            builder.grid(rateAndHop.integer(rateAndHop.left()), rateAndHop.integer(rateAndHop.right()));
        }
        if (jobs != null) {
            builder.parallelism(jobs);
        }
        if (allowNonFinite) {
            builder.allowNonFinite();
        }
        builder.listener(new RunListener() {
            @Override
            public void finished(RunReport report) {
                if (spec != null && (report.clips() > 0 || !report.warnings().isEmpty())) {
                    spec.commandLine().getOut().println(report);
                }
            }
        });
        builder.onStale(replaceStale ? OnStale.REPLACE : OnStale.FAIL);
        builder.onError(skipErrors ? OnError.COLLECT : OnError.FAIL);
        for (String name : chosen()) {
            producers(name).forEach(builder::with);
        }
        return builder;
    }

    private List<String> chosen() {
        List<String> chosen = new ArrayList<>(names);
        if (!constants.isEmpty() && !chosen.contains("const")) {
            chosen.add("const");
        }
        if (!ramps.isEmpty() && !chosen.contains("lin")) {
            chosen.add("lin");
        }
        if (regex != null && !chosen.contains("from_filename")) {
            chosen.add("from_filename");
        }
        if (chosen.isEmpty()) {
            throw usage("nothing to add: choose producers with --const, --lin or --producer");
        }
        return chosen;
    }

    private List<Producer> producers(String name) {
        List<Producer> producers = switch (name) {
            case "const" -> constants.stream().map(AddCommand::constant).toList();
            case "lin" -> ramps.stream().map(AddCommand::ramp).toList();
            case "from_filename" -> List.of(regex == null ? Producers.fromFilename() : Producers.fromFilename(regex));
            default -> throw usage("no producer \"" + name + "\"; there are const, lin, from_filename");
        };
        if (producers.isEmpty()) {
            throw usage("producer " + name + " needs at least one --" + name);
        }
        return producers;
    }

    private static Producer constant(String text) {
        Assignment assignment = Assignment.parse("--const", text, '=', "NAME=VALUE");
        return Producers.constant(assignment.left(), assignment.number(assignment.right()));
    }

    private static Producer ramp(String text) {
        Assignment assignment = Assignment.parse("--lin", text, '=', "NAME=START:END");
        Assignment ends = Assignment.parse("--lin", assignment.right(), ':', "NAME=START:END");
        return Producers.linear(assignment.left(), ends.number(ends.left()), ends.number(ends.right()));
    }

    /** An option's argument of two parts. */
    private record Assignment(String option, String form, String left, String right) {
        private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

        static Assignment parse(String option, String text, char separator, String form) {
            int at = text.indexOf(separator);
            if (at < 0) {
                throw usage(option + " takes " + form + ", found \"" + text + "\"");
            }
            return new Assignment(option, form, text.substring(0, at), text.substring(at + 1));
        }

        /** A decimal number, or {@code nan}, {@code inf} or {@code -inf}. */
        double number(String part) {
            if (DECIMAL.matcher(part).matches()) {
                return Double.parseDouble(part);
            }
            return switch (part.toLowerCase(Locale.ROOT)) {
                case "nan" -> Double.NaN;
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> throw notA("number", part);
            };
        }

        int integer(String part) {
            try {
                return Integer.parseInt(part);
            } catch (NumberFormatException e) {
                throw notA("whole number", part);
            }
        }

        private SidecarException notA(String what, String part) {
            return usage(option + " takes " + form + ", and \"" + part + "\" is not a " + what);
        }
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }
}
