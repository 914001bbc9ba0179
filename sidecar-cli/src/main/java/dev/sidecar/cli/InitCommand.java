package dev.sidecar.cli;

import dev.sidecar.Sidecar;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.Audit;
import dev.sidecar.npy.AuditExport;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidecar init}: makes sidecars without columns. */
@Command(
        name = "init",
        versionProvider = Main.Version.class,
        description = "Makes a sidecar without columns, of T frames, for every token file that has none.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InitCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--dtype",
            paramLabel = "float32|float16",
            description = "How values are stored; by default as in the existing sidecar, float32 for new ones.")
    private @Nullable DType dtype;

    @Option(names = "--overwrite", description = "Drop all columns of the sidecars that are there already.")
    private boolean overwrite;

    @Option(
            names = "--manifest-csv",
            paramLabel = "FILE",
            description = "Also write a table of all clips and their sidecars (not with --dry-run).")
    private @Nullable Path manifest;

    @Override
    public Integer call() {
        Sidecar.Builder run = options.run().with(clip -> FeatureFrame.empty(clip.frames()));
        if (dtype != null) {
            run.dtype(dtype);
        }
        if (overwrite) {
            run.dropAll();
        }
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (manifest == null || options.isDryRun()) {
            return options.execute(run, command);
        }
        try (AuditExport export = AuditExport.manifest(manifest)) { // what cannot be written is known before the run
            int status = options.execute(run, command);
            Audit.Builder audit = Audit.builder().listener(export);
            options.tree().into(audit);
            audit.build().run();
            return status;
        }
    }
}
