package dev.sidecar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidecar drop}: takes columns out of the sidecars of a tree. */
@Command(
        name = "drop",
        versionProvider = Main.Version.class,
        description = "Takes columns out of all sidecars of a tree. Everything else stays as it is.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DropCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Parameters(arity = "1..*", paramLabel = "COLUMN", description = "The columns to drop.")
    private List<String> columns = new ArrayList<>();

    @Override
    public Integer call() {
        return options.execute(
                options.run().drop(columns.toArray(String[]::new)),
                Objects.requireNonNull(spec).commandLine());
    }
}
