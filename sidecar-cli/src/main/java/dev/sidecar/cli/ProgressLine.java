package dev.sidecar.cli;

import dev.sidecar.ClipResult;
import dev.sidecar.RunListener;
import dev.sidecar.RunReport;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How far a run is, on one line of a terminal, which is drawn anew while clips are done and erased at the end. Where there is
 * no terminal, use {@link #silent()}.
 */
final class ProgressLine implements RunListener {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final LongSupplier nanoTime;
    private long total;
    private long done;
    private long failed;
    private long start;
    private long drawn;
    private boolean visible;

    /**
     * A line on a terminal.
     *
     * @param terminal where to draw
     * @param nanoTime a clock, as {@link System#nanoTime()}
     */
    ProgressLine(PrintWriter terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** A line on the standard error, if that is a terminal. */
    static ProgressLine onTerminal(PrintWriter err) {
        return Terminal.isAt(Terminal.STANDARD_ERROR) ? new ProgressLine(err, System::nanoTime) : silent();
    }

    /** No line. */
    static ProgressLine silent() {
        return new ProgressLine(new PrintWriter(Writer.nullWriter()), System::nanoTime);
    }

    @Override
    public void started(long clips) {
        total = clips;
        start = nanoTime.getAsLong();
        drawn = start;
    }

    @Override
    public void clipDone(ClipResult result) {
        if (!(result instanceof ClipResult.Ignored)) {
            clipDone(result instanceof ClipResult.Failed);
        }
    }

    void clipDone(boolean hasFailed) {
        done++;
        if (hasFailed) {
            failed++;
        }
        long now = nanoTime.getAsLong();
        if (now - drawn >= PAUSE_NANOS) {
            drawn = now;
            draw(now - start);
        }
    }

    @Override
    public void finished(RunReport report) {
        erase();
    }

    /** Makes room for other lines; it is drawn anew with one of the next clips. */
    void erase() {
        if (visible) {
            print(ERASE);
            visible = false;
        }
    }

    private void draw(long elapsedNanos) {
        double perSecond = done / (elapsedNanos / 1e9);
        StringBuilder line = new StringBuilder(ERASE);
        line.append(done).append('/').append(Math.max(total, done)).append(" clips, ");
        line.append(
                perSecond < 10
                        ? String.valueOf(Math.round(perSecond * 10) / 10.0)
                        : String.valueOf(Math.round(perSecond)));
        line.append("/s, ");
        line.append(clock(Math.round(Math.max(0, total - done) / perSecond))).append(" left");
        if (failed > 0) {
            line.append(", ").append(failed).append(" failed");
        }
        print(line.toString());
        visible = true;
    }

    private static String clock(long seconds) {
        long hours = seconds / 3600;
        String minutes = hours > 0 ? hours + ":" + twoDigits(seconds / 60 % 60) : String.valueOf(seconds / 60);
        return minutes + ":" + twoDigits(seconds % 60);
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private void print(String text) {
        terminal.print(text);
        terminal.flush();
    }
}
