package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a pair from another: the stamps of both files, and the bytes of the metadata, which hold the
 * digest of the data. Absent files are {@code null}.
 */
record PairState(
        @Nullable FileStamp data,
        @Nullable FileStamp json,
        @Nullable ByteBuffer jsonBytes) {
    static final PairState ABSENT = new PairState(null, null, null);

    /** A JSON file's stamp, and its bytes while it had that stamp. */
    private record Json(FileStamp stamp, ByteBuffer bytes) {
        static Json read(Path path, ReadLimits limits) {
            try (PositionalFile file = PositionalFile.open(path, limits)) {
                long most = limits.get(ReadLimits.Limit.JSON_BYTES);
                if (file.size() > most) {
                    throw new SidecarException(
                            LIMIT,
                            Place.file(path),
                            "metadata has at most " + most + " bytes, this file has " + file.size());
                }
                return new Json(file.stamp(), file.read(0, (int) file.size()));
            }
        }
    }

    static PairState of(SidecarPaths paths) {
        FileStamp data = FileStamp.ifThere(paths.data());
        Json json = jsonIfThere(paths.json(), paths.limits());
        return new PairState(data, json == null ? null : json.stamp(), json == null ? null : json.bytes());
    }

    private static @Nullable Json jsonIfThere(Path path, ReadLimits limits) {
        return FileStamp.ifThere(path) == null ? null : ifThere(() -> Json.read(path, limits));
    }

    /** What is read of a file, or null if there is no such file. */
    static <T> @Nullable T ifThere(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (SidecarException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return null;
            }
            throw e;
        }
    }

    /** The bytes of a JSON file, or null if there is none. */
    static @Nullable ByteBuffer bytesIfThere(Path path, ReadLimits limits) {
        Json json = jsonIfThere(path, limits);
        return json == null ? null : json.bytes();
    }
}
