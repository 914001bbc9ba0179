package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.frame.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A column of categories.
 *
 * @param name what it is called in clips
 * @param encoding what becomes of the categories
 * @param numbered whether a category may also stand as its index
 * @param gaps whether there may be frames without a category
 */
record CategoryField(
        String source, String name, Vocabulary vocabulary, Encoding encoding, boolean numbered, boolean gaps)
        implements Field {
    /** How categories become numbers. */
    enum Encoding {
        /** A column with the index, -1 for none. */
        INDEX,
        /** A column {@code name_category} for each, 1 where it holds and else 0. */
        ONE_HOT
    }

    private static final int NONE = -1;

    @Override
    public double value(Row row) {
        String category = row.text(source);
        int index = vocabulary.indexOf(category);
        if (index < 0 && numbered) {
            index = asIndex(category);
        }
        if (index < 0) {
            throw row.failure(
                    FORMAT,
                    source,
                    "expected one of " + vocabulary + (numbered ? ", or its index from 0" : "") + "; found "
                            + Row.found(category));
        }
        return index;
    }

    private int asIndex(String text) {
        OptionalDouble number = Decimal.parse(text);
        boolean isIndex = number.isPresent()
                && number.getAsDouble() == Math.rint(number.getAsDouble())
                && number.getAsDouble() >= 0
                && number.getAsDouble() < vocabulary.size();
        return isIndex ? (int) number.getAsDouble() : NONE;
    }

    @Override
    public double nothing() {
        return NONE;
    }

    @Override
    public boolean isContinuous() {
        return false;
    }

    @Override
    public List<Column> columns(int frames, IntToDoubleFunction valueAt) {
        if (encoding == Encoding.INDEX) {
            return List.of(Column.generate(name, frames, valueAt)
                    .withRange(gaps ? NONE : 0, Math.max(0, vocabulary.size() - 1))
                    .withDoc(indices()));
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            int index = i;
            String category = vocabulary.categories().get(i);
            columns.add(Column.generate(
                            name + "_" + category, frames, frame -> valueAt.applyAsDouble(frame) == index ? 1 : 0)
                    .withRange(0, 1)
                    .withDoc("1 where " + name + " is " + category));
        }
        return columns;
    }

    private String indices() {
        return IntStream.range(0, vocabulary.size())
                        .mapToObj(i -> i + " " + vocabulary.categories().get(i))
                        .collect(Collectors.joining(", "))
                + (gaps ? ", " + NONE + " none" : "");
    }
}
