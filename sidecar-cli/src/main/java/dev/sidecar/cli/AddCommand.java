package dev.sidecar.cli;

import dev.sidecar.Mode;
import dev.sidecar.OnMissing;
import dev.sidecar.OnStale;
import dev.sidecar.Recipe;
import dev.sidecar.Sidecar;
import dev.sidecar.frame.DType;
import dev.sidecar.npy.RecipeFile;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.spi.Producer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidecar add}: adds columns to the sidecars of a tree. */
@Command(
        name = "add",
        versionProvider = Main.Version.class,
        description = "Adds columns to the sidecars of all token files below a folder; makes those that are missing.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The flags of a producer are listed here once it is chosen:",
            "  sidecar add --producer lin --help",
        })
final class AddCommand implements Callable<Integer> {
    private static final Recipe NOTHING =
            new Recipe(List.of(), Mode.APPEND, Optional.empty(), Optional.empty(), OnStale.FAIL, false, 0);

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable ProducerFlags flags;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--list-producers", description = "List all producers, and do nothing else.")
    private boolean list;

    @Option(
            names = "--show-producer",
            paramLabel = "NAME",
            description = "Explain a producer, and do nothing else. May be repeated.")
    private List<String> explained = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "append|overwrite",
            description = "append keeps a column that is there (default), overwrite replaces it.")
    private @Nullable Mode mode;

    @Option(
            names = "--dtype",
            paramLabel = "float32|float16",
            description = "How values are stored; by default as in the existing sidecar, float32 for new ones.")
    private @Nullable DType dtype;

    @Option(names = "--create-missing", description = "Make sidecars that are missing (default).")
    private boolean createMissing;

    @Option(names = "--existing-only", description = "Leave clips without a sidecar as they are.")
    private boolean existingOnly;

    @Option(
            names = "--replace-stale",
            description = "Make a sidecar anew if its tokens have another number of frames now.")
    private boolean replaceStale;

    @Option(names = "--allow-non-finite", description = "Let producers make NaN and infinity.")
    private boolean allowNonFinite;

    @Option(names = "--seed", paramLabel = "N", description = "For producers that draw random numbers; by default 0.")
    private @Nullable Long seed;

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "Take producers and settings from a file; what else is given here comes on top.")
    private @Nullable Path recipe;

    @Option(
            names = "--save-recipe",
            paramLabel = "FILE",
            description = "Write producers and settings to a file (not with --dry-run).")
    private @Nullable Path savedRecipe;

    /** Adds the flags of the producers that these arguments name, before they are parsed. */
    void learnProducers(CommandSpec command, String... args) {
        flags = ProducerFlags.of(args);
        flags.addTo(command);
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        try (ProducerFlags producers = Objects.requireNonNull(flags)) {
            ProducerCatalog catalog = producers.catalog();
            PrintWriter out = command.commandLine().getOut();
            if (list || !explained.isEmpty()) {
                explained.forEach(name -> ProducerPages.explain(catalog, name, out));
                if (list) {
                    ProducerPages.list(catalog, out);
                }
                return 0;
            }
            if (createMissing && existingOnly) {
                throw Usage.wrong(command, "--create-missing and --existing-only exclude each other");
            }
            Sidecar.Builder run = options.run();
            if (existingOnly) {
                run.onMissing(OnMissing.SKIP);
            }
            Path files = recipe == null ? Path.of("") : Objects.requireNonNullElse(recipe.getParent(), Path.of(""));
            Recipe settings = settings();
            run.recipe(settings, description -> catalog.create(description, files));
            List<Producer> chosen = producers.producers(command.commandLine().getParseResult());
            if (settings.producers().isEmpty() && chosen.isEmpty()) {
                throw Usage.wrong(
                        command,
                        "nothing to add; choose a producer by --producer NAME, or by a flag of its own such as --const"
                                + " NAME=VALUE (--list-producers lists them)");
            }
            chosen.forEach(run::with);
            if (savedRecipe != null && !options.isDryRun()) {
                RecipeFile.write(savedRecipe, run.build().recipe());
            }
            return options.execute(run, command.commandLine());
        }
    }

    /** The stored recipe, if there is one, with what is given on the command line in its place. */
    private Recipe settings() {
        Recipe stored = recipe == null ? NOTHING : RecipeFile.read(recipe);
        return new Recipe(
                stored.producers(),
                Objects.requireNonNullElse(mode, stored.mode()),
                Optional.ofNullable(dtype).or(stored::dtype),
                options.tree().statesGrid() ? Optional.empty() : stored.grid(),
                replaceStale ? OnStale.REPLACE : stored.onStale(),
                allowNonFinite || stored.allowNonFinite(),
                Objects.requireNonNullElse(seed, stored.seed()));
    }
}
