package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The way to HDF5 files, which is closed where the library for them is missing. */
final class Hdf5 {
    private static final String JHDF = "io.jhdf:jhdf:0.13.0";

    private Hdf5() {}

    static Hdf5File open(Path path) {
        return withLibrary(path, () -> Hdf5File.open(path));
    }

    /** Writes a new file. */
    static void write(Path path, Hdf5Group root) {
        withLibrary(path, () -> {
            Hdf5File.write(path, root);
            return path;
        });
    }

    private static <T> T withLibrary(Path path, Supplier<T> use) {
        try {
            return use.get();
        } catch (NoClassDefFoundError e) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(path),
                    "HDF5 is read and written with a library that is not here; add " + JHDF,
                    e);
        }
    }
}
