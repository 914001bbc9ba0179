package dev.sidecar.testkit;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says in a line how what was found differs from what was expected. */
final class Difference {
    private Difference() {}

    static String list(List<String> names) {
        return names.isEmpty()
                ? "none"
                : names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    static String ofNames(List<String> expected, List<String> found) {
        return "expected the columns " + list(expected) + ", found " + list(found);
    }

    /** The first difference of two frames that are not equal. */
    static String between(FeatureFrame expected, FeatureFrame found) {
        if (expected.frames() != found.frames()) {
            return "expected " + expected.frames() + " frames, found " + found.frames();
        }
        if (!expected.names().equals(found.names())) {
            return ofNames(expected.names(), found.names());
        }
        List<String> differing = expected.names().stream()
                .filter(name -> !expected.column(name).equals(found.column(name)))
                .toList();
        String first = differing.get(0);
        return between(expected.column(first), found.column(first))
                + (differing.size() == 1 ? "" : "; " + differing.size() + " columns differ: " + list(differing));
    }

    /** The first difference of two columns that have the same name and length and are not equal. */
    private static String between(Column expected, Column found) {
        float[] values = expected.toArray();
        Misfits misfits = Misfits.of(found, t -> Misfits.same(values[t], found.get(t)));
        String column = "column \"" + found.name() + "\": ";
        if (misfits.count() > 0) {
            return column + misfits.text("differ", "expected " + values[misfits.first()]);
        }
        String[] aspects = {"units", "doc", "range", "provenance", "stated numbers"};
        Object[] wanted = aspects(expected);
        Object[] seen = aspects(found);
        int differing = 0;
        while (wanted[differing].equals(seen[differing])) {
            differing++;
        }
        return column + expected(aspects[differing], wanted[differing], seen[differing]);
    }

    private static Object[] aspects(Column column) {
        return new Object[] {column.units(), column.doc(), column.range(), column.provenance(), column.stated()};
    }

    static String expected(String what, Object expected, Object found) {
        return "expected the " + what + " " + quoted(expected) + ", found " + quoted(found);
    }

    private static String quoted(Object value) {
        return value instanceof String ? "\"" + value + "\"" : Objects.toString(value);
    }
}
