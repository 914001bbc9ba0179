package dev.sidecar.cli;

import dev.sidecar.plugin.ProducerCatalog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidecar producers}: lists and explains producers. */
@Command(
        name = "producers",
        versionProvider = Main.Version.class,
        description = "Lists the producers there are, or explains some.",
        mixinStandardHelpOptions = true)
final class ProducersCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--producers-dir", paramLabel = "DIR", description = ProducerFlags.PRODUCERS_DIR_DESCRIPTION)
    private List<Path> folders = new ArrayList<>();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Producers to explain; by default all are listed.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (ProducerCatalog catalog = ProducerCatalog.open(folders.toArray(Path[]::new))) {
            if (names.isEmpty()) {
                ProducerPages.list(catalog, out);
            }
            names.forEach(name -> ProducerPages.explain(catalog, name, out));
        }
        return 0;
    }
}
