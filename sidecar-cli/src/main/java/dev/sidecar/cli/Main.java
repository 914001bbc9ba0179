package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code sidecar} command. */
@Command(
        name = "sidecar",
        description =
                "Makes, checks and reads per-frame conditioning (.cond.npy, .cond.json) beside codec tokens (.ecdc), and the"
                        + " tokens themselves.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:failed clips, no clips, or anything odd in a sidecar",
            "2:wrong usage",
            "130:interrupted"
        },
        versionProvider = Main.Version.class)
public final class Main {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;
    private static final char UNDECODABLE = '\ufffd';
    private static final long FAREWELL_MILLIS = 30_000;
    private static final List<Class<?>> COMMANDS = List.of(
            InitCommand.class,
            AddCommand.class,
            RenameCommand.class,
            DropCommand.class,
            ShowCommand.class,
            AuditCommand.class,
            EncodeCommand.class,
            DecodeCommand.class,
            PackCommand.class,
            UnpackCommand.class,
            ProducersCommand.class,
            ConditioningConfigCommand.class);
    private static final List<Class<?>> HELPERS = List.of(CompletionCommand.class, HelpCommand.class);

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "When something fails, also print where in the program.")
    private boolean stacktrace;

    private final Charset charset;

    private Main(Charset charset) {
        this.charset = charset;
    }

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
        int status = run(new StandardOutput(), args);
        if (!leaving.get()) { // else the virtual machine is on its way out with a status of its own, and waits for this
            try {
                Runtime.getRuntime().removeShutdownHook(farewell);
            } catch (IllegalStateException justLeaving) {
                return;
            }
            System.exit(status);
        }
    }

    /** Runs the command in this process, as for a shell. */
    static int run(StandardOutput standardOutput, String... args) {
        Charset charset = Terminal.charset();
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standardOutput, charset), true);
        PrintWriter err = new PrintWriter(System.err, true, charset);
        Ansi colours = Terminal.hasColours() ? Ansi.ON : Ansi.OFF;
        int status = new Main(charset).run(out, err, colours, args);
        out.flush();
        err.flush();
        IOException failure = standardOutput.failure();
        if (failure == null) {
            return status;
        }
        if (!standardOutput.isAbandoned()) {
            err.println("sidecar: cannot print: " + failure.getMessage() + " [IO]");
        }
        return FAILURE;
    }

    /** Runs the command in this process, without colours. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new Main(StandardCharsets.UTF_8).run(out, err, Ansi.OFF, args);
    }

    private int run(PrintWriter out, PrintWriter err, Ansi colours, String... args) {
        if (Arrays.stream(args).anyMatch(arg -> arg.indexOf(UNDECODABLE) >= 0)) {
            err.println("sidecar: an argument has characters that this process cannot read (its encoding is "
                    + System.getProperty("sun.jnu.encoding") + "); start it with LC_ALL=C.UTF-8 [USAGE]");
            return USAGE;
        }
        if (args.length == 1 && args[0].equals("--version")) {
            out.println(Version.text()); // scripts ask for it often, and it needs no parser
            return 0;
        }
        CommandLine sidecar =
                commandLine(args).setOut(out).setErr(err).setColorScheme(CommandLine.Help.defaultColorScheme(colours));
        if (args.length == 0) {
            sidecar.usage(err);
            return USAGE;
        }
        try {
            learnProducers(sidecar, args);
        } catch (SidecarException e) {
            stacktrace = Arrays.asList(args).contains("--stacktrace");
            return report(e, err);
        }
        try {
            return sidecar.execute(args);
        } catch (OutOfMemoryError e) {
            err.println(
                    "sidecar: Java needs more memory than its limit; raise it, as by SIDECAR_JAVA_OPTS=-Xmx4g, or take"
                            + " fewer --jobs [LIMIT]");
            return FAILURE;
        }
    }

    private static void learnProducers(CommandLine sidecar, String... args) {
        CommandLine add = sidecar.getSubcommands().get(name(AddCommand.class));
        if (add != null) {
            AddCommand command = add.getCommand();
            command.learnProducers(add.getCommandSpec(), args);
        }
    }

    /** The command with those of its subcommands that these arguments can mean: to read one takes a while. */
    private CommandLine commandLine(String... args) {
        CommandLine sidecar = new CommandLine(this);
        for (Class<?> command : commands(args)) { // sidecar::addSubcommand would keep the parser out of the archive
            sidecar.addSubcommand(command);
        }
        sidecar.getSubcommands().values().forEach(Main::writeChoicesInLowerCase);
        sidecar.getSubcommands().values().forEach(Main::refuseEmptyPaths);
        Reporter reporter = new Reporter();
        return sidecar.setExpandAtFiles(false) // producers are looked for in the arguments as they are
                .setExecutionExceptionHandler(reporter)
                .setParameterExceptionHandler(reporter);
    }

    private static List<Class<?>> commands(String... args) {
        for (Class<?> command : COMMANDS) {
            if (args.length > 0 && args[0].equals(name(command))) {
                return List.of(command);
            }
        }
        return Stream.concat(COMMANDS.stream(), HELPERS.stream()).toList();
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static void writeChoicesInLowerCase(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.type().isEnum()) {
                writeInLowerCase(option.type(), command);
            }
        }
    }

    /** An empty path means this folder to Java, but to a shell a variable that is not set. */
    private static void refuseEmptyPaths(CommandLine command) {
        command.registerConverter(Path.class, new NonEmptyPath());
    }

    private static <E> void writeInLowerCase(Class<E> type, CommandLine command) {
        command.registerConverter(type, new Choice<>(type));
    }

    static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** How the terminal, or whatever reads the output, encodes characters. */
    Charset charset() {
        return charset;
    }

    /** Takes the version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return "sidecar " + (version == null ? "(not from a jar)" : version);
        }
    }

    // These are no lambdas, because the archives of JDK 17 cannot hold lambdas of picocli's old interfaces, nor then
    // them.

    /** Reads one of an enum's constants. */
    private record Choice<E>(Class<E> type) implements ITypeConverter<E> {
        @Override
        public E convert(String text) {
            for (E constant : type.getEnumConstants()) {
                if (constant.toString().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            throw new TypeConversionException(
                    "expected " + String.join(" or ", choices(type)) + ", found \"" + text + "\"");
        }
    }

    /** Reads a path. */
    private record NonEmptyPath() implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            if (text.isEmpty()) {
                throw new TypeConversionException("it is empty; for this folder, write .");
            }
            return Path.of(text);
        }
    }

    private int report(Exception failure, PrintWriter err) {
        boolean expected = failure instanceof SidecarException;
        err.println("sidecar: "
                + (expected
                        ? failure.getMessage()
                        : "internal error, please report it: " + SidecarException.onOneLine(failure.toString()))
                + (expected || stacktrace ? "" : " (--stacktrace tells where)"));
        if (stacktrace) {
            failure.printStackTrace(err);
        }
        if (!(failure instanceof SidecarException e)) {
            return FAILURE;
        }
        return switch (e.kind()) {
            case USAGE -> USAGE;
            case CANCELLED -> INTERRUPTED;
            default -> FAILURE;
        };
    }

    /** Says what went wrong, in a line or two. */
    private final class Reporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult words) {
            return report(failure, command.getErr());
        }

        @Override
        public int handleParseException(ParameterException wrong, String[] words) {
            CommandLine command = wrong.getCommandLine();
            PrintWriter err = command.getErr();
            List<String> unmatched = command.getUnmatchedArguments();
            String reason = String.valueOf(wrong.getMessage());
            if (!unmatched.isEmpty()) { // also where picocli complains of what is missing, maybe misspelt
                UnmatchedArgumentException unknown = new UnmatchedArgumentException(command, unmatched);
                List<String> near = ProducerFlags.qualified(unmatched.get(0), command.getCommandSpec());
                near = near.isEmpty() ? unknown.getSuggestions() : near;
                reason = unknown.getMessage()
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
            }
            err.println("sidecar: " + SidecarException.onOneLine(reason) + " [USAGE]");
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            if (stacktrace) {
                wrong.printStackTrace(err);
            }
            return USAGE;
        }
    }
}
