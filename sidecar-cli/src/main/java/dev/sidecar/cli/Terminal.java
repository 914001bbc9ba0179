package dev.sidecar.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is known of the terminal, if there is one. */
final class Terminal {
    static final int STANDARD_OUTPUT = 1;
    static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /** The encoding of what is printed: the locale's, also where Java's own default is UTF-8. */
    static Charset charset() {
        String nativeEncoding =
                System.getProperty("native.encoding", Charset.defaultCharset().name());
        String name = System.getProperty("stdout.encoding", nativeEncoding);
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /**
     * Whether a descriptor of this process is a terminal that can move its cursor. {@link System#console()} tells it of
     * input and output together, and from JDK 22 on is there without any terminal, too; so the kernel is asked.
     */
    static boolean isAt(int descriptor) {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return hasConsole();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // asked only where null means that there is no terminal
    private static boolean hasConsole() {
        return Runtime.version().feature() < 22 && System.console() != null;
    }

    /** Whether to print colours: on a terminal, unless the user's environment says no. */
    static boolean hasColours() {
        String refusal = System.getenv("NO_COLOR");
        return (refusal == null || refusal.isEmpty()) && isAt(STANDARD_OUTPUT);
    }
}
