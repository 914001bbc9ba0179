package dev.sidecar.npy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Writes single files that are either the old one or the new one, never a part. */
final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file under a temporary name beside its place, then moves it there. A link stays, and what it leads to is
     * written; what is no file, such as a terminal, is written to as it is.
     */
    static void write(Path file, byte[] bytes) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                Files.write(target, bytes);
                return;
            }
            Folders.create(Objects.requireNonNullElse(target.getParent(), target));
            Path temp = target.resolveSibling(
                    "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
            try {
                Files.write(temp, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temp);
            }
        } catch (IOException e) {
            throw IoFailure.of(file, e);
        }
    }
}
