package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the JDK does with folders, without its surprises. */
final class Folders {
    private Folders() {}

    /** What lies in a folder, in no order. */
    static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    /** Refuses a path below a root, of a file or folder that need not be there, if a link on the way leads out of the root. */
    static void checkInside(Path root, Path path) {
        try {
            checkNearest(root, path);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    private static void checkNearest(Path root, Path path) throws IOException {
        Path nearest = path;
        while (!nearest.equals(root) && !Files.exists(nearest)) {
            nearest = Objects.requireNonNullElse(nearest.getParent(), root);
        }
        if (!nearest.toRealPath().startsWith(root.toRealPath())) {
            throw new SidecarException(
                    FORBIDDEN, Place.file(nearest), "a link leads out of " + root + ", and nothing is written there");
        }
    }

    /** Makes a folder and those above it, if need be; one that is a link to a folder will do, on every JDK. */
    static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }
}
