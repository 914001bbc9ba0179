package dev.sidecar.cli;

import dev.sidecar.npy.SidecarPack;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidecar unpack}: makes the sidecars of a packed tree. */
@Command(
        name = "unpack",
        versionProvider = Main.Version.class,
        description =
                "Makes the sidecars that were packed into an HDF5 file, byte for byte, beside their tokens or in a tree"
                        + " of their own.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "  sidecar unpack tree.h5 --audio-root ecdc --cond-root params"})
final class UnpackCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "IN.h5",
            description =
                    "The file that was packed to; those that belong to it lie beside it. It is trusted: take it from"
                            + " people whom you trust.")
    private Path file = Path.of("");

    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(
            names = "--overwrite",
            description = "Replace sidecars that are other than the packed ones; by default they are an error.")
    private boolean overwrite;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        SidecarPack.Builder pack = SidecarPack.builder();
        tree.into(pack);
        if (overwrite) {
            pack.overwrite();
        }
        SidecarPack.Unpacked unpacked = pack.build().unpack(file);
        if (!quiet) {
            command.commandLine().getOut().println(unpacked);
        }
        return 0;
    }
}
