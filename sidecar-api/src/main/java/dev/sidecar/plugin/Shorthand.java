package dev.sidecar.plugin;

import static dev.sidecar.SidecarException.Kind.PRODUCER;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.ProducerProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider's {@linkplain ProducerProvider#shorthand() shorthand}, ready to read texts by it. Immutable. */
public final class Shorthand {
    private static final Pattern WORD = Pattern.compile("[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*");

    private final String provider;
    private final String form;
    private final List<String> options;
    private final Pattern pattern;

    private Shorthand(String provider, String form, List<String> options, Pattern pattern) {
        this.provider = provider;
        this.form = form;
        this.options = List.copyOf(options);
        this.pattern = pattern;
    }

    /**
     * The shorthand of a provider.
     *
     * @param provider who may have one
     * @return empty if it has none
     * @throws SidecarException (PRODUCER) if it names what is not an option, or a repeatable one, or one twice
     */
    public static Optional<Shorthand> of(ProducerProvider provider) {
        String form = provider.shorthand();
        if (form.isEmpty()) {
            return Optional.empty();
        }
        List<String> options = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher word = WORD.matcher(form);
        int end = 0;
        while (word.find()) {
            String option = word.group().toLowerCase(Locale.ROOT);
            boolean known = provider.options().stream()
                    .anyMatch(declared -> declared.name().equals(option) && !declared.isRepeatable());
            if (!known || options.contains(option)) {
                throw new SidecarException(
                        PRODUCER,
                        Place.NOWHERE.producer(provider.name()),
                        "the shorthand " + form + " must name options that are declared and not repeatable, each once;"
                                + " found " + word.group());
            }
            options.add(option);
            pattern.append(Pattern.quote(form.substring(end, word.start()))).append("(.*)");
            end = word.end();
        }
        pattern.append(Pattern.quote(form.substring(end)));
        return Optional.of(
                new Shorthand(provider.name(), form, options, Pattern.compile(pattern.toString(), Pattern.DOTALL)));
    }

    /**
     * The options that it names.
     *
     * @return their names, in order
     */
    public List<String> options() {
        return options;
    }

    /**
     * Reads a text. Where a separator occurs several times, the last one counts, so that names may hold separators.
     *
     * @param text such as {@code gain=0:1}
     * @return the values as texts, by the options' names
     * @throws SidecarException (USAGE) if the text is of another form
     */
    public Map<String, String> parse(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE.producer(provider), "expected " + form + ", found \"" + text + "\"");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < options.size(); i++) {
            values.put(options.get(i), matcher.group(i + 1));
        }
        return values;
    }

    /** The form, such as {@code NAME=START:END}. */
    @Override
    public String toString() {
        return form;
    }
}
