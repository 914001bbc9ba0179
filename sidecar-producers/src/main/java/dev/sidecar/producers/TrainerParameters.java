package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import dev.sidecar.spi.ProducerOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of CSV files mean, as the trainer <a href="https://github.com/smilo7/RNeNcodec">RNeNcodec</a> has it in
 * {@code parameters.json}:
 *
 * <pre>{@code
 * {
 *   "tempo": {"name": "tempo", "type": "continuous", "min": 60, "max": 180, "unit": "BPM"},
 *   "instrument": {"name": "instrument", "type": "class", "classes": ["piano", "organ"]}
 * }
 * }</pre>
 *
 * <p>{@code name} is the column's name, by default the key. {@code type} is {@code continuous} (the default) or
 * {@code class}. A continuous parameter has a range, by default from 0 to 1, and perhaps a {@code unit}. A class has
 * {@code classes}, or {@code num_classes}, by default 2, which are then called 0, 1, and so on. Other keys do not matter.
 * Immutable.
 */
public final class TrainerParameters {
    private static final String CONTINUOUS = "continuous";
    private static final String CLASS = "class";
    private static final int MAX_CLASSES = 65_536;

    private final Map<String, Object> recorded;
    private final List<Parameter> parameters;

    private sealed interface Parameter {
        String name();
    }

    private record Continuous(String name, Range range, String unit) implements Parameter {}

    /**
     * @param named whether the classes have names, or only numbers
     */
    private record Classes(String name, Vocabulary vocabulary, boolean named) implements Parameter {}

    private TrainerParameters(Map<String, Object> recorded, List<Parameter> parameters) {
        this.recorded = recorded;
        this.parameters = List.copyOf(parameters);
    }

    /**
     * Reads a file.
     *
     * @param file a {@code parameters.json}
     * @return the parameters, in the order of the file
     * @throws SidecarException IO if it cannot be read; FORMAT if it is no JSON, or a parameter is not as described, or two
     *     make columns of one name
     */
    public static TrainerParameters read(Path file) {
        Place place = Place.file(file);
        if (!(Json.read(file) instanceof Map<?, ?> entries)) {
            throw new SidecarException(FORMAT, place, "expected an object with an entry for each parameter");
        }
        List<Parameter> parameters = new ArrayList<>();
        entries.forEach((key, entry) -> {
            try {
                parameters.add(parameter(String.valueOf(key), entry));
            } catch (SidecarException e) {
                throw new SidecarException(FORMAT, place.column(String.valueOf(key)), e.reason(), e);
            }
        });
        TrainerParameters read = new TrainerParameters(ProducerOption.recorded(file), parameters);
        Set<String> names = new HashSet<>();
        for (String name : read.columnNames()) {
            if (!names.add(name)) {
                throw new SidecarException(FORMAT, place.column(name), "two parameters make a column of this name");
            }
        }
        return read;
    }

    private static Parameter parameter(String key, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> keys)) {
            throw invalid("an object", entry);
        }
        String name = Column.checkedName(text(keys, "name", key));
        String type = text(keys, "type", CONTINUOUS);
        return switch (type) {
            case CONTINUOUS ->
                new Continuous(name, new Range(number(keys, "min", 0), number(keys, "max", 1)), text(keys, "unit", ""));
            case CLASS -> classes(name, keys);
            default -> throw SidecarException.unknownName(Place.NOWHERE, "type", type, List.of(CONTINUOUS, CLASS));
        };
    }

    private static Parameter classes(String name, Map<?, ?> keys) {
        if (keys.get("classes") instanceof List<?> list && !list.isEmpty()) {
            List<String> classes = new ArrayList<>();
            for (Object label : list) {
                if (!(label instanceof String text)) {
                    throw invalid("texts in \"classes\"", label);
                }
                classes.add(text.strip());
            }
            return new Classes(name, Vocabulary.of(classes), true);
        }
        double count = number(keys, "num_classes", 2);
        if (!(count >= 1 && count <= MAX_CLASSES) || count != Math.rint(count)) {
            throw invalid("1 to " + MAX_CLASSES + " in \"num_classes\"", count);
        }
        return new Classes(
                name,
                Vocabulary.of(IntStream.range(0, (int) count)
                        .mapToObj(Integer::toString)
                        .toList()),
                false);
    }

    private static String text(Map<?, ?> keys, String key, String otherwise) {
        Object value = keys.get(key);
        if (value != null && !(value instanceof String)) {
            throw invalid("a text in \"" + key + "\"", value);
        }
        return value instanceof String text ? text : otherwise;
    }

    private static double number(Map<?, ?> keys, String key, double otherwise) {
        Object value = keys.get(key);
        if (value != null && !(value instanceof Double)) {
            throw invalid("a number in \"" + key + "\"", value);
        }
        return value instanceof Double number ? number : otherwise;
    }

    private static SidecarException invalid(String expected, @Nullable Object found) {
        return new SidecarException(FORMAT, Place.NOWHERE, "expected " + expected + ", found " + found);
    }

    /**
     * The names of the columns that the parameters make: the name of a continuous one, {@code name_class} for each class.
     *
     * @return in order
     */
    public List<String> columnNames() {
        List<String> names = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter instanceof Classes classes) {
                classes.vocabulary().categories().forEach(label -> names.add(classes.name() + "_" + label));
            } else {
                names.add(parameter.name());
            }
        }
        return List.copyOf(names);
    }

    /** What is recorded of the file. */
    Map<String, Object> recorded() {
        return recorded;
    }

    /**
     * @param scaled whether continuous parameters are brought to [0, 1]
     */
    List<Field> fields(boolean scaled) {
        return parameters.stream().map(parameter -> field(parameter, scaled)).toList();
    }

    private static Field field(Parameter parameter, boolean scaled) {
        return parameter instanceof Continuous continuous
                ? new NumberField(continuous.name(), continuous.name(), continuous.unit(), continuous.range(), scaled)
                : new CategoryField(
                        parameter.name(),
                        parameter.name(),
                        ((Classes) parameter).vocabulary(),
                        CategoryField.Encoding.ONE_HOT,
                        true,
                        false);
    }

    /**
     * Writes the {@code conditioning_config.json} that the trainer reads at the root of a data set: names, kinds and ranges of
     * the columns. The file is the old one or the new one, never a part of it.
     *
     * @param file the file
     * @param rate the tokens' frame rate
     * @param scaled whether the columns were scaled; then continuous ones go from 0 to 1 and have no unit, else they have
     *     the parameter's range and unit
     * @throws SidecarException (IO) if it cannot be written
     */
    public void writeConditioningConfig(Path file, FrameGrid.Rate rate, boolean scaled) {
        Path name = file.getFileName();
        Path temporary = file.resolveSibling("." + name + ".tmp");
        try {
            if (Files.isDirectory(file)) {
                throw new SidecarException(IO, Place.file(file), "expected a file to write to, found a folder");
            }
            try {
                Files.write(temporary, conditioningConfig(rate, scaled));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (NoSuchFileException e) {
            throw new SidecarException(IO, Place.file(file), "its folder is missing; make it first", e);
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    private byte[] conditioningConfig(FrameGrid.Rate rate, boolean scaled) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            json.writeNumberField("schema_version", 1);
            number(json, "fps", rate.framesPerSecond());
            json.writeArrayFieldStart("feature_names");
            for (String column : columnNames()) {
                json.writeString(column);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("features");
            for (Parameter parameter : parameters) {
                if (parameter instanceof Continuous continuous) {
                    feature(json, continuous, scaled);
                } else if (parameter instanceof Classes classes) {
                    features(json, classes);
                }
            }
            json.writeEndObject();
            json.writeNumberField("num_features", columnNames().size());
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void feature(JsonGenerator json, Continuous parameter, boolean scaled) throws IOException {
        json.writeObjectFieldStart(parameter.name());
        json.writeStringField("type", CONTINUOUS);
        number(json, "min", scaled ? 0 : parameter.range().min());
        number(json, "max", scaled ? 1 : parameter.range().max());
        json.writeStringField("unit", scaled ? "" : parameter.unit());
        json.writeStringField("description", parameter.name() + (scaled ? ", scaled to [0, 1]" : ""));
        json.writeEndObject();
    }

    private static void features(JsonGenerator json, Classes parameter) throws IOException {
        for (int i = 0; i < parameter.vocabulary().size(); i++) {
            String label = parameter.vocabulary().categories().get(i);
            json.writeObjectFieldStart(parameter.name() + "_" + label);
            json.writeStringField("type", "binary");
            json.writeStringField("source_parameter", parameter.name());
            if (parameter.named()) {
                json.writeStringField("class_name", label);
            } else {
                json.writeNumberField("class_index", i);
            }
            json.writeStringField("unit", "probability");
            json.writeStringField("description", "1 where " + parameter.name() + " is " + label);
            json.writeEndObject();
        }
    }

    /** Whole numbers without a point. */
    private static void number(JsonGenerator json, String key, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumberField(key, (long) value);
        } else {
            json.writeNumberField(key, value);
        }
    }
}
