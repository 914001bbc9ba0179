package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags of producers, which are known only after it is known which producers there are. The shorthand of a producer is
 * a flag of its name; every other option is a flag of the option's name, or, where another option has that name, too, of
 * both names, such as {@code --wobble.depth}. The flags of installed producers can always be used, and choose their
 * producer; but the chosen ones come first where two have a flag of one name, and help shows theirs.
 */
final class ProducerFlags implements AutoCloseable {
    private static final String PRODUCER = "--producer";
    private static final String PRODUCERS_DIR = "--producers-dir";

    static final String PRODUCERS_DIR_DESCRIPTION =
            "A folder with more producers, as .java and .jar files. They are programs and"
                    + " run with your rights: nobody whom you do not trust may write to it. May be repeated.";

    private final ProducerCatalog catalog;
    private final Set<String> chosen = new LinkedHashSet<>();
    private final Map<String, List<Flag>> flags = new LinkedHashMap<>();
    private final IdentityHashMap<OptionSpec, Flag> bySpec = new IdentityHashMap<>();

    /**
     * A flag of a producer.
     *
     * @param shorthand if the flag takes a whole producer
     * @param option if it takes an option
     */
    private record Flag(
            ProducerProvider provider,
            @Nullable Shorthand shorthand,
            @Nullable ProducerOption<?> option) {

        String name() {
            return shorthand != null ? provider.name() : option == null ? "" : option.name();
        }

        String qualifiedName() {
            return provider.name() + "." + name();
        }

        boolean isRepeatable() {
            return shorthand != null || (option != null && option.isRepeatable());
        }

        OptionSpec spec(List<String> names, boolean hidden) {
            boolean flag = option != null && option.type() == ProducerOption.Type.FLAG && !option.isRepeatable();
            OptionSpec.Builder spec = OptionSpec.builder(names.toArray(String[]::new))
                    .description(plain(description()))
                    .hidden(hidden);
            if (flag) {
                return spec.arity("0").type(boolean.class).build();
            }
            spec.arity("1").paramLabel(ProducerPages.parameter(shorthand, option));
            return isRepeatable()
                    ? spec.type(List.class).auxiliaryTypes(String.class).build()
                    : spec.type(String.class).build();
        }

        private String description() {
            return shorthand != null || option == null
                    ? provider.name() + ": " + provider.summary() + ". May be repeated."
                    : provider.name() + ": " + ProducerPages.describe(option);
        }

        /** Without what the parser would take for formats and variables. */
        private static String plain(String text) {
            return text.replace("%", "%%").replace("${", "$${");
        }
    }

    private ProducerFlags(ProducerCatalog catalog) {
        this.catalog = catalog;
    }

    /** Looks for the producers that a command line names, and for the installed ones. */
    static ProducerFlags of(String... args) {
        List<String> names = valuesOf(PRODUCER, args);
        Stream<String> folders =
                valuesOf(PRODUCERS_DIR, args).stream().filter(name -> !name.isEmpty()); // or parsing fails
        Stream<String> files = names.stream().filter(ProducerFlags::isPath);
        Path[] places = Stream.concat(folders, files).map(Path::of).toArray(Path[]::new);
        ProducerFlags flags = new ProducerFlags(ProducerCatalog.open(places));
        try {
            names.forEach(name -> flags.choose(isPath(name) ? flags.nameIn(Path.of(name)) : name));
            flags.catalog.installed().forEach(flags::declare);
            return flags;
        } catch (RuntimeException e) {
            flags.close();
            throw e;
        }
    }

    /** The flags of several producers that have an option of this name, which none of them has to itself. */
    static List<String> qualified(String flag, CommandSpec command) {
        String end = "." + flag.replaceFirst("^--", "").replaceFirst("=.*", "");
        return command.optionsMap().keySet().stream()
                .filter(name -> name.endsWith(end))
                .toList();
    }

    private static List<String> valuesOf(String option, String... args) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(option) && i + 1 < args.length) {
                values.add(args[++i]);
            } else if (args[i].startsWith(option + "=")) {
                values.add(args[i].substring(option.length() + 1));
            }
        }
        return values;
    }

    private static boolean isPath(String name) {
        return name.indexOf('/') >= 0 || name.endsWith(".java") || name.endsWith(".jar");
    }

    private String nameIn(Path file) {
        Set<String> names = catalog.namesIn(file);
        if (names.size() != 1) {
            throw new SidecarException(
                    USAGE,
                    Place.file(file),
                    "holds " + (names.isEmpty() ? "no producers" : "several producers: " + names)
                            + "; put it into a folder, and choose one by --producers-dir and --producer NAME");
        }
        return names.iterator().next();
    }

    private void choose(String name) {
        declare(name);
        chosen.add(name);
    }

    private void declare(String name) {
        if (flags.containsKey(name)) {
            return;
        }
        ProducerProvider provider = catalog.provider(name);
        Shorthand shorthand = Shorthand.of(provider).orElse(null);
        List<Flag> own = new ArrayList<>();
        if (shorthand != null) {
            own.add(new Flag(provider, shorthand, null));
        }
        for (ProducerOption<?> option : provider.options()) {
            if (shorthand == null || !shorthand.options().contains(option.name())) {
                own.add(new Flag(provider, null, option));
            }
        }
        flags.put(name, own);
    }

    ProducerCatalog catalog() {
        return catalog;
    }

    /** Adds the flags to a command. */
    void addTo(CommandSpec command) {
        command.addOption(OptionSpec.builder(PRODUCER)
                .paramLabel("SPEC")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(
                        "A producer: its name, or the path of its .java or .jar file. May be repeated; they work in"
                                + " this order.")
                .build());
        command.addOption(OptionSpec.builder(PRODUCERS_DIR)
                .paramLabel("DIR")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .description(PRODUCERS_DIR_DESCRIPTION)
                .build());
        Map<String, Integer> uses = uses(command, flags.keySet());
        Map<String, Integer> usesOfChosen = uses(command, chosen);
        flags.forEach((producer, own) -> {
            for (Flag flag : own) {
                List<String> names = new ArrayList<>();
                Map<String, Integer> rivals = chosen.contains(producer) ? usesOfChosen : uses;
                if (rivals.getOrDefault(flag.name(), 0) == 1) {
                    names.add("--" + flag.name());
                }
                if (names.isEmpty() || flag.shorthand() == null) {
                    names.add("--" + flag.qualifiedName());
                }
                OptionSpec spec = flag.spec(names, !chosen.contains(producer));
                bySpec.put(spec, flag);
                command.addOption(spec);
            }
        });
    }

    /** How many flags there are of a name: the command's own, and those of some producers. */
    private Map<String, Integer> uses(CommandSpec command, Set<String> producers) {
        Map<String, Integer> uses = new HashMap<>();
        for (String producer : producers) {
            flags.getOrDefault(producer, List.of()).forEach(flag -> uses.merge(flag.name(), 1, Integer::sum));
        }
        command.optionsMap().keySet().forEach(taken -> uses.merge(taken.replaceFirst("^--", ""), 1, Integer::sum));
        return uses;
    }

    /** The producers that the command line chooses: the named ones in their order, then those whose flags are used. */
    List<Producer> producers(ParseResult words) {
        Map<Flag, Object> given = new LinkedHashMap<>();
        Set<String> order = new LinkedHashSet<>(chosen);
        for (OptionSpec option : words.matchedOptions()) {
            Flag flag = bySpec.get(option);
            if (flag != null) {
                given.put(flag, option.getValue());
                order.add(flag.provider().name());
            }
        }
        List<Producer> producers = new ArrayList<>();
        order.forEach(name -> producers.addAll(producers(words.commandSpec(), name, given)));
        return producers;
    }

    private List<Producer> producers(CommandSpec command, String name, Map<Flag, Object> given) {
        ProducerProvider provider = catalog.provider(name);
        Map<String, Object> options = new HashMap<>();
        List<Map<String, Object>> sets = new ArrayList<>();
        for (Flag flag : flags.getOrDefault(name, List.of())) {
            Object value = given.get(flag);
            if (flag.option() != null && value != null) {
                options.put(flag.name(), value);
            } else if (flag.shorthand() != null) {
                if (!(value instanceof List<?> texts)) {
                    throw Usage.wrong(
                            command, "producer " + name + " needs at least one --" + name + " " + flag.shorthand());
                }
                texts.forEach(text -> sets.add(new HashMap<>(flag.shorthand().parse((String) text))));
            }
        }
        if (sets.isEmpty()) {
            sets.add(new HashMap<>());
        }
        sets.forEach(set -> set.putAll(options));
        return sets.stream()
                .map(set -> provider.create(ProducerOptions.of(provider, set, Path.of(""))))
                .toList();
    }

    @Override
    public void close() {
        catalog.close();
    }
}
