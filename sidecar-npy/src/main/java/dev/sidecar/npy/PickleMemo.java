package dev.sidecar.npy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that a pickle remembers by index. Indices that count up cost a reference each, any others a map's entry. */
final class PickleMemo {
    private final List<PickleValue> counted = new ArrayList<>();
    private final Map<Integer, PickleValue> others = new HashMap<>();

    int size() {
        return counted.size() + others.size();
    }

    @Nullable
    PickleValue get(int index) {
        return index >= 0 && index < counted.size() ? counted.get(index) : others.get(index);
    }

    void put(int index, PickleValue value) {
        if (index >= 0 && index < counted.size()) {
            counted.set(index, value);
        } else if (index == counted.size()) {
            counted.add(value);
            others.remove(index);
        } else {
            others.put(index, value);
        }
    }
}
