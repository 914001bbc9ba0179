package dev.sidecar.npy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of CSV as in RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe before it: one that
 * begins with {@code = + - @}, their full-width forms, a tab or a line end.
 */
final class Csv {
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n].*", Pattern.DOTALL);
    private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

    private Csv() {}

    static String row(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String harmless = FORMULA.matcher(text).matches() ? "'" + text : text;
        return SPECIAL.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
