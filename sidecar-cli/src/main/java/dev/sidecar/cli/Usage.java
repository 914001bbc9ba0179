package dev.sidecar.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Wrong use of a command that the parser does not find; answered like what it finds. */
final class Usage {
    private Usage() {}

    static ParameterException wrong(CommandSpec command, String reason) {
        return new ParameterException(command.commandLine(), reason);
    }
}
