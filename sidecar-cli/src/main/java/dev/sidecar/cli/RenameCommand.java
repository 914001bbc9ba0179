package dev.sidecar.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidecar rename}: gives a column of the sidecars of a tree another name. */
@Command(
        name = "rename",
        versionProvider = Main.Version.class,
        description = "Gives a column another name in all sidecars of a tree. Everything else stays as it is.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RenameCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Parameters(index = "0", paramLabel = "COLUMN", description = "The column's name.")
    private String column = "";

    @Parameters(index = "1", paramLabel = "NEW_NAME", description = "Its new name; no column may have it yet.")
    private String newName = "";

    @Override
    public Integer call() {
        return options.execute(
                options.run().rename(column, newName),
                Objects.requireNonNull(spec).commandLine());
    }
}
