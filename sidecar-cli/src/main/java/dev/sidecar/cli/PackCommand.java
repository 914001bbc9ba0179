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

/** {@code sidecar pack}: packs the sidecars of a tree into an HDF5 file. */
@Command(
        name = "pack",
        versionProvider = Main.Version.class,
        description =
                "Packs the sidecars of a tree into one HDF5 file, with a group for each clip. A large tree becomes"
                        + " several files: OUT.1.h5 and so on, and OUT.h5 with the last clips.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "  sidecar pack tree.h5 --audio-root ecdc",
            "  python3 -c 'import h5py; print(h5py.File(\"tree.h5\")[\"a/x.ecdc/cond\"][:])'",
        })
final class PackCommand implements Callable<Integer> {
    private static final int MAX_MEBIBYTES = 1 << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "OUT.h5", description = "The file to write; a packed tree that is there is replaced.")
    private Path file = Path.of("");

    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(names = "--codes", description = "Also pack the tokens' codes; unpacking makes no token files.")
    private boolean codes;

    @Option(
            names = "--part-size",
            paramLabel = "MIB",
            description = "How many MiB go into one file, before compression; packing takes about two times this in"
                    + " memory. By default 64.")
    private @Nullable Integer partSize;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        SidecarPack.Builder pack = SidecarPack.builder();
        tree.into(pack);
        if (codes) {
            pack.withCodes();
        }
        if (partSize != null) {
            if (partSize < 1 || partSize > MAX_MEBIBYTES) {
                throw Usage.wrong(command, "--part-size takes 1 to " + MAX_MEBIBYTES + " MiB, found " + partSize);
            }
            pack.partBytes((long) partSize << 20);
        }
        SidecarPack.Packed packed = pack.build().pack(file);
        if (!quiet) {
            command.commandLine().getOut().println(packed);
        }
        return 0;
    }
}
