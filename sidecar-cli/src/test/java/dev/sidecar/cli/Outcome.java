package dev.sidecar.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What came of a command line that was run in this process. */
record Outcome(int status, String out, String err) {
    static Outcome sidecar(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return new Outcome(status, out.toString(), err.toString());
    }
}
