package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.producers.TrainerParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sidecar conditioning-config}: writes the trainer's description of columns. */
@Command(
        name = "conditioning-config",
        versionProvider = Main.Version.class,
        description = "Writes the conditioning_config.json that the trainer reads, from its parameters.json.",
        mixinStandardHelpOptions = true)
final class ConditioningConfigCommand implements Callable<Integer> {
    @Option(names = "--scaled", description = "Continuous columns were scaled to [0, 1], as add --csv-scale does it.")
    private boolean scaled;

    @Parameters(index = "0", paramLabel = "PARAMETERS", description = "The trainer's parameters.json.")
    private @Nullable Path parameters;

    @Parameters(index = "1", paramLabel = "CONFIG", description = "The file to write.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        Path from = Objects.requireNonNull(parameters);
        Path to = Objects.requireNonNull(config);
        TrainerParameters read = TrainerParameters.read(from);
        if (isSame(from, to)) {
            throw new SidecarException(
                    USAGE, Place.file(to), "the parameters would be lost; write to another file than theirs");
        }
        read.writeConditioningConfig(to, FrameGrid.Rate.ENCODEC_24KHZ, scaled);
        return 0;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw SidecarException.io(other, e);
        }
    }
}
