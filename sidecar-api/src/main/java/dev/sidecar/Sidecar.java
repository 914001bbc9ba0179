package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStoreProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies producers to clips: to a whole tree, to a store, or to a single clip in memory.
 *
 * <pre>{@code
 * RunReport report = Sidecar.builder()
 *     .root(Path.of("ecdc"))
 *     .with(Producers.constant("scene_id", 7))
 *     .with(Producers.linear("gain", 0, 1))
 *     .build()
 *     .run();
 * }</pre>
 *
 * <p>Immutable and reusable: every {@link #run()} lists the clips anew, and initialises and closes the producers. The
 * same input gives the same bytes, whatever the number of threads or shards.
 */
public final class Sidecar {
    private final Instructions instructions;
    private final Optional<FrameGrid.Rate> rate;
    private final @Nullable Supplier<SidecarStore> stores;
    private final Shard shard;
    private final OnError onError;
    private final RunListener listener;
    private final int parallelism;
    private final @Nullable Executor executor;

    private Sidecar(Builder builder, @Nullable Supplier<SidecarStore> stores) {
        this.instructions = new Instructions(
                List.copyOf(builder.producers),
                new ColumnEdits(
                        orElse(builder.dropAll, false), Set.copyOf(builder.dropped), Map.copyOf(builder.renamed)),
                orElse(builder.mode, Mode.APPEND),
                Optional.ofNullable(builder.dtype),
                orElse(builder.onMissing, OnMissing.CREATE),
                orElse(builder.onStale, OnStale.FAIL),
                orElse(builder.allowNonFinite, false),
                orElse(builder.seed, 0L));
        this.rate = Optional.ofNullable(builder.rate);
        this.stores = stores;
        this.shard = orElse(builder.shard, Shard.ALL);
        this.onError = orElse(builder.onError, OnError.FAIL);
        this.listener = orElse(builder.listener, Run.NOBODY);
        this.parallelism = orElse(builder.parallelism, Runtime.getRuntime().availableProcessors());
        this.executor = builder.executor;
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value != null ? value : other;
    }

    /**
     * Starts a description of a run.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes the sidecars of all clips of the root or store.
     *
     * @return what was done
     * @throws SidecarException if the run cannot start or go on, such as (USAGE) when a producer needs a column that only
     *     itself or a later one makes; under {@link OnError#FAIL} also if a clip fails: the
     *     failure of the clip with the smallest id, after the clips in flight have finished. Interrupting the thread ends
     *     the run the same way, with kind CANCELLED and the interrupt flag kept. The report up to there goes to the
     *     listener.
     */
    public RunReport run() {
        return run(true);
    }

    /**
     * Says what {@link #run()} would do: the same without writing anything. A sidecar that an interrupted writer left
     * torn, which a run may be able to repair, is a failure here.
     *
     * @return what would be done
     * @throws SidecarException as {@link #run()}
     */
    public RunReport plan() {
        return run(false);
    }

    private RunReport run(boolean commit) {
        if (stores == null) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "nothing to run on: give the builder a root(...) or a store(...)");
        }
        return new Run(instructions, stores.get(), shard, onError, listener, commit).execute(parallelism, executor);
    }

    /**
     * Makes the columns of one clip in memory: what its sidecar would hold after a run. The clip's own columns count as
     * its sidecar so far. Needs neither root nor store.
     *
     * @param clip the clip
     * @return its columns
     * @throws SidecarException if a producer fails; (USAGE) if one needs a column that only itself or a later one makes
     */
    public FeatureFrame produce(Clip clip) {
        FeatureFrame[] frame = new FeatureFrame[1];
        List<CheckedProducer> producers = CheckedProducer.allOf(instructions);
        Run.withProducers(
                producers,
                earlier -> new RunContext() {
                    @Override
                    public Stream<Clip> clips() {
                        return Stream.of(clip);
                    }

                    @Override
                    public Stream<Clip> clipsWithColumns() {
                        return Stream.of(clip.withColumns(columns(clip, earlier)));
                    }

                    @Override
                    public long seed() {
                        return instructions.seed();
                    }
                },
                () -> frame[0] = columns(clip, producers));
        return frame[0];
    }

    private FeatureFrame columns(Clip clip, List<CheckedProducer> producers) {
        Clip edited = clip.withColumns(instructions.edits().apply(clip.id(), clip.columns()));
        return new ClipRun(instructions, producers)
                .produce(edited, instructions.dtype().orElse(DType.FLOAT32))
                .frame();
    }

    /**
     * This run as data. Dropped and renamed columns are not part of it, nor is what to do with missing sidecars: they say
     * what happens to existing files, not how columns are made.
     *
     * @return a description that {@link Builder#recipe} understands
     * @throws SidecarException (PRODUCER) if a producer fails to describe itself
     */
    public Recipe recipe() {
        return new Recipe(
                instructions.producers().stream().map(CheckedProducer::describe).toList(),
                instructions.mode(),
                instructions.dtype(),
                rate,
                instructions.onStale(),
                instructions.allowNonFinite(),
                instructions.seed());
    }

    /**
     * Describes a run. Every setter checks its argument and can be called once; {@link #with} as often as there are
     * producers.
     */
    public static final class Builder {
        private static final int MAX_PARALLELISM = 1_024;

        private final List<Producer> producers = new ArrayList<>();
        private final Set<String> dropped = new HashSet<>();
        private final Map<String, String> renamed = new HashMap<>();
        private @Nullable Boolean dropAll;
        private @Nullable Path root;
        private @Nullable Path condRoot;
        private @Nullable SidecarStore store;
        private FrameGrid.@Nullable Rate rate;
        private @Nullable String suffix;
        private @Nullable Durability durability;
        private @Nullable Mode mode;
        private @Nullable DType dtype;
        private @Nullable OnMissing onMissing;
        private @Nullable OnStale onStale;
        private @Nullable OnError onError;
        private @Nullable Shard shard;
        private @Nullable Integer parallelism;
        private @Nullable Executor executor;
        private @Nullable RunListener listener;
        private @Nullable Long seed;
        private @Nullable Boolean allowNonFinite;

        private Builder() {}

        private static <T> T once(String setter, @Nullable T old, T value) {
            Objects.requireNonNull(value, setter);
            if (old != null) {
                throw new SidecarException(USAGE, Place.NOWHERE, setter + " was set before, to " + old);
            }
            return value;
        }

        /**
         * The folder with the token files ({@code *.ecdc}, at any depth).
         *
         * @param root an existing folder; looked at when the run starts
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder root(Path root) {
            this.root = once("root", this.root, root);
            return this;
        }

        /**
         * The folder for the sidecars, in which the tree of the root is mirrored.
         *
         * @param condRoot made when something is written; by default sidecars lie beside their tokens
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder condRoot(Path condRoot) {
            this.condRoot = once("condRoot", this.condRoot, condRoot);
            return this;
        }

        /**
         * What the name of a sidecar's data has in place of {@code .ecdc}; its metadata has {@code .json} for the
         * {@code .npy} at the end.
         *
         * @param suffix a dot, a word, and {@code .npy}; by default {@code .cond.npy}
         * @return this builder
         * @throws SidecarException (USAGE) if it is anything else, or was set before
         */
        public Builder suffix(String suffix) {
            this.suffix = once("suffix", this.suffix, SidecarStoreProvider.Settings.checkedSuffix(suffix));
            return this;
        }

        /**
         * A store instead of a root, such as a {@link MemoryStore}.
         *
         * @param store where clips are found and frames kept
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder store(SidecarStore store) {
            this.store = once("store", this.store, store);
            return this;
        }

        /**
         * Adds a producer. They work in the order in which they are added, and see what the ones before made; where two make
         * a column of the same name, the last one wins, in the first one's place.
         *
         * @param producer a producer, or a lambda from {@link Clip} to {@link FeatureFrame}
         * @return this builder
         */
        public Builder with(Producer producer) {
            producers.add(Objects.requireNonNull(producer, "producer"));
            return this;
        }

        /**
         * Takes a recipe's producers, after those that were added before, and its settings.
         *
         * @param recipe a run as data
         * @param producers makes a producer from a record of it, such as {@code record -> catalog.create(record, folder)}
         *     with a {@link dev.sidecar.plugin.ProducerCatalog}
         * @return this builder
         * @throws SidecarException (USAGE) if a setting of the recipe was set before; what {@code producers} throws
         */
        public Builder recipe(Recipe recipe, Function<Provenance, Producer> producers) {
            recipe.producers().forEach(description -> with(producers.apply(description)));
            mode(recipe.mode());
            recipe.dtype().ifPresent(this::dtype);
            recipe.grid().ifPresent(stated -> grid(stated.sampleRate(), stated.hop()));
            onStale(recipe.onStale());
            if (recipe.allowNonFinite()) {
                allowNonFinite();
            }
            return seed(recipe.seed());
        }

        /**
         * Drops columns from the sidecars that have them, before producers work. A run that only drops and renames makes no
         * new sidecars. A sidecar without such a column is a warning.
         *
         * @param columns the columns' names
         * @return this builder
         */
        public Builder drop(String... columns) {
            dropped.addAll(List.of(columns));
            return this;
        }

        /**
         * Drops all columns, also of sidecars that cannot be merged into: those that are stale, torn, or in doubt about
         * their names. What the producers make is all that such a sidecar has afterwards.
         *
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder dropAll() {
            dropAll = once("dropAll", dropAll, true);
            return this;
        }

        /**
         * Renames a column in the sidecars that have it, before producers work and after others are dropped. It keeps its
         * place, its values and what is known about it. A sidecar without such a column is a warning; one in which the new
         * name is taken fails.
         *
         * @param column the column's name
         * @param newName its new name, not blank
         * @return this builder
         * @throws SidecarException (USAGE) if the new name cannot be that of a column, or the column was renamed before
         */
        public Builder rename(String column, String newName) {
            String before = renamed.putIfAbsent(column, Column.checkedName(newName));
            if (before != null) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE.column(column),
                        "cannot become both \"" + before + "\" and \"" + newName + "\"");
            }
            return this;
        }

        /**
         * What to do with a clip that has no sidecar yet.
         *
         * @param onMissing by default {@link OnMissing#CREATE}
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder onMissing(OnMissing onMissing) {
            this.onMissing = once("onMissing", this.onMissing, onMissing);
            return this;
        }

        /**
         * What to do with a column that is already in a sidecar.
         *
         * @param mode by default {@link Mode#APPEND}
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder mode(Mode mode) {
            this.mode = once("mode", this.mode, mode);
            return this;
        }

        /**
         * How values are stored.
         *
         * @param dtype by default that of the existing sidecar, and {@link DType#FLOAT32} for new ones
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder dtype(DType dtype) {
            this.dtype = once("dtype", this.dtype, dtype);
            return this;
        }

        /**
         * Works on one part of the corpus, so that {@code count} runs, one per index, do the whole: the clips whose id's
         * SHA-1 has first 32 bits of {@code index} modulo {@code count}.
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
         * How many clips are worked on at once.
         *
         * @param parallelism 1 to 1,024; by default the number of processors
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder parallelism(int parallelism) {
            if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE,
                        "clips at once (parallelism, --jobs) must be 1 to " + MAX_PARALLELISM + ", found "
                                + parallelism);
            }
            this.parallelism = once("parallelism", this.parallelism, parallelism);
            return this;
        }

        /**
         * Where the threads come from. The thread that calls {@link Sidecar#run()} works too, so a run makes progress
         * even if the executor is busy.
         *
         * @param executor by default threads of the run's own, which end with it
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder executor(Executor executor) {
            this.executor = once("executor", this.executor, executor);
            return this;
        }

        /**
         * What to do when a clip fails.
         *
         * @param onError by default {@link OnError#FAIL}
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder onError(OnError onError) {
            this.onError = once("onError", this.onError, onError);
            return this;
        }

        /**
         * What to do with a sidecar that has another number of frames than its tokens.
         *
         * @param onStale by default {@link OnStale#FAIL}
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder onStale(OnStale onStale) {
            this.onStale = once("onStale", this.onStale, onStale);
            return this;
        }

        /**
         * Lets producers make NaN and infinities. Statistics are then over the finite values.
         *
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder allowNonFinite() {
            this.allowNonFinite = once("allowNonFinite", this.allowNonFinite, true);
            return this;
        }

        /**
         * Who hears of the progress.
         *
         * @param listener called from any of the run's threads, one call at a time
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder listener(RunListener listener) {
            this.listener = once("listener", this.listener, listener);
            return this;
        }

        /**
         * What a finished sidecar survives.
         *
         * @param durability by default {@link Durability#PROCESS_KILL}
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder durability(Durability durability) {
            this.durability = once("durability", this.durability, durability);
            return this;
        }

        /**
         * States the tokens' time axis, which the files do not tell: for other codecs than EnCodec 24 kHz, and for EnCodec
         * 48 kHz, whose files are refused without it.
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
         * The seed for producers that draw random numbers.
         *
         * @param seed by default 0
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder seed(long seed) {
            this.seed = once("seed", this.seed, seed);
            return this;
        }

        /**
         * Checks what concerns several settings, and finds the store for the root on the class path. The builder can be
         * used on.
         *
         * @return an immutable description of the run
         * @throws SidecarException (USAGE) if there is nothing to do, there are both root and store, a setting needs a root
         *     that is missing, or no artifact on the class path opens folders
         */
        public Sidecar build() {
            if (producers.isEmpty() && dropAll == null && dropped.isEmpty() && renamed.isEmpty()) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE,
                        "nothing to do: add a producer (with(...), --producer), or drop or rename columns");
            }
            SidecarStore given = store;
            Path folder = root;
            if (given != null && folder != null) {
                throw new SidecarException(USAGE, Place.NOWHERE, "root and store exclude each other");
            }
            if (folder == null && (condRoot != null || rate != null || durability != null || suffix != null)) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE,
                        "condRoot, grid, durability and suffix are for a root, and there is none");
            }
            if (given != null) {
                return new Sidecar(this, () -> given);
            }
            if (folder == null) {
                return new Sidecar(this, null);
            }
            SidecarStoreProvider provider = provider();
            SidecarStoreProvider.Settings settings = new SidecarStoreProvider.Settings(
                    folder,
                    Optional.ofNullable(condRoot),
                    Optional.ofNullable(rate),
                    orElse(durability, Durability.PROCESS_KILL),
                    orElse(suffix, SidecarStoreProvider.Settings.DEFAULT_SUFFIX));
            return new Sidecar(this, () -> provider.open(settings));
        }

        private static SidecarStoreProvider provider() {
            List<SidecarStoreProvider> providers = providers(SidecarStoreProvider.class.getClassLoader());
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (providers.isEmpty() && context != null) {
                providers = providers(context);
            }
            if (providers.size() == 1) {
                return providers.get(0);
            }
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    providers.isEmpty()
                            ? "nothing on the class path opens folders of token files; add dev.sidecar:sidecar-npy"
                            : "several artifacts on the class path open folders ("
                                    + String.join(
                                            ", ",
                                            providers.stream()
                                                    .map(SidecarStoreProvider::name)
                                                    .toList())
                                    + "); keep one, or pass a store(...)");
        }

        private static List<SidecarStoreProvider> providers(ClassLoader loader) {
            try {
                return ServiceLoader.load(SidecarStoreProvider.class, loader).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
            } catch (ServiceConfigurationError e) {
                throw new SidecarException(
                        USAGE, Place.NOWHERE, "an artifact on the class path that opens folders is broken: " + e, e);
            }
        }
    }
}
