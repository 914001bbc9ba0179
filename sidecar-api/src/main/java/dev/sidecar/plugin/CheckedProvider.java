package dev.sidecar.plugin;

import static dev.sidecar.SidecarException.Kind.PRODUCER;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;
import java.util.function.Function;

/**
 * The boundary to a provider: what it declares is read once and is sound, and the producers that it makes have a name.
 *
 * @param maker the provider's {@code create}
 */
record CheckedProvider(
        String name,
        String summary,
        String help,
        List<ProducerOption<?>> options,
        String shorthand,
        Function<ProducerOptions, Producer> maker)
        implements ProducerProvider {

    /**
     * @param origin where it comes from
     */
    static CheckedProvider of(ProducerProvider provider, Place origin) {
        Place nameless = origin.producer(provider.getClass().getName());
        String name = ForeignCode.call(nameless, "name()", provider::name);
        return of(name, provider, origin);
    }

    /** A provider under a name that is not its own to choose. */
    static CheckedProvider of(String name, ProducerProvider provider, Place origin) {
        if (!Column.isName(name) || !SidecarException.onOneLine(name).equals(name)) {
            throw new SidecarException(
                    PRODUCER,
                    origin.producer(provider.getClass().getName()),
                    "a producer's name must not be blank, nor hold control characters, found \"" + name + "\"");
        }
        Place place = origin.producer(name);
        List<ProducerOption<?>> options =
                List.copyOf(ForeignCode.<List<ProducerOption<?>>>call(place, "options()", provider::options));
        if (options.stream().map(ProducerOption::name).distinct().count() < options.size()) {
            throw new SidecarException(PRODUCER, place, "declares two options of one name: " + options);
        }
        CheckedProvider checked = new CheckedProvider(
                name,
                SidecarException.onOneLine(ForeignCode.call(place, "summary()", provider::summary)),
                ForeignCode.call(place, "help()", provider::help),
                options,
                ForeignCode.call(place, "shorthand()", provider::shorthand),
                given -> ForeignCode.call(place, "create()", () -> provider.create(given)));
        Shorthand.of(checked);
        return checked;
    }

    /** A producer that has a description; one that gives none is described by its name and options. */
    @Override
    public Producer create(ProducerOptions given) {
        Producer producer = maker.apply(given);
        Place place = Place.NOWHERE.producer(name);
        boolean nameless = ForeignCode.call(place, "describe()", producer::describe)
                .producer()
                .equals(Provenance.CUSTOM);
        return nameless ? new NamedProducer(producer, given.provenance("")) : producer;
    }
}
