package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A single file that is either the old one or the new one, never a part: it is written under a temporary name beside its
 * place, then moved there. A link stays, and what it leads to is written; what is no file, such as a terminal or a pipe, is
 * written to as it is.
 */
public final class WholeFile implements AutoCloseable {
    private final Path file;
    private final Path target;
    private final @Nullable Path temp;
    private final OutputStream out;

    private WholeFile(Path file, Path target, @Nullable Path temp) throws IOException {
        this.file = file;
        this.target = target;
        this.temp = temp;
        this.out = temp == null
                ? Files.newOutputStream(target, StandardOpenOption.WRITE)
                : Files.newOutputStream(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes what is in a file. */
    @FunctionalInterface
    public interface Writing {
        /**
         * Writes the content.
         *
         * @param out where to, not buffered; not to be closed
         * @throws IOException if that fails
         */
        void write(OutputStream out) throws IOException;
    }

    /** Writes a file, and its folder if need be. */
    static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /**
     * Writes a file piece by piece, and makes its folder if need be. Whatever the writing throws, the old file stays.
     *
     * @param file the file, on any file system that moves files atomically
     * @param content what writes it
     * @throws SidecarException IO if it cannot be written, CANCELLED if the thread was interrupted; or what the writing
     *     throws
     */
    public static void write(Path file, Writing content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Folders.create(folder);
            }
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
        try (WholeFile whole = open(file)) {
            content.write(whole.out);
            whole.commit();
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    /** Begins to write a file in a folder that exists. */
    static WholeFile open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new SidecarException(IO, Place.file(file), "expected a file to write to, found a folder");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return new WholeFile(file, file, null);
            }
            if (Files.isSymbolicLink(file) && !Files.exists(file)) {
                throw new SidecarException(IO, Place.file(file), "is a link that leads to no file; remove or mend it");
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            String name = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp";
            return new WholeFile(file, target, target.resolveSibling(name));
        } catch (NoSuchFileException e) {
            throw new SidecarException(IO, Place.file(file), "its folder is missing; make it first", e);
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    /** Where to write. */
    OutputStream stream() {
        return out;
    }

    /** Puts what was written into its place. */
    void commit() throws IOException {
        out.close();
        if (temp != null) {
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Ends the writing; without a commit the old file stays. */
    @Override
    public void close() {
        try (out) {
            if (temp != null) {
                Files.deleteIfExists(temp);
            }
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }
}
