package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
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

    static PairState of(SidecarPaths paths) {
        FileStamp data = stamp(paths.data());
        FileStamp json = stamp(paths.json());
        return new PairState(data, json, json == null ? null : bytesIfThere(paths.json()));
    }

    static @Nullable FileStamp stamp(Path path) {
        return ifThere(() -> FileStamp.of(path));
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
    static @Nullable ByteBuffer bytesIfThere(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                if (Files.isDirectory(path)) {
                    throw new SidecarException(IO, Place.file(path), "expected a file, found a folder");
                }
                return null;
            }
            if (Files.size(path) > JsonText.MAX_BYTES) {
                throw new SidecarException(
                        LIMIT, Place.file(path), "metadata has at most " + JsonText.MAX_BYTES + " bytes");
            }
            return ByteBuffer.wrap(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw IoFailure.of(path, e);
        }
    }
}
