package dev.sidecar.spi;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An option that a producer takes, and the key to its value. Without a default it must be given, except that a flag is
 * false and a repeatable option has no values.
 *
 * <p>Immutable. Options are the same if they have the same name and take the same values.
 *
 * @param <T> what the producer sees: {@code String}, {@code Double}, {@code Long}, {@code Boolean}, {@code Path}, or a
 *     {@code List} of one of these
 */
public final class ProducerOption<T> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** What sort of value an option takes. */
    public enum Type {
        /** Any text. */
        TEXT,
        /** A decimal number such as {@code -6.5} or {@code 1e3}, or {@code nan}, {@code inf}, {@code -inf}. */
        NUMBER,
        /** A whole number from -2<sup>63</sup> to 2<sup>63</sup> - 1. */
        INTEGER,
        /** {@code true} or {@code false}; on a command line a flag without a value. */
        FLAG,
        /** A file that exists. What is recorded of it is its name and SHA-256, never its path. */
        FILE
    }

    private final String name;
    private final Type type;
    private final boolean repeatable;
    private final @Nullable T defaultValue;
    private final String help;

    private ProducerOption(String name, Type type, boolean repeatable, @Nullable T defaultValue, String help) {
        this.name = name;
        this.type = type;
        this.repeatable = repeatable;
        this.defaultValue = defaultValue;
        this.help = help;
    }

    private static <T> ProducerOption<T> of(String name, Type type, @Nullable T defaultValue, String help) {
        if (!NAME.matcher(name).matches()) {
            throw usage("an option's name is lower-case letters, digits, - and _, such as frame-size, found \"" + name
                    + "\"");
        }
        return new ProducerOption<>(name, type, false, defaultValue, Objects.requireNonNull(help, "help"));
    }

    /**
     * An option that takes a text.
     *
     * @param name lower-case letters, digits, {@code -} and {@code _}, such as {@code frame-size}
     * @param help one line for people
     * @return an option without a default
     * @throws SidecarException (USAGE) if the name is of another form
     */
    public static ProducerOption<String> text(String name, String help) {
        return of(name, Type.TEXT, null, help);
    }

    /**
     * An option that takes a number.
     *
     * @param name as in {@link #text}
     * @param help one line for people
     * @return an option without a default
     * @throws SidecarException (USAGE) if the name is of another form
     */
    public static ProducerOption<Double> number(String name, String help) {
        return of(name, Type.NUMBER, null, help);
    }

    /**
     * An option that takes a whole number.
     *
     * @param name as in {@link #text}
     * @param help one line for people
     * @return an option without a default
     * @throws SidecarException (USAGE) if the name is of another form
     */
    public static ProducerOption<Long> integer(String name, String help) {
        return of(name, Type.INTEGER, null, help);
    }

    /**
     * An option that is either given or not.
     *
     * @param name as in {@link #text}
     * @param help one line for people
     * @return an option that is false by default
     * @throws SidecarException (USAGE) if the name is of another form
     */
    public static ProducerOption<Boolean> flag(String name, String help) {
        return of(name, Type.FLAG, false, help);
    }

    /**
     * An option that takes the path of a file.
     *
     * @param name as in {@link #text}
     * @param help one line for people
     * @return an option without a default
     * @throws SidecarException (USAGE) if the name is of another form
     */
    public static ProducerOption<Path> file(String name, String help) {
        return of(name, Type.FILE, null, help);
    }

    /**
     * What is recorded of a file that an option names, for producers that describe themselves.
     *
     * @param file the file
     * @return its name and SHA-256, which such an option takes in place of a path
     * @throws SidecarException (IO) if it cannot be read
     */
    public static Map<String, Object> recorded(Path file) {
        return OptionFile.record(file);
    }

    /**
     * The same option with a value for when it is not given.
     *
     * @param value the default
     * @return an option that need not be given
     */
    @SuppressWarnings("unchecked") // a copy of a list is a list of the same
    public ProducerOption<T> withDefault(T value) {
        T copy = value instanceof List<?> list ? (T) List.copyOf(list) : value;
        return new ProducerOption<>(name, type, repeatable, Objects.requireNonNull(copy, "value"), help);
    }

    /**
     * The same option, to be given as often as one likes.
     *
     * @return an option whose value is a list, empty by default; a default that this option has is dropped
     */
    public ProducerOption<List<T>> repeatable() {
        if (repeatable) {
            throw usage("the option \"" + name + "\" is repeatable already");
        }
        return new ProducerOption<>(name, type, true, List.of(), help);
    }

    /**
     * Its name.
     *
     * @return such as {@code frame-size}
     */
    public String name() {
        return name;
    }

    /**
     * What sort of value it takes.
     *
     * @return the type, of one value where it is repeatable
     */
    public Type type() {
        return type;
    }

    /**
     * Whether it can be given several times.
     *
     * @return true if its value is a list
     */
    public boolean isRepeatable() {
        return repeatable;
    }

    /**
     * The value for when it is not given.
     *
     * @return empty if it must be given
     */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /**
     * What it is for.
     *
     * @return one line for people
     */
    public String help() {
        return help;
    }

    /** Its value from what was given; {@code folder} is where files lie that are named by a relative path. */
    Object read(Object given, Path folder) {
        if (!repeatable) {
            return one(given instanceof List<?> list ? onlyOf(list) : given, folder);
        }
        List<Object> values = new ArrayList<>();
        for (Object element : given instanceof List<?> list ? list : List.of(given)) {
            values.add(one(element, folder));
        }
        return List.copyOf(values);
    }

    private Object onlyOf(List<?> values) {
        if (values.size() != 1) {
            throw usage("the option \"" + name + "\" takes one value, found " + values.size());
        }
        return values.get(0);
    }

    private Object one(Object given, Path folder) {
        return switch (type) {
            case TEXT -> given instanceof String text ? text : refuse("a text", given);
            case NUMBER -> number(given);
            case INTEGER -> integer(given);
            case FLAG -> flag(given);
            case FILE -> OptionFile.locate(name, given, folder);
        };
    }

    private Object number(Object given) {
        if (given instanceof Number number) {
            return number.doubleValue();
        }
        if (given instanceof String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "nan" -> Double.NaN;
                case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> decimal(text);
            };
        }
        return refuse("a number", given);
    }

    private Object decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return refuse("a number", text);
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? number : refuse("a number up to 1.8e308, or inf", text);
    }

    private Object integer(Object given) {
        if (given instanceof Long || given instanceof Integer || given instanceof Short || given instanceof Byte) {
            return ((Number) given).longValue();
        }
        try {
            return given instanceof String text ? Long.valueOf(text) : refuse("a whole number", given);
        } catch (NumberFormatException e) {
            return refuse("a whole number", given);
        }
    }

    private Object flag(Object given) {
        if (given instanceof Boolean) {
            return given;
        }
        return switch (String.valueOf(given)) {
            case "true" -> true;
            case "false" -> false;
            default -> refuse("true or false", given);
        };
    }

    private Object refuse(String expected, Object found) {
        throw usage("the option \"" + name + "\" takes " + expected + ", found \"" + found + "\"");
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProducerOption<?> option
                && name.equals(option.name)
                && type == option.type
                && repeatable == option.repeatable;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name, the type and whether it is repeatable. */
    @Override
    public String toString() {
        return name + " (" + type + (repeatable ? ", repeatable" : "") + ")";
    }
}
