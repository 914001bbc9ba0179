package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code sidecar} command. */
@Command(
        name = "sidecar",
        description =
                "Makes, checks and reads per-frame conditioning (.cond.npy, .cond.json) beside codec tokens (.ecdc).",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {AddCommand.class, ShowCommand.class})
public final class Main {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;
    private static final char UNDECODABLE = '\ufffd';
    private static final long FAREWELL_MILLIS = 30_000;

    private Main() {}

    /**
     * Runs the command and exits: 0 fine, 1 findings or failures, 2 wrong usage, 130 interrupted.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        AtomicBoolean leaving = new AtomicBoolean();
        Thread farewell = new Thread(() -> {
            leaving.set(true);
            main.interrupt();
            try {
                main.join(FAREWELL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(farewell);
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        int status = run(out, err, args);
        out.flush();
        err.flush();
        if (!leaving.get()) { // else the virtual machine is on its way out with a status of its own, and waits for this
            try {
                Runtime.getRuntime().removeShutdownHook(farewell);
            } catch (IllegalStateException justLeaving) {
                return;
            }
            System.exit(status);
        }
    }

    /** Runs the command in this process. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        if (Arrays.stream(args).anyMatch(arg -> arg.indexOf(UNDECODABLE) >= 0)) {
            err.println("sidecar: an argument has characters that this process cannot read (its encoding is "
                    + System.getProperty("sun.jnu.encoding") + "); start it with LC_ALL=C.UTF-8 [USAGE]");
            return USAGE;
        }
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, result) -> report(failure, err))
                .execute(args);
    }

    private static int report(Exception failure, PrintWriter err) {
        if (!(failure instanceof SidecarException e)) {
            err.println("sidecar: internal error, please report it:");
            failure.printStackTrace(err);
            return FAILURE;
        }
        err.println("sidecar: " + e.getMessage());
        return switch (e.kind()) {
            case USAGE -> USAGE;
            case CANCELLED -> INTERRUPTED;
            default -> FAILURE;
        };
    }

    /** Takes the version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"sidecar " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
