package dev.sidecar.cli;

import dev.sidecar.SidecarException;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerProvider;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is printed about producers. */
final class ProducerPages {
    private ProducerPages() {}

    /** All producers, a line each; one that cannot be loaded says why. */
    static void list(ProducerCatalog catalog, PrintWriter out) {
        Table table = new Table("lll");
        for (String name : catalog.names()) {
            String summary;
            try {
                summary = catalog.provider(name).summary();
            } catch (SidecarException broken) {
                summary = "(" + SidecarException.onOneLine(broken.reason()) + ")";
            }
            table.add(List.of(SidecarException.onOneLine(name), place(catalog, name), summary));
        }
        table.print(out);
    }

    private static String place(ProducerCatalog catalog, String name) {
        return catalog.installed().contains(name) ? "installed" : SidecarException.onOneLine(catalog.origin(name));
    }

    /** Everything about one producer. */
    static void explain(ProducerCatalog catalog, String name, PrintWriter out) {
        ProducerProvider provider = catalog.provider(name);
        out.println(name + (provider.summary().isEmpty() ? "" : ": " + provider.summary()));
        out.println("  from " + SidecarException.onOneLine(catalog.origin(name)));
        if (!provider.help().isBlank()) {
            out.println();
            provider.help()
                    .lines()
                    .forEach(line -> out.println(("  " + SidecarException.onOneLine(line)).stripTrailing()));
        }
        out.println();
        Shorthand shorthand = Shorthand.of(provider).orElse(null);
        if (shorthand != null) {
            out.println("  --" + name + " " + shorthand
                    + "   once for each producer of this name; in recipes, the options");
        } else if (provider.options().isEmpty()) {
            out.println("  --producer " + name + "   takes no options");
        } else {
            out.println("  --producer " + name + "   with the options, or with --" + name + "."
                    + provider.options().get(0).name()
                    + (provider.options().size() == 1 ? "" : " and so on") + ", where another flag has that name");
        }
        Table table = new Table("ll");
        for (ProducerOption<?> option : provider.options()) {
            boolean inShorthand = shorthand != null && shorthand.options().contains(option.name());
            String flag = option.type() == ProducerOption.Type.FLAG
                    ? "--" + option.name()
                    : (inShorthand ? "" : "--") + option.name() + " " + parameter(null, option);
            table.add(List.of("  " + flag, describe(option)));
        }
        table.print(out);
    }

    /** What stands for a flag's value. */
    static String parameter(@Nullable Shorthand shorthand, @Nullable ProducerOption<?> option) {
        if (shorthand != null) {
            return shorthand.toString();
        }
        return option == null ? "" : option.type().name();
    }

    /** An option's help, its default, and whether it can be repeated. */
    static String describe(ProducerOption<?> option) {
        String help = SidecarException.onOneLine(option.help());
        String text = help.endsWith(".") ? help.substring(0, help.length() - 1) : help;
        return text + withoutIt(option) + (option.isRepeatable() ? ". May be repeated." : ".");
    }

    /** What holds where an option is not given; nothing is said of a default that is empty. */
    private static String withoutIt(ProducerOption<?> option) {
        if (option.type() == ProducerOption.Type.FLAG) {
            return "";
        }
        if (option.defaultValue().isEmpty()) {
            return "; required";
        }
        String value = asGiven(option.defaultValue().get());
        return value.isEmpty() ? "" : "; by default " + SidecarException.onOneLine(value);
    }

    /** A value as one would write it on the command line. */
    private static String asGiven(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ProducerPages::asGiven).collect(Collectors.joining(","));
        }
        if (value instanceof Double number) {
            return number.isInfinite()
                    ? (number > 0 ? "inf" : "-inf")
                    : number.isNaN()
                            ? "nan"
                            : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }
}
