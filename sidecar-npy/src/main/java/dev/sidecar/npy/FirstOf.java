package dev.sidecar.npy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The first of many things, and how many there are. */
final class FirstOf<T> {
    private static final int PRINTED = 20;

    private final int limit;
    private final List<T> first = new ArrayList<>();
    private long count;

    /** None yet, of which so many are to be kept. */
    FirstOf(int limit) {
        this.limit = limit;
    }

    /** These, whatever is added later. */
    FirstOf<T> copy() {
        FirstOf<T> copy = new FirstOf<>(limit);
        copy.first.addAll(first);
        copy.count = count;
        return copy;
    }

    void add(T thing) {
        if (count++ < limit) {
            first.add(thing);
        }
    }

    /** As many as are kept. */
    List<T> list() {
        return List.copyOf(first);
    }

    /** How many there are in all. */
    long count() {
        return count;
    }

    /** Prints the first few on a line each, and how many more there are. */
    void print(StringBuilder text, Function<T, String> line, String what) {
        first.stream().limit(PRINTED).forEach(thing -> text.append("\n  ").append(line.apply(thing)));
        if (count > PRINTED) {
            text.append("\n  … and ").append(count - PRINTED).append(" more ").append(what);
        }
    }
}
