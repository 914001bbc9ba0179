package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link Hdf5Columns}. */
final class FromHdf5 implements Producer {
    static final String NAME = "from_hdf5";

    private static final String VERSION = "1";

    private final @Nullable Path root;
    private final List<Path> files;
    private final String path;
    private final List<String> names;
    private final Map<Path, Hdf5File> open = new LinkedHashMap<>();
    private @Nullable Provenance description;

    /**
     * A producer.
     *
     * @param root of a file for each clip; null if {@code files} have many clips each
     */
    FromHdf5(@Nullable Path root, List<Path> files, String path, List<String> names) {
        this.root = root;
        this.files = files;
        this.path = path;
        this.names = names;
    }

    @Override
    public synchronized FeatureFrame produce(Clip clip) {
        try {
            String inside = Hdf5Path.of(path, clip.id());
            if (root == null) {
                return read(fileWith(inside), inside, clip);
            }
            Path tokens = FileStore.inside(root, clip.id());
            String name = SidecarPaths.base(tokens.getFileName().toString()) + ".h5";
            try (Hdf5File file = Hdf5.open(tokens.resolveSibling(name))) {
                return read(file, inside, clip);
            }
        } catch (SidecarException e) {
            throw e.within(Place.clip(clip.id()).producer(NAME));
        }
    }

    /** The first file that has a dataset; else the first one. */
    private Hdf5File fileWith(String inside) {
        for (Path file : files) {
            Hdf5File candidate = open.computeIfAbsent(file, Hdf5::open);
            if (candidate.isDataset(inside) || isPacked(candidate, inside)) {
                return candidate;
            }
        }
        throw new SidecarException(
                IO,
                Place.file(files.get(0)),
                "there is no dataset " + inside + " in this file" + others()
                        + "; say where it is (path(), --hdf5-path)");
    }

    private String others() {
        return files.size() == 1 ? "" : " and the " + (files.size() - 1) + " others";
    }

    private static boolean isPacked(Hdf5File file, String inside) {
        return inside.endsWith("/" + PackedClip.VALUES) && PackedClip.isAt(file, group(inside));
    }

    private static String group(String inside) {
        return inside.substring(0, Math.max(inside.lastIndexOf('/'), 0));
    }

    private FeatureFrame read(Hdf5File file, String inside, Clip clip) {
        if (!file.isDataset(inside)) {
            if (isPacked(file, inside)) { // which has no dataset of what is empty
                return PackedClip.read(file, group(inside)).frame();
            }
            throw new SidecarException(IO, Place.file(file.path()), "there is no dataset " + inside + " in this file");
        }
        Hdf5Data data = file.read(inside);
        float[] values = data.floats();
        int width = width(data, clip.frames());
        List<String> found = names.isEmpty() ? texts(file, inside, "names") : names;
        List<String> labels = found.isEmpty() ? numbered(data, width) : found;
        List<String> units = texts(file, inside, "units");
        checkCount(data, "names", labels, width);
        if (!units.isEmpty()) {
            checkCount(data, "units", units, width);
        }
        FeatureFrame.Builder frame = FeatureFrame.builder(clip.frames());
        for (int d = 0; d < width; d++) {
            float[] column = new float[clip.frames()];
            for (int t = 0; t < column.length; t++) {
                column[t] = values[t * width + d];
            }
            checkName(data, labels, d);
            frame.add(Column.of(labels.get(d), column).withUnits(units.isEmpty() ? "" : units.get(d)));
        }
        return frame.build();
    }

    private static int width(Hdf5Data data, int frames) {
        List<Integer> shape = data.shape();
        if (shape.isEmpty() || shape.size() > 2) {
            throw data.failure(UNSUPPORTED, "expected the shape [T] or [T, D], found " + shape);
        }
        if (shape.get(0) != frames) {
            throw data.failure(
                    MISMATCH,
                    "expected a row for each of " + frames + " frames, found the shape " + shape
                            + (shape.size() == 2 && shape.get(1) == frames ? "; transpose it" : ""));
        }
        int width = shape.size() == 1 ? 1 : shape.get(1);
        if (width > NpyHeader.MAX_WIDTH) {
            throw data.failure(LIMIT, "a sidecar has at most " + NpyHeader.MAX_WIDTH + " columns, these are " + width);
        }
        return width;
    }

    private static List<String> numbered(Hdf5Data data, int width) {
        String name = data.path().substring(data.path().lastIndexOf('/') + 1);
        return data.shape().size() == 1
                ? List.of(name)
                : IntStream.range(0, width).mapToObj(d -> name + "_" + d).toList();
    }

    /** A list of texts that belongs to a dataset; empty if there is none. */
    private static List<String> texts(Hdf5File file, String inside, String what) {
        String group = group(inside);
        Optional<Object> attribute = file.attribute(inside, what).or(() -> file.attribute(group, what));
        if (attribute.isPresent()) {
            if (attribute.get() instanceof String[] texts) {
                return List.of(texts);
            }
            if (attribute.get() instanceof String text) {
                return List.of(text);
            }
        }
        String beside = group.isEmpty() ? what : group + "/" + what;
        return file.isDataset(beside) ? file.read(beside).texts() : List.of();
    }

    private static void checkCount(Hdf5Data data, String what, List<String> texts, int width) {
        if (texts.size() != width) {
            throw data.failure(MISMATCH, "expected " + what + " of " + width + " columns, found " + texts.size());
        }
    }

    private static void checkName(Hdf5Data data, List<String> labels, int column) {
        String name = labels.get(column);
        if (!Column.isName(name) || labels.indexOf(name) < column) {
            throw data.failure(
                    FORMAT,
                    "column " + column + " is called \"" + name + "\", as another or as none can be; give it a name");
        }
    }

    /** None where the files name their columns. */
    @Override
    public Set<String> makes() {
        return Set.copyOf(names);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Hdf5File::close);
        open.clear();
        description = null;
    }

    @Override
    public synchronized Provenance describe() {
        if (description == null) {
            Map<String, Object> options = new LinkedHashMap<>();
            options.put(FromHdf5Provider.FILES.name(), files);
            options.put(FromHdf5Provider.PATH.name(), path);
            options.put(FromHdf5Provider.NAMES.name(), names);
            description = ProducerOptions.of(new FromHdf5Provider(), options, Path.of(""))
                    .provenance(VERSION);
        }
        return description;
    }
}
