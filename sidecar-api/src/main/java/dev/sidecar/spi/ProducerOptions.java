package dev.sidecar.spi;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Provenance;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options that a producer is made with: a value of the right type for every option that its provider declares.
 * Immutable.
 */
public final class ProducerOptions {
    private final String producer;
    private final Map<ProducerOption<?>, Object> values;

    private ProducerOptions(String producer, Map<ProducerOption<?>, Object> values) {
        this.producer = producer;
        this.values = values;
    }

    /**
     * Checks values against what a provider declares, and fills in the defaults.
     *
     * @param provider who declares
     * @param given values by the options' names. Numbers, whole numbers and flags may also be texts; a repeatable option
     *     takes a list. A file is a {@code Path}, a text, or what {@link #provenance} records of it
     * @param folder where relative paths of files begin
     * @return a value for every declared option
     * @throws SidecarException USAGE, naming the producer, for a name that is not declared, a value of a wrong type, an
     *     option that must be given and is not, or a file that does not exist; MISMATCH for a recorded file whose content
     *     is another now
     */
    public static ProducerOptions of(ProducerProvider provider, Map<String, ?> given, Path folder) {
        Place place = Place.NOWHERE.producer(provider.name());
        List<ProducerOption<?>> declared = provider.options();
        List<String> names = declared.stream().map(ProducerOption::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw SidecarException.unknownName(place, "option", name, names);
            }
        }
        Map<ProducerOption<?>, Object> values = new LinkedHashMap<>();
        for (ProducerOption<?> option : declared) {
            Object value = given.get(option.name());
            try {
                values.put(
                        option,
                        value != null
                                ? option.read(value, folder)
                                : option.defaultValue().orElseThrow(() -> missing(option)));
            } catch (SidecarException e) {
                throw e.within(place);
            }
        }
        return new ProducerOptions(provider.name(), values);
    }

    private static SidecarException missing(ProducerOption<?> option) {
        return new SidecarException(
                USAGE, Place.NOWHERE, "the option \"" + option.name() + "\" is missing: " + option.help());
    }

    /**
     * The value of an option.
     *
     * @param option one of the declared options
     * @param <T> the type of its value
     * @return what was given, or else the default
     * @throws SidecarException (USAGE) if the provider does not declare it
     */
    @SuppressWarnings("unchecked") // put there by ProducerOption.read, which makes values of the option's type
    public <T> T get(ProducerOption<T> option) {
        Object value = values.get(option);
        if (value == null) {
            throw SidecarException.unknownName(
                    Place.NOWHERE.producer(producer),
                    "option",
                    option.name(),
                    values.keySet().stream().map(ProducerOption::name).toList());
        }
        return (T) value;
    }

    /**
     * These options as a record of where columns come from. {@link #of} understands it, so a producer can be made again
     * from what a sidecar says.
     *
     * @param version the version of the producer's results; empty if unknown
     * @return the producer's name with all values, defaults included; files as their name and SHA-256
     * @throws SidecarException (IO) if a file cannot be read
     */
    public Provenance provenance(String version) {
        Map<String, Object> data = new LinkedHashMap<>();
        values.forEach((option, value) -> data.put(
                option.name(),
                value instanceof List<?> list
                        ? list.stream().map(ProducerOptions::recorded).toList()
                        : recorded(value)));
        return new Provenance(producer, version, data);
    }

    private static Object recorded(Object value) {
        return value instanceof Path file ? OptionFile.record(file) : value;
    }

    /** The producer's name and all values. */
    @Override
    public String toString() {
        return producer + values;
    }
}
