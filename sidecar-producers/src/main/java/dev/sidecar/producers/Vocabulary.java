package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Categories, in the order of their indices. */
final class Vocabulary {
    private static final int SHOWN = 20;

    private final List<String> categories;
    private final Map<String, Integer> indices = new HashMap<>();

    private Vocabulary(List<String> categories) {
        this.categories = List.copyOf(categories);
        for (String category : categories) {
            if (category.isBlank()) {
                throw new SidecarException(USAGE, Place.NOWHERE, "a category must not be blank");
            }
            if (indices.putIfAbsent(category, indices.size()) != null) {
                throw new SidecarException(
                        USAGE, Place.NOWHERE, "each category is named once, found \"" + category + "\" twice");
            }
        }
    }

    /** As they are given, which is where each index comes from. */
    static Vocabulary of(List<String> categories) {
        return new Vocabulary(categories);
    }

    /** In the order of their characters, so that it does not matter where they were found. */
    static Vocabulary sorted(Collection<String> found) {
        return new Vocabulary(found.stream().distinct().sorted().toList());
    }

    List<String> categories() {
        return categories;
    }

    int size() {
        return categories.size();
    }

    /** Its index, or -1. */
    int indexOf(String category) {
        return indices.getOrDefault(category, -1);
    }

    /** The first categories, for people. */
    @Override
    public String toString() {
        return categories.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (size() > SHOWN ? ", … (" + size() + ")" : "");
    }
}
