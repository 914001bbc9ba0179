package dev.sidecar.producers;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Decimal numbers in texts. */
final class Decimal {
    private static final String DIGITS = "[0-9]+(?:_[0-9]+)*+";
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:D(?:\\.(?:D)?)?|\\.D)(?:[eE][+-]?D)?".replace("D", DIGITS));

    /** More characters than any number needs; the pattern goes deeper with each. */
    private static final int MAX_LENGTH = 1_000;

    private Decimal() {}

    /** What Python's {@code float()} makes of a text, but for the words for infinity and NaN. */
    static OptionalDouble parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return OptionalDouble.empty();
        }
        OptionalDouble number = plain(text);
        return number.isPresent() ? number : plain(ascii(text));
    }

    private static OptionalDouble plain(String text) {
        return DECIMAL.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text.replace("_", "")))
                : OptionalDouble.empty();
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        PythonPattern.strip(text)
                .codePoints()
                .map(c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? '0' + Character.digit(c, 10) : c)
                .forEach(ascii::appendCodePoint);
        return ascii.toString();
    }
}
