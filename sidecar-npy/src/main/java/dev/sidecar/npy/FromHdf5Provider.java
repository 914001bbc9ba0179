package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@link Hdf5Columns} by the name {@code from_hdf5}; found by {@link java.util.ServiceLoader}. */
public final class FromHdf5Provider implements ProducerProvider {
    static final ProducerOption<List<Path>> FILES = ProducerOption.file(
                    "hdf5", "a file with the columns of many clips; may be repeated")
            .repeatable();
    static final ProducerOption<String> PATH = ProducerOption.text(
                    "hdf5-path",
                    "the dataset of a clip, with {id}, {stem} and {name} for parts of its id; by default {id}/cond, or cond"
                            + " in a file of its own")
            .withDefault("");
    static final ProducerOption<List<String>> NAMES = ProducerOption.text(
                    "hdf5-names", "the columns' names, separated by commas; by default as the file has them")
            .repeatable();
    private static final ProducerOption<String> ROOT = ProducerOption.text(
                    "hdf5-root", "the folder with a file for each clip, NAME.h5 for NAME.ecdc")
            .withDefault("");

    /** For {@link java.util.ServiceLoader}. */
    public FromHdf5Provider() {}

    @Override
    public String name() {
        return FromHdf5.NAME;
    }

    @Override
    public String summary() {
        return "columns of HDF5 files";
    }

    @Override
    public String help() {
        return """
                A dataset of shape [T] makes a column, one of shape [T, D] makes D; T must be that of
                the tokens. One file has all clips (--hdf5), or each clip has its own (--hdf5-root).
                For the clip a/x_120.0.ecdc, {id} is a/x_120.0.ecdc, {stem} is a/x_120.0 and {name}
                is x_120.0. Without --hdf5-names columns are called as "names" beside the dataset says,
                an attribute or a dataset of texts; else as the dataset.

                  sidecar add --audio-root ecdc --hdf5 features.h5 --hdf5-path '{stem}/pitch'""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(FILES, ROOT, PATH, NAMES);
    }

    @Override
    public Producer create(ProducerOptions options) {
        List<Path> files = options.get(FILES);
        String root = options.get(ROOT);
        if (files.isEmpty() == root.isEmpty()) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "expected either files with many clips each (--hdf5) or a folder with a file for each clip"
                            + " (--hdf5-root)");
        }
        Hdf5Columns.Builder columns = root.isEmpty()
                ? Hdf5Columns.from(files.get(0), files.subList(1, files.size()).toArray(Path[]::new))
                : Hdf5Columns.under(Path.of(root));
        if (!options.get(PATH).isEmpty()) {
            columns.path(options.get(PATH));
        }
        return columns.names(options.get(NAMES).stream()
                        .flatMap(names -> Arrays.stream(names.split(",", -1)))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toArray(String[]::new))
                .build();
    }
}
