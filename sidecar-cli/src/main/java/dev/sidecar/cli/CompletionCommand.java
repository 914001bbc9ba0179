package dev.sidecar.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code sidecar completion}: prints what teaches a shell to complete the command. */
@Command(
        name = "completion",
        versionProvider = Main.Version.class,
        description = "Prints a completion script for bash and zsh: source <(sidecar completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        CommandLine sidecar = spec.root().commandLine();
        for (CommandLine command : sidecar.getSubcommands().values()) {
            offerChoicesInLowerCase(command.getCommandSpec());
        }
        spec.commandLine().getOut().print(AutoComplete.bash(spec.root().name(), sidecar));
    }

    private static void offerChoicesInLowerCase(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (option.type().isEnum() && option.group() == null) {
                command.remove(option);
                command.addOption(OptionSpec.builder(option)
                        .completionCandidates(Main.choices(option.type()))
                        .build());
            }
        }
    }
}
