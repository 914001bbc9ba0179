package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.npy.ColumnMetadata;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.spi.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidecar show}: prints sidecars for people. */
@Command(
        name = "show",
        versionProvider = Main.Version.class,
        description = "Prints what sidecars say: frames, columns, units, statistics and origin.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "A .cond.npy, .cond.json or .ecdc file, or a folder to look through.")
    private List<Path> paths = new ArrayList<>();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean fine = true;
        for (Path path : paths) {
            for (Path file : files(path)) {
                fine &= show(file, out, spec.commandLine().getErr());
            }
        }
        return fine ? 0 : 1;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> files = below.filter(ShowCommand::isSidecar).sorted().toList();
            if (files.isEmpty()) {
                throw new SidecarException(
                        SidecarException.Kind.IO, Place.file(path), "there are no sidecars (*.cond.npy) here");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new SidecarException(
                    SidecarException.Kind.IO,
                    Place.file(path),
                    "cannot look through this folder: " + e.getMessage(),
                    e);
        }
    }

    private static boolean isSidecar(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".cond.npy") && !name.startsWith("._") && Files.isRegularFile(file);
    }

    private static boolean show(Path file, PrintWriter out, PrintWriter err) {
        try (SidecarFile sidecar = SidecarFile.open(file)) {
            out.printf(
                    Locale.ROOT,
                    "%s: %s, %s, %s%s%n",
                    SidecarException.onOneLine(file.toString()),
                    counted(sidecar.frames(), "frame"),
                    counted(sidecar.width(), "column"),
                    sidecar.dtype(),
                    sidecar.framesPerSecond().isPresent()
                            ? ", " + number(sidecar.framesPerSecond()) + " frames per second"
                            : "");
            int longest = sidecar.columns().stream()
                    .mapToInt(column -> column.name().length())
                    .max()
                    .orElse(0);
            for (ColumnMetadata column : sidecar.columns()) {
                out.println("  " + line(column, longest));
            }
            for (Finding finding : sidecar.findings()) {
                out.println("  ! " + finding);
            }
            return sidecar.findings().isEmpty();
        } catch (SidecarException e) {
            err.println("sidecar: " + e.getMessage());
            return false;
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String line(ColumnMetadata column, int width) {
        String origin = column.provenance()
                .map(provenance -> "  by " + provenance.producer())
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%-" + Math.max(width, 1) + "s  %s .. %s%s  mean %s  std %s%s",
                SidecarException.onOneLine(column.name()),
                number(column.stated().min()),
                number(column.stated().max()),
                column.units().isEmpty() ? "" : " " + SidecarException.onOneLine(column.units()),
                number(column.stated().mean()),
                number(column.stated().std()),
                SidecarException.onOneLine(origin));
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty()
                ? "?"
                : new BigDecimal(value.getAsDouble())
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
