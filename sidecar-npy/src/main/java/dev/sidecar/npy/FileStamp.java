package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What tells a file from the one that takes its place, as far as the file system knows. */
record FileStamp(long size, FileTime modified, @Nullable Object fileKey) {

    /** Follows links; refuses everything but a regular file, because opening a pipe may wait for ever. */
    static FileStamp of(Path path) {
        try {
            return read(path);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    /** The same, or null if there is no such file, which is told as cheaply as Java can. */
    static @Nullable FileStamp ifThere(Path path) {
        try {
            return read(path);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    private static FileStamp read(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            String what = attributes.isDirectory() ? "a folder" : "a pipe, device or socket";
            throw new SidecarException(IO, Place.file(path), "expected a file, found " + what);
        }
        return new FileStamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    /** Refuses a file that is not what it was when this stamp was taken. */
    void check(Path path, FileStamp now) {
        if (!now.equals(this)) {
            throw new SidecarException(
                    MISMATCH,
                    Place.file(path),
                    "the file changed while it was read; open it again when nobody writes to it");
        }
    }
}
