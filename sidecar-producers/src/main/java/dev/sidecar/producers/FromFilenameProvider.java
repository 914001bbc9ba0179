package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#fromFilename(String)} by the name {@code from_filename}; found by {@link java.util.ServiceLoader}. */
public final class FromFilenameProvider implements ProducerProvider {
    static final ProducerOption<String> REGEX = ProducerOption.text(
                    "filename-regex", "a Python regex with the groups (?P<name>...) and (?P<value>...)")
            .withDefault(Producers.NAME_AND_NUMBER);

    /** Older tools want it before they do anything; here choosing the producer is enough. */
    private static final ProducerOption<Boolean> ENABLED =
            ProducerOption.flag("from-filename", "accepted for the sake of older command lines; changes nothing");

    /** For {@link java.util.ServiceLoader}. */
    public FromFilenameProvider() {}

    @Override
    public String name() {
        return FromFilename.NAME;
    }

    @Override
    public String summary() {
        return "names and numbers from the token file's name";
    }

    @Override
    public String help() {
        return """
                Every match of the regex in the file's name gives a column that has one value in
                every frame: sweep_tempo_120.0.ecdc gives tempo = 120. Where nothing matches,
                nothing is added. The default takes a name as far as it reaches:
                noise_tempo_90_gain_-6.5.ecdc gives tempo_90_gain = -6.5.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(REGEX, ENABLED);
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.fromFilename(options.get(REGEX));
    }
}
