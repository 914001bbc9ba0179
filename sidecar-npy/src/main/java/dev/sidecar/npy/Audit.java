package dev.sidecar.npy;

import static dev.sidecar.npy.Setters.once;
import static dev.sidecar.npy.Setters.usage;

import dev.sidecar.Shard;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.SidecarStore.Entry;
import dev.sidecar.spi.SidecarStoreProvider.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a tree: whether every clip has a sidecar that fits its tokens and can be trusted, and what else lies there.
 *
 * <pre>{@code
 * AuditReport report = Audit.builder()
 *     .root(Path.of("ecdc"))
 *     .require("gain", "f0")
 *     .verifyRanges()
 *     .build()
 *     .run();
 * }</pre>
 *
 * <p>An audit writes nothing. Every fact gives one finding, and what merely follows from it gives none: of a clip whose
 * tokens cannot be read nothing else is said; of a torn pair nothing that may be due to its halves; where names are in
 * doubt or metadata is missing no column is missed and no range compared; a column with values that are not finite needs
 * no stated range. Memory does not grow with the corpus, except for the names in one folder.
 *
 * <p>{@link #repair()} mends what can be mended without changing the content of any file.
 *
 * <p>Immutable and reusable.
 */
public final class Audit {
    private final Settings settings;
    private final Expectations expected;
    private final Shard shard;
    private final int parallelism;
    private final AuditListener listener;

    private Audit(Builder builder, Path root) {
        this.settings = new Settings(
                root,
                Optional.ofNullable(builder.condRoot),
                Optional.ofNullable(builder.rate),
                Durability.PROCESS_KILL,
                orElse(builder.suffix, Settings.DEFAULT_SUFFIX));
        boolean ranges = builder.verifyRanges != null;
        this.expected = new Expectations(
                builder.fps == null ? OptionalDouble.empty() : OptionalDouble.of(builder.fps),
                Optional.ofNullable(builder.dtype),
                List.copyOf(builder.required),
                ranges
                        ? OptionalDouble.of(orElse(builder.rangeTolerance, Builder.RANGE_TOLERANCE))
                        : OptionalDouble.empty());
        this.shard = orElse(builder.shard, Shard.ALL);
        this.parallelism = orElse(builder.parallelism, Runtime.getRuntime().availableProcessors());
        this.listener = new Everybody(List.copyOf(builder.listeners));
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value != null ? value : other;
    }

    /**
     * Starts a description of an audit.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Checks the tree.
     *
     * @return what was found
     * @throws SidecarException if the audit cannot start, such as for a missing root; (CANCELLED) if the thread was
     *     interrupted, with the interrupt flag kept. The report up to there goes to the listeners.
     */
    public AuditReport run() {
        AuditReport.Tally tally = new AuditReport.Tally();
        try (FileStore store = new FileStore(settings)) {
            check(store, result -> {
                tally.add(result);
                listener.checked(result);
            });
        } catch (RuntimeException | Error e) {
            alsoAfter(e, () -> listener.finished(tally.report(false)));
            throw e;
        }
        AuditReport report = tally.report(true);
        listener.finished(report);
        return report;
    }

    /** Does something although something else failed, which is what counts. */
    private static void alsoAfter(Throwable failure, Runnable last) {
        try {
            last.run();
        } catch (RuntimeException | Error e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private interface Results {
        void add(AuditResult result);
    }

    private void check(FileStore store, Results results) {
        ClipAudit clips = new ClipAudit(store, expected);
        boolean[] found = new boolean[1];
        try (Stream<Entry> entries = store.listAlsoUnfinished()) {
            Iterator<Entry> mine = entries.peek(entry -> found[0] |= !(entry instanceof Entry.Ignored))
                    .filter(entry -> entry instanceof Entry.Unreadable || shard.contains(entry.id()))
                    .iterator();
            InOrder.run(parallelism, mine, entry -> check(clips, entry), results::add);
        }
        if (!found[0]) {
            Finding none =
                    new Finding(Code.NO_CLIPS, settings.root().toString(), "there are no token files (*.ecdc) here");
            results.add(new AuditResult.Stray("", "", none));
        }
        store.walk(new Strays(store, stray -> {
            if (stray.finding().code() == Code.UNREADABLE || shard.contains(stray.sidecar())) {
                results.add(stray);
            }
        }));
    }

    private static AuditResult check(ClipAudit clips, Entry entry) {
        if (entry instanceof Entry.Unreadable unreadable) {
            SidecarException failure = unreadable.failure();
            String file = Objects.requireNonNullElse(failure.place().file(), entry.id());
            return new AuditResult.Stray(entry.id(), "", new Finding(Code.UNREADABLE, file, failure.reason()));
        }
        if (entry instanceof Entry.Ignored ignored) {
            return new AuditResult.Stray(entry.id(), "", ignored.finding());
        }
        return clips.check(entry.id());
    }

    /**
     * Mends what can be mended without changing the content of any file, in the whole tree, whatever the shard: completes
     * pairs that an interrupted writer left torn, deletes temporary files that nobody needs, and moves sidecars from the
     * names that an older writer gave them to their right ones. Token files, and unfinished ones, are never touched.
     *
     * <p>Every change is made under the lock of the tree, and safe if the process is killed: a sidecar reads the same before
     * and after, and the next repair goes on. A second repair finds nothing to do.
     *
     * @return what was done, and what of these kinds is left to people
     * @throws SidecarException if a file cannot be moved or deleted; (CANCELLED) if the thread was interrupted
     */
    public RepairReport repair() {
        return repair(true);
    }

    /**
     * Says what {@link #repair()} would do, and writes nothing.
     *
     * @return what would be done, and what would be left to people
     * @throws SidecarException as {@link #repair()}
     */
    public RepairReport planRepair() {
        return repair(false);
    }

    private RepairReport repair(boolean commit) {
        try (FileStore store = new FileStore(settings)) {
            return Repair.run(store, commit, listener);
        }
    }

    /** All listeners, one after the other. */
    private record Everybody(List<AuditListener> listeners) implements AuditListener {
        @Override
        public void checked(AuditResult result) {
            listeners.forEach(listener -> listener.checked(result));
        }

        @Override
        public void finished(AuditReport report) {
            finished(report, listeners);
        }

        /** All hear of the end, also if one of them throws. */
        private static void finished(AuditReport report, List<AuditListener> listeners) {
            if (!listeners.isEmpty()) {
                List<AuditListener> others = listeners.subList(1, listeners.size());
                try {
                    listeners.get(0).finished(report);
                } catch (RuntimeException | Error e) {
                    alsoAfter(e, () -> finished(report, others));
                    throw e;
                }
                finished(report, others);
            }
        }

        @Override
        public void repaired(RepairStep step) {
            listeners.forEach(listener -> listener.repaired(step));
        }

        @Override
        public void left(Finding finding) {
            listeners.forEach(listener -> listener.left(finding));
        }
    }

    /**
     * Describes an audit. Every setter checks its argument and can be called once; {@link #require} and {@link #listener}
     * as often as needed.
     */
    public static final class Builder {
        private static final double RANGE_TOLERANCE = 1e-6;

        private @Nullable Path root;
        private @Nullable Path condRoot;
        private @Nullable String suffix;
        private FrameGrid.@Nullable Rate rate;
        private @Nullable Double fps;
        private @Nullable DType dtype;
        private final List<String> required = new ArrayList<>();
        private @Nullable Boolean verifyRanges;
        private @Nullable Double rangeTolerance;
        private @Nullable Shard shard;
        private @Nullable Integer parallelism;
        private final List<AuditListener> listeners = new ArrayList<>();

        private Builder() {}

        /**
         * The folder with the token files ({@code *.ecdc}, at any depth).
         *
         * @param root an existing folder; looked at when the audit starts
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder root(Path root) {
            this.root = once("root", this.root, root);
            return this;
        }

        /**
         * The folder with the sidecars, in which the tree of the root is mirrored.
         *
         * @param condRoot by default sidecars lie beside their tokens
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder condRoot(Path condRoot) {
            this.condRoot = once("condRoot", this.condRoot, condRoot);
            return this;
        }

        /**
         * What the name of a sidecar's data has in place of {@code .ecdc}.
         *
         * @param suffix a dot, a word, and {@code .npy}; by default {@code .cond.npy}
         * @return this builder
         * @throws SidecarException (USAGE) if it is anything else, or was set before
         */
        public Builder suffix(String suffix) {
            this.suffix = once("suffix", this.suffix, Settings.checkedSuffix(suffix));
            return this;
        }

        /**
         * States the tokens' time axis, as for the run that made the sidecars.
         *
         * @param sampleRate samples per second, at least 1
         * @param hop samples per frame, at least 1
         * @return this builder
         * @throws SidecarException (USAGE) if a number is out of range, or it was set before
         */
        public Builder grid(int sampleRate, int hop) {
            this.rate = once("grid", this.rate, new FrameGrid.Rate(sampleRate, hop));
            return this;
        }

        /**
         * The frame rate that every sidecar has to state. It takes the place of the tokens' rate.
         *
         * @param framesPerSecond finite and above 0; by default a sidecar need not state any, and if it does, the tokens'
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder expectFps(double framesPerSecond) {
            if (!(framesPerSecond > 0) || Double.isInfinite(framesPerSecond)) {
                throw usage("frames per second must be above 0, found " + framesPerSecond);
            }
            this.fps = once("expectFps", this.fps, framesPerSecond);
            return this;
        }

        /**
         * How every sidecar has to store values.
         *
         * @param dtype by default any way will do
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder expectDtype(DType dtype) {
            this.dtype = once("expectDtype", this.dtype, dtype);
            return this;
        }

        /**
         * Columns that every sidecar has to have. Adds to those that were required before.
         *
         * @param names names of columns
         * @return this builder
         * @throws SidecarException (USAGE) if a name cannot be that of a column
         */
        public Builder require(String... names) {
            for (String name : names) {
                Column.checkedName(name);
                if (!required.contains(name)) {
                    required.add(name);
                }
            }
            return this;
        }

        /**
         * Compares all finite values with the stated minimum and maximum. A bound counts as stated and as rounded to the
         * data's type, because writers state the range from before rounding.
         *
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder verifyRanges() {
            this.verifyRanges = once("verifyRanges", this.verifyRanges, true);
            return this;
        }

        /**
         * How far values may lie outside the stated range.
         *
         * @param tolerance in the column's units, finite and at least 0; by default 1e-6
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder rangeTolerance(double tolerance) {
            if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
                throw usage("the tolerance of ranges must be at least 0, found " + tolerance);
            }
            this.rangeTolerance = once("rangeTolerance", this.rangeTolerance, tolerance);
            return this;
        }

        /**
         * Checks one part of the corpus, as {@link dev.sidecar.Sidecar.Builder#shard} works on one. What belongs to no clip
         * is divided by its path; folders that cannot be read are told in every part.
         *
         * @param index 0 to count - 1
         * @param count at least 1
         * @return this builder
         * @throws SidecarException (USAGE) if a number is out of range, or it was set before
         */
        public Builder shard(int index, int count) {
            this.shard = once("shard", this.shard, new Shard(index, count));
            return this;
        }

        /**
         * How many clips are checked at once.
         *
         * @param parallelism 1 to 1,024; by default the number of processors
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder parallelism(int parallelism) {
            this.parallelism = once("parallelism", this.parallelism, InOrder.checkedThreads(parallelism));
            return this;
        }

        /**
         * Who hears of the progress, such as an {@link AuditExport}. All listeners hear, in the order in which they are
         * added.
         *
         * @param listener called on the thread that starts the audit
         * @return this builder
         */
        public Builder listener(AuditListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Checks what concerns several settings. The builder can be used on.
         *
         * @return an immutable description of the audit
         * @throws SidecarException (USAGE) if there is no root, or a tolerance but no ranges to verify
         */
        public Audit build() {
            Path folder = root;
            if (folder == null) {
                throw usage("nothing to check: give the builder a root(...)");
            }
            if (rangeTolerance != null && verifyRanges == null) {
                throw usage("rangeTolerance (--range-tol) is for verifyRanges (--verify-ranges), which is not set");
            }
            return new Audit(this, folder);
        }
    }
}
