package dev.sidecar.cli;

import dev.sidecar.ClipResult;
import dev.sidecar.OnError;
import dev.sidecar.RunListener;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.spi.Finding;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run goes and what it prints: the options of all commands that write sidecars. */
final class RunOptions {
    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(names = "--skip-errors", description = "Go on when a clip fails, and report all failures at the end.")
    private boolean skipErrors;

    @Option(names = "--dry-run", description = "Say what would be done, and write nothing.")
    private boolean dryRun;

    @Option(names = "--quiet", description = "Print nothing but what went wrong.")
    private boolean quiet;

    TreeOptions tree() {
        return tree;
    }

    boolean isDryRun() {
        return dryRun;
    }

    /** The start of a run on the tree. */
    Sidecar.Builder run() {
        Sidecar.Builder run = Sidecar.builder().onError(skipErrors ? OnError.COLLECT : OnError.FAIL);
        tree.into(run);
        return run;
    }

    /** Runs, and prints what became of it. */
    int execute(Sidecar.Builder run, CommandLine command) {
        Report report = new Report(quiet ? ProgressLine.silent() : ProgressLine.onTerminal(command.getErr()));
        Sidecar sidecar = run.listener(report).build();
        try {
            if (dryRun) {
                sidecar.plan();
            } else {
                sidecar.run();
            }
        } catch (RuntimeException e) {
            report.printHowFar(command.getOut());
            throw e;
        }
        return report.print(command.getOut());
    }

    /** Keeps the report until it is clear how the run ended, and shows progress meanwhile. */
    private final class Report implements RunListener {
        private final RunListener progress;
        private @Nullable RunReport last;

        Report(RunListener progress) {
            this.progress = progress;
        }

        @Override
        public void started(long clips) {
            progress.started(clips);
        }

        @Override
        public void clipDone(ClipResult result) {
            progress.clipDone(result);
        }

        @Override
        public void finished(RunReport report) {
            progress.finished(report);
            last = report;
        }

        /** What was done before a failure; the failure itself is told elsewhere. */
        void printHowFar(PrintWriter out) {
            if (!quiet && last != null && last.clips() > 0) {
                out.println(last.toString().lines().findFirst().orElse(""));
            }
        }

        int print(PrintWriter out) {
            RunReport report = last;
            if (report == null) {
                throw new IllegalStateException("a run tells its listener when it is over");
            }
            boolean nowhere = report.skipped() > 0 && report.skipped() == report.clips();
            boolean nothingDone = report.written() == 0
                    && (nowhere
                            || report.warningCounts().containsKey(Finding.Code.NO_CLIPS)
                            || report.warningCounts().containsKey(Finding.Code.NO_SUCH_COLUMN));
            boolean fine = report.failed() == 0 && !nothingDone;
            if (!quiet || !fine || !report.warnings().isEmpty()) {
                out.println(report);
            }
            return fine ? 0 : 1;
        }
    }
}
