package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A row of a table.
 *
 * @param line where it begins, from 1
 * @param cells the texts of its cells, by column
 */
record Row(Path file, long line, Map<String, String> cells) {
    String text(String column) {
        String text = cells.get(column);
        if (text == null) {
            SidecarException unknown = SidecarException.unknownName(Place.file(file), "column", column, cells.keySet());
            throw failure(unknown.kind(), column, unknown.reason());
        }
        return text;
    }

    /** A decimal number, or {@code nan}, {@code inf}, {@code -inf}. */
    double number(String column) {
        String text = text(column);
        OptionalDouble decimal = Decimal.parse(text);
        if (decimal.isPresent()) {
            return decimal.getAsDouble();
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw failure(FORMAT, column, "expected a number, found " + found(text));
        };
    }

    double finiteNumber(String column) {
        double number = number(column);
        if (!Double.isFinite(number)) {
            throw failure(FORMAT, column, "expected a finite number, found " + number);
        }
        return number;
    }

    /** What it says about each field. */
    List<Double> values(List<Field> fields) {
        return fields.stream().map(field -> field.value(this)).toList();
    }

    /** What a cell holds, for messages. */
    static String found(String text) {
        return text.isEmpty() ? "an empty cell" : '"' + text + '"';
    }

    SidecarException failure(Kind kind, String column, String reason) {
        return new SidecarException(kind, Place.file(file).column(column), "line " + line + ": " + reason);
    }
}
