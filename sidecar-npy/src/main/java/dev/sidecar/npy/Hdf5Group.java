package dev.sidecar.npy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A group of an HDF5 file that is to be written. None is empty: each has a dataset, or a group that does, because the
 * library for HDF5 writes over the last group of a file if it is empty.
 */
final class Hdf5Group {
    private final SortedMap<String, Object> attributes = new TreeMap<>();
    private final SortedMap<String, Dataset> datasets = new TreeMap<>();
    private final SortedMap<String, Hdf5Group> groups = new TreeMap<>();

    /**
     * An array of an HDF5 file.
     *
     * @param array of one or two axes, none of them empty, of numbers or texts
     * @param chunk the shape of what is compressed at once; of no axis if nothing is
     */
    record Dataset(Object array, List<Integer> chunk) {}

    /** A group in this one, made if need be. */
    Hdf5Group group(String name) {
        return groups.computeIfAbsent(name, key -> new Hdf5Group());
    }

    /** A group below this one by the names on the way. */
    Hdf5Group below(String path) {
        Hdf5Group group = this;
        for (String name : path.split("/", -1)) {
            group = group.group(name);
        }
        return group;
    }

    /** A number or a short text. */
    void attribute(String name, Object value) {
        attributes.put(name, value);
    }

    void dataset(String name, Object array, int... chunk) {
        datasets.put(name, new Dataset(array, Arrays.stream(chunk).boxed().toList()));
    }

    SortedMap<String, Object> attributes() {
        return Collections.unmodifiableSortedMap(attributes);
    }

    SortedMap<String, Dataset> datasets() {
        return Collections.unmodifiableSortedMap(datasets);
    }

    SortedMap<String, Hdf5Group> groups() {
        return Collections.unmodifiableSortedMap(groups);
    }
}
