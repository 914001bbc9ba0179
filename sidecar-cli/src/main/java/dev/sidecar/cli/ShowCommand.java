package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.npy.ColumnMetadata;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStoreProvider.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sidecar show}: prints sidecars for people. */
@Command(
        name = "show",
        versionProvider = Main.Version.class,
        description = "Prints what sidecars say: frames, columns, units, statistics and origin.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final int LONGEST_ORIGIN = 60;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "A .cond.npy, .cond.json or .ecdc file, or a folder to look through.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--rows",
            paramLabel = "[FROM:]COUNT",
            description = "Also print the values of some frames: the first ones, or those from a frame on.")
    private @Nullable String rows;

    @Option(
            names = "--suffix",
            paramLabel = "SUFFIX",
            description = "What the names of sidecars in a folder end in; by default ${DEFAULT-VALUE}.",
            defaultValue = Settings.DEFAULT_SUFFIX)
    private String suffix = Settings.DEFAULT_SUFFIX;

    @ParentCommand
    private @Nullable Main main;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        Rows asked = Rows.parse(rows == null ? "0" : rows, spec);
        Sparkline sparkline = Sparkline.in(main == null ? StandardCharsets.US_ASCII : main.charset());
        boolean fine = true;
        for (Path path : paths) {
            SidecarsBelow found = SidecarsBelow.of(path, suffix);
            for (SidecarException failure : found.failures()) {
                spec.commandLine().getErr().println("sidecar: " + failure.getMessage());
                fine = false;
            }
            for (Path file : found.files()) {
                fine &= show(file, asked, sparkline, out, spec.commandLine().getErr());
                if (out.checkError()) {
                    return 1; // nobody reads on
                }
            }
        }
        return fine ? 0 : 1;
    }

    private static boolean show(Path file, Rows rows, Sparkline sparkline, PrintWriter out, PrintWriter err) {
        try (SidecarFile sidecar = SidecarFile.open(file)) {
            out.println(SidecarException.onOneLine(file.toString()) + ": " + summary(sidecar));
            columns(sidecar, sparkline).print(out);
            rows.table(sidecar).print(out);
            for (Finding finding : sidecar.findings()) {
                out.println("  ! " + finding);
            }
            return sidecar.findings().isEmpty();
        } catch (SidecarException e) {
            if (e.kind() == SidecarException.Kind.CANCELLED) {
                throw e;
            }
            err.println("sidecar: " + e.getMessage());
            return false;
        }
    }

    private static String summary(SidecarFile sidecar) {
        OptionalDouble rate = sidecar.framesPerSecond();
        return counted(sidecar.frames(), "frame") + ", " + counted(sidecar.width(), "column") + ", " + sidecar.dtype()
                + (rate.isPresent() ? ", " + number(rate) + " frames per second" : "");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static Table columns(SidecarFile sidecar, Sparkline sparkline) {
        Table table = new Table("llrrrrll");
        if (sidecar.width() > 0) {
            table.add(List.of("column", "range", "min", "max", "mean", "std", "over time", "origin"));
        }
        List<Profile> profiles = Profile.of(sidecar);
        for (int d = 0; d < sidecar.width(); d++) {
            ColumnMetadata column = sidecar.columns().get(d);
            Profile profile = profiles.get(d);
            table.add(List.of(
                    SidecarException.onOneLine(column.name()),
                    range(column, profile),
                    number(profile.min()),
                    number(profile.max()),
                    number(profile.mean()),
                    number(profile.std()),
                    sparkline.draw(profile),
                    origin(column) + (profile.notFinite() == 0 ? "" : " (" + profile.notFinite() + " not finite)")));
        }
        return table;
    }

    /** What trainers scale by, and where it comes from. */
    private static String range(ColumnMetadata column, Profile profile) {
        OptionalDouble min = column.stated().min();
        OptionalDouble max = column.stated().max();
        String kind = column.range().isPresent() ? " declared" : " stated";
        if (column.range().isEmpty() && isAbout(min, profile.min()) && isAbout(max, profile.max())) {
            kind = " observed";
        }
        return number(min) + " .. " + number(max)
                + (column.units().isEmpty() ? "" : " " + SidecarException.onOneLine(column.units()))
                + (min.isEmpty() && max.isEmpty() ? "" : kind);
    }

    /** Whether a stated number is the observed one, but for the rounding of other writers. */
    private static boolean isAbout(OptionalDouble stated, double observed) {
        return stated.isPresent() && number(stated.getAsDouble()).equals(number(observed));
    }

    private static String origin(ColumnMetadata column) {
        return column.provenance()
                .map(provenance -> {
                    String options = provenance.options().entrySet().stream()
                            .map(option -> " " + option.getKey() + "=" + option.getValue())
                            .collect(Collectors.joining());
                    return SidecarException.onOneLine(shortened("by " + provenance.producer() + options));
                })
                .orElse("");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_ORIGIN ? text : text.substring(0, LONGEST_ORIGIN - 3) + "...";
    }

    private static String number(OptionalDouble value) {
        return number(value.orElse(Double.NaN));
    }

    /** Six digits; {@code ?} for what is unknown. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "?";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return -5 <= exponent && exponent < 10 ? rounded.toPlainString() : rounded.toString();
    }

    /** What is to be shown for a path, and the folders that nobody can look into. */
    private record SidecarsBelow(List<Path> files, List<SidecarException> failures) {
        static SidecarsBelow of(Path path, String suffix) {
            if (!Files.isDirectory(path)) {
                return new SidecarsBelow(List.of(path), List.of());
            }
            List<Path> files = new ArrayList<>();
            List<SidecarException> failures = new ArrayList<>();
            try {
                Files.walkFileTree(Files.isSymbolicLink(path) ? path.toRealPath() : path, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (isSidecar(file, suffix)) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        failures.add(failure(file, "cannot be looked into; check its rights", failure));
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                failures.add(failure(path, "cannot be looked through: " + e.getMessage(), e));
            }
            if (files.isEmpty() && failures.isEmpty()) {
                failures.add(failure(path, "there are no sidecars (*" + suffix + ") here", null));
            }
            files.sort(null);
            return new SidecarsBelow(files, failures);
        }

        private static SidecarException failure(Path path, String reason, @Nullable IOException cause) {
            return new SidecarException(SidecarException.Kind.IO, Place.file(path), reason, cause);
        }

        private static boolean isSidecar(Path file, String suffix) {
            String name = file.getFileName().toString();
            return name.endsWith(suffix) && !name.startsWith("._") && Files.isRegularFile(file);
        }
    }

    /** Which frames to print. */
    private record Rows(int from, int count) {
        private static final Pattern FORM = Pattern.compile("(?:([0-9]{1,9}):)?([0-9]{1,9})");

        static Rows parse(String text, CommandSpec command) {
            Matcher match = FORM.matcher(text);
            if (!match.matches()) {
                throw Usage.wrong(
                        command, "--rows takes COUNT or FROM:COUNT, whole numbers of frames, found \"" + text + "\"");
            }
            String from = match.group(1);
            return new Rows(from == null ? 0 : Integer.parseInt(from), Integer.parseInt(match.group(2)));
        }

        Table table(SidecarFile sidecar) {
            int end = (int) Math.min((long) from + count, sidecar.frames());
            Table table = new Table("rr" + "r".repeat(sidecar.width()));
            if (from < end) {
                List<String> header = new ArrayList<>(List.of("frame", "seconds"));
                sidecar.names().forEach(name -> header.add(SidecarException.onOneLine(name)));
                table.add(header);
            }
            float[] row = new float[sidecar.width()];
            for (int t = from; t < end; t++) {
                sidecar.window(t, 1, row);
                List<String> cells = new ArrayList<>(List.of(String.valueOf(t), seconds(sidecar, t)));
                for (float value : row) {
                    cells.add(Float.isFinite(value) ? number(value) : String.valueOf(value));
                }
                table.add(cells);
            }
            return table;
        }

        private static String seconds(SidecarFile sidecar, int frame) {
            double seconds = sidecar.grid()
                    .map(grid -> grid.startSeconds(frame))
                    .orElse(frame / sidecar.framesPerSecond().orElse(Double.NaN));
            return number(seconds);
        }
    }
}
