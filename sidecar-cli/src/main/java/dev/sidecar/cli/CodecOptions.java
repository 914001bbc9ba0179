package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import dev.sidecar.encodec.EncodecModel;
import dev.sidecar.npy.Mirror;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** With which codec a tree is worked on, and how: the options of the commands that turn audio into tokens and back. */
final class CodecOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "The folder with Hugging Face's files of the codec (model.safetensors and config.json of"
                    + " facebook/encodec_24khz), or cached for the one in its cache.")
    private Path model = Path.of("");

    @Option(
            names = "--overwrite",
            description = "Make anew what is there already; by default it is kept, whatever it is made of.")
    private boolean overwrite;

    @Option(names = "--jobs", paramLabel = "N", description = "Clips at once; by default the number of processors.")
    private @Nullable Integer jobs;

    @Option(names = "--quiet", description = "Print nothing but what went wrong.")
    private boolean quiet;

    EncodecModel load() {
        return EncodecModel.load(model);
    }

    boolean isQuiet() {
        return quiet;
    }

    /** Whether anything is said that concerns a tree only. */
    boolean concernsTree() {
        return overwrite || jobs != null;
    }

    /**
     * Makes the files of a mirror, and prints what became of them: failures as they come, the counts at the end.
     *
     * @param made what was done with a file that was made, such as {@code encoded}
     * @param none what to say where there are no files
     */
    int execute(Mirror mirror, Mirror.Work work, String made, SidecarException none) {
        CommandLine line = Objects.requireNonNull(command).commandLine();
        Tally tally = new Tally(line.getErr(), quiet ? ProgressLine.silent() : ProgressLine.onTerminal(line.getErr()));
        tally.progress.started(mirror.count());
        int threads = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
        try {
            mirror.run(threads, overwrite, work, tally::add);
        } catch (RuntimeException | Error e) {
            tally.progress.erase();
            if (!quiet && tally.clips() > 0) {
                line.getOut().println(tally.summary(made, ", then stopped"));
            }
            throw e;
        }
        tally.progress.erase();
        if (tally.clips() == 0) {
            throw none;
        }
        if (!quiet || tally.failed > 0) {
            line.getOut().println(tally.summary(made, ""));
        }
        return tally.failed == 0 ? 0 : 1;
    }

    /** Counts files, and tells of those that fail. */
    private static final class Tally {
        private final PrintWriter err;
        private final ProgressLine progress;
        private final long start = System.nanoTime();
        private long made;
        private long kept;
        private long failed;

        Tally(PrintWriter err, ProgressLine progress) {
            this.err = err;
            this.progress = progress;
        }

        void add(Mirror.Result result) {
            if (result instanceof Mirror.Result.Ignored ignored) {
                tell("warning: " + ignored.finding());
                return;
            }
            if (result instanceof Mirror.Result.Failed failure) {
                failed++;
                tell(String.valueOf(failure.failure().getMessage()));
            } else if (result instanceof Mirror.Result.Kept) {
                kept++;
            } else {
                made++;
            }
            progress.clipDone(result instanceof Mirror.Result.Failed);
        }

        private void tell(String text) {
            progress.erase();
            err.println("sidecar: " + text);
        }

        long clips() {
            return made + kept + failed;
        }

        String summary(String done, String end) {
            return String.format(
                    Locale.ROOT,
                    "%d clip%s%s: %d %s, %d already there, %d failed (%.2f s)",
                    clips(),
                    clips() == 1 ? "" : "s",
                    end,
                    made,
                    done,
                    kept,
                    failed,
                    (System.nanoTime() - start) / 1e9);
        }
    }
}
