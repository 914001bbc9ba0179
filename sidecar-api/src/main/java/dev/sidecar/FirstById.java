package dev.sidecar;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The items of the smallest ids, in the order of ids: a bounded part of what may be a very long list. */
final class FirstById<T> {
    private final int limit;
    private final TreeMap<String, List<T>> items = new TreeMap<>();
    private int size;

    FirstById(int limit) {
        this.limit = limit;
    }

    void add(String id, T item) {
        if (size == limit) {
            var last = items.lastEntry();
            if (last.getKey().compareTo(id) <= 0) {
                return;
            }
            last.getValue().remove(last.getValue().size() - 1);
            if (last.getValue().isEmpty()) {
                items.remove(last.getKey());
            }
            size--;
        }
        items.computeIfAbsent(id, key -> new ArrayList<>()).add(item);
        size++;
    }

    List<T> toList() {
        return items.values().stream().flatMap(List::stream).toList();
    }
}
