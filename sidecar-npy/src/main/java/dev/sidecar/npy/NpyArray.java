package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * An array of floats of any shape, as {@code numpy.save} writes it: float16, float32 or float64, in either byte order, in
 * C or Fortran order. Immutable.
 */
public final class NpyArray {
    private static final Set<ElementType> TYPES = Set.of(ElementType.FLOAT16, ElementType.FLOAT32, ElementType.FLOAT64);

    private final List<Integer> shape;
    private final float[] floats;

    private NpyArray(List<Integer> shape, float[] floats) {
        this.shape = shape;
        this.floats = floats;
    }

    /**
     * Reads a file.
     *
     * @param path an NPY file of version 1.0, 2.0 or 3.0, on any file system; links are followed
     * @return the array
     * @throws SidecarException IO if the file cannot be read; FORMAT if it is no such file, or too short; UNSUPPORTED if
     *     its values are not floats; LIMIT if it has more than 2<sup>31</sup> - 9 values, more than 2 GiB of them in
     *     Fortran order, or a finite value that float32 cannot hold; MISMATCH if it changes meanwhile
     */
    public static NpyArray read(Path path) {
        return read(path, ReadLimits.DEFAULT);
    }

    /**
     * Reads a file within other limits.
     *
     * @param path as for {@link #read(Path)}
     * @param limits how much the file may ask for
     * @return the array
     * @throws SidecarException as {@link #read(Path)}
     */
    public static NpyArray read(Path path, ReadLimits limits) {
        try (PositionalFile file = PositionalFile.open(path, limits)) {
            NpyLayout layout = NpyLayout.read(file);
            if (!TYPES.contains(layout.type())) {
                throw new SidecarException(
                        UNSUPPORTED,
                        Place.file(path).offset(layout.textOffset()),
                        "expected float16, float32 or float64, found "
                                + layout.type().label());
            }
            TensorView view = view(layout);
            NpyArray array = new NpyArray(view.shape(file), view.floats(file));
            file.stamp().check(path, FileStamp.of(path));
            return array;
        }
    }

    private static TensorView view(NpyLayout layout) {
        return new TensorView(
                (file, from, to) -> new TensorStorage.InFile(file, layout.dataOffset(), layout.order()),
                layout.type(),
                0,
                layout.shape(),
                layout.fortran() ? TensorView.columnMajor(layout.shape()) : TensorView.rowMajor(layout.shape()));
    }

    /**
     * The shape.
     *
     * @return the sizes of the axes, each 0 or more; none for a single value
     */
    public List<Integer> shape() {
        return shape;
    }

    /**
     * The values, rounded to float32 if they are float64.
     *
     * @return the values in C order, the last axis being the fastest; a copy, the caller's to keep
     */
    public float[] floats() {
        return floats.clone();
    }
}
