package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Column;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Columns from HDF5 files: one file with all clips, or one for each.
 *
 * <pre>{@code
 * Sidecar.builder()
 *     .root(Path.of("ecdc"))
 *     .with(Hdf5Columns.from(Path.of("features.h5")).path("{stem}/pitch").build())
 *     .build()
 *     .run();
 * }</pre>
 *
 * <p>A dataset has shape (T), which makes one column, or (T, D), which makes D: rows are token frames, and T must be that
 * of the tokens. Values may be floats of 16, 32 or 64 bits, integers, or bit fields, in either byte order, plain or
 * compressed with gzip, LZF or shuffled; they are rounded to float32 once. Texts, enums (h5py's booleans), compound types,
 * and compression by scale-offset, N-bit, SZIP or LZ4 are refused.
 *
 * <p>Columns are named by {@link Builder#names}, else by {@code names}, a list of texts that is an attribute of the dataset
 * or of its group, or a dataset beside it; else by the dataset's name, with {@code _0}, {@code _1} … if there are two axes.
 * {@code units}, looked for in the same places, are taken over.
 *
 * <p>Needs {@code io.jhdf:jhdf} on the class path. Files are trusted: one that was made to do harm may take any memory or
 * time. A file that has an external link makes another file be read.
 */
public final class Hdf5Columns {
    private Hdf5Columns() {}

    /**
     * Columns from files that have many clips each. The dataset of a clip is looked for in each of them, in order. By
     * default it is {@code {id}/cond}, as in a tree that {@link SidecarPack} packed.
     *
     * @param first a file
     * @param more further files
     * @return a description of a producer
     */
    public static Builder from(Path first, Path... more) {
        Builder builder = new Builder(null);
        builder.add(first);
        for (Path file : more) {
            builder.add(file);
        }
        return builder;
    }

    /**
     * Columns from a file for each clip: for {@code a/x.ecdc} it is {@code a/x.h5} below the root. By default the dataset
     * is {@code cond}.
     *
     * @param root the folder with the files
     * @return a description of a producer
     */
    public static Builder under(Path root) {
        return new Builder(Objects.requireNonNull(root, "root"));
    }

    /** Describes a producer of columns from HDF5 files. */
    public static final class Builder {
        private final @Nullable Path root;
        private final List<Path> files = new ArrayList<>();
        private @Nullable String path;
        private List<String> names = List.of();

        private Builder(@Nullable Path root) {
            this.root = root;
        }

        private void add(Path file) {
            files.add(Objects.requireNonNull(file, "file"));
        }

        /**
         * The path of a clip's dataset in its file. <code>{id}</code> stands for the clip's id, such as
         * {@code a/x_120.0.ecdc}, <code>{stem}</code> for the id without {@code .ecdc}, <code>{name}</code> for the last
         * part of that, {@code x_120.0}.
         *
         * @param pattern such as <code>{stem}/features/pitch</code>
         * @return this builder
         * @throws SidecarException (USAGE) if it is blank, or has another word in braces
         */
        public Builder path(String pattern) {
            this.path = Hdf5Path.checked(pattern);
            return this;
        }

        /**
         * The names of the columns, in the order of the dataset's.
         *
         * @param names as many as there are columns; by default the file names them
         * @return this builder
         * @throws SidecarException (USAGE) if one cannot be the name of a column
         */
        public Builder names(String... names) {
            this.names = List.of(names);
            this.names.forEach(Column::checkedName);
            return this;
        }

        /**
         * Ends the description. No file is opened before the first clip.
         *
         * @return the producer, described as {@code from_hdf5}; may be used by several threads and runs, and reads for one
         *     clip at a time. It throws IO if a file or dataset is missing, MISMATCH if T or the number of names differs,
         *     UNSUPPORTED and FORMAT if the dataset cannot be read, LIMIT if a value is too large for float32
         */
        public Producer build() {
            String pattern = path;
            if (pattern == null) {
                pattern = root == null ? "{id}/cond" : "cond";
            }
            return new FromHdf5(root, List.copyOf(files), pattern, names);
        }
    }
}
