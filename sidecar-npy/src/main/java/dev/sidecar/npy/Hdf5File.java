package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfFilterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HDF5 file, read or written by jhdf, which nothing else here knows. Files are trusted: jhdf is not hardened against
 * hostile ones. Not for several threads at once.
 */
final class Hdf5File implements AutoCloseable {
    /** What jhdf writes about itself and the machine, in an attribute and behind everything else. */
    private static final String STAMP = "_jHDF";

    /** How jhdf begins to say that it has no code for a compression. */
    private static final String NO_FILTER = "A required filter is not available";

    /** How jhdf begins to say that a file does not begin as one of HDF5. */
    private static final String NO_SIGNATURE = "No valid HDF5 signature";

    private final Path path;
    private final FileChannel channel;
    private final HdfFile file;

    private Hdf5File(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.file = guarded(path, "", () -> new HdfFile(channel));
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    static Hdf5File open(Path path) {
        FileChannel channel;
        try {
            if (Files.isDirectory(path)) {
                throw new SidecarException(IO, Place.file(path), "expected an HDF5 file, found a folder");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
        try {
            return new Hdf5File(path, channel);
        } catch (RuntimeException | Error e) {
            close(path, channel);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** jhdf trusts what it reads, and ends in any exception when that is wrong. */
    private static <T> T guarded(Path path, String inside, Supplier<T> use) {
        String subject = inside.isEmpty() ? "" : inside + ": ";
        try {
            return use.get();
        } catch (SidecarException e) {
            throw e;
        } catch (NoClassDefFoundError e) {
            if (String.valueOf(e.getMessage()).startsWith("io/jhdf/")) {
                throw e;
            }
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(path),
                    subject + "is compressed in a way that needs " + e.getMessage()
                            + ", which is not here; compress it with gzip, or add its library",
                    e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw new SidecarException(
                    LIMIT, Place.file(path), subject + "claims more than there is memory for, or is broken", e);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new SidecarException(CANCELLED, Place.file(path), subject + "interrupted", e);
            }
            if (String.valueOf(e.getMessage()).startsWith(NO_SIGNATURE)) {
                throw new SidecarException(FORMAT, Place.file(path), "expected an HDF5 file, found other bytes", e);
            }
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof HdfFilterException
                        && String.valueOf(cause.getMessage()).startsWith(NO_FILTER)) {
                    throw new SidecarException(
                            UNSUPPORTED,
                            Place.file(path),
                            subject + cause.getMessage() + "; store it plain, or compress it with gzip",
                            e);
                }
            }
            throw new SidecarException(
                    FORMAT,
                    Place.file(path),
                    subject + "not HDF5 as it is read here, or broken; jhdf ended in: " + e.getMessage(),
                    e);
        }
    }

    private @Nullable Node find(String inside) {
        Node node = file;
        for (String name : inside.split("/", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            node = node instanceof Group group ? group.getChild(name) : null;
            if (node instanceof Link link) {
                node = link.getTarget();
            }
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** Whether there is an array of this path. */
    boolean isDataset(String inside) {
        return guarded(path, inside, () -> find(inside) instanceof Dataset);
    }

    /** Whether there is a group of this path. */
    boolean isGroup(String inside) {
        return guarded(path, inside, () -> find(inside) instanceof Group);
    }

    /** The names in a group, sorted. */
    SortedSet<String> children(String inside) {
        return guarded(
                path,
                inside,
                () -> find(inside) instanceof Group group
                        ? new TreeSet<>(group.getChildren().keySet())
                        : new TreeSet<>());
    }

    /** What an attribute holds, as jhdf has it: a boxed number, a text, or an array of them. */
    Optional<Object> attribute(String inside, String name) {
        return guarded(path, inside, () -> {
            Node node = find(inside);
            Attribute attribute = node == null ? null : node.getAttribute(name);
            return Optional.ofNullable(attribute).map(Attribute::getData);
        });
    }

    /** Reads an array; fails if there is none of this path, or it is too large. */
    Hdf5Data read(String inside) {
        return guarded(path, inside, () -> {
            if (!(find(inside) instanceof Dataset dataset)) {
                throw new SidecarException(FORMAT, Place.file(path), "there is no dataset " + inside + " in this file");
            }
            String type = dataset.getJavaType().getSimpleName();
            if (dataset.isCompound()) {
                type = "a compound type";
            }
            if (dataset.getMaxSize().length == 0 && dataset.getSize() == 0) {
                throw new SidecarException(
                        UNSUPPORTED,
                        Place.file(path),
                        inside + ": is of no shape, not even an empty one; nothing to read");
            }
            List<Integer> shape = Arrays.stream(dataset.getDimensions()).boxed().toList();
            if (dataset.getSize() > NpyHeader.MAX_BYTES / Float.BYTES) {
                throw new SidecarException(
                        LIMIT,
                        Place.file(path),
                        inside + ": at most " + NpyHeader.MAX_BYTES / Float.BYTES + " values are read, these are "
                                + dataset.getSize());
            }
            Object values = dataset.getSize() == 0 ? null : dataset.getDataFlat();
            return new Hdf5Data(Place.file(path), inside, type, shape, values);
        });
    }

    @Override
    public void close() {
        close(path, channel);
    }

    private static void close(Path path, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    /** Writes a new file; all of it is in memory meanwhile. The same content gives the same bytes on every machine. */
    static void write(Path path, Hdf5Group root) {
        try {
            Files.deleteIfExists(path); // jhdf does not truncate
            int stampBytes;
            try (WritableHdfFile file = HdfFile.write(path)) {
                stampBytes = file.getAttribute(STAMP).getData().toString().getBytes(StandardCharsets.UTF_8).length;
                file.removeAttribute(STAMP);
                fill(file, root);
            }
            cutOff(path, stampBytes);
        } catch (NoSuchFileException e) {
            throw new SidecarException(IO, Place.file(path), "its folder is missing; make it first", e);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        } catch (RuntimeException e) {
            throw failure(path, e);
        }
    }

    private static SidecarException failure(Path path, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return SidecarException.io(path, io);
            }
        }
        return new SidecarException(IO, Place.file(path), "cannot be written; jhdf ended in: " + e.getMessage(), e);
    }

    private static void fill(WritableGroup group, Hdf5Group content) {
        content.attributes().forEach(group::putAttribute);
        content.datasets().forEach((name, dataset) -> group.putDataset(name, dataset.array(), options(dataset)));
        content.groups().forEach((name, below) -> fill(group.putGroup(name), below));
    }

    private static DatasetCreationOptions options(Hdf5Group.Dataset dataset) {
        DatasetCreationOptions.Builder options = DatasetCreationOptions.builder();
        if (dataset.array() instanceof byte[]) {
            options.unsigned();
        }
        if (!dataset.chunk().isEmpty()) {
            options.chunkDimensions(
                            dataset.chunk().stream().mapToInt(Integer::intValue).toArray())
                    .shuffle()
                    .deflate();
        }
        return options.build();
    }

    /** Takes off what jhdf wrote behind the data, and says in the superblock where the file ends now. */
    private static void cutOff(Path path, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size() - bytes;
            channel.truncate(end);
            channel.write(new Superblock.SuperblockV2V3().toBuffer(end), 0);
        }
    }
}
