package dev.sidecar.npy;

import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary files of commits: {@code .sc-HASH-PID-N.tmp}, where the first 16 hexadecimal digits of the SHA-256 of
 * the sidecar's base name tell whose it is, and the process id tells whether its writer may still be alive. The names are
 * shorter than any limit, and no reader takes them for anything.
 */
record TempFile(Path path, String baseHash, long pid) {
    private static final Pattern NAME = Pattern.compile("\\.sc-([0-9a-f]{16})-([0-9]{1,18})-[0-9]{1,18}\\.tmp");

    static String hash(String base) {
        return Sha256.of(base.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** Recognises a temporary file by its name. */
    static Optional<TempFile> of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? Optional.of(new TempFile(path, name.group(1), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    /** Writes a new temporary file; a failure leaves none. */
    static TempFile write(Path folder, String base, byte[] bytes, Durability durability) {
        long pid = ProcessHandle.current().pid();
        String hash = hash(base);
        for (long n = 0; ; n++) {
            Path path = folder.resolve(".sc-" + hash + "-" + pid + "-" + n + ".tmp");
            try (SeekableByteChannel channel =
                    Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                fill(channel, path, bytes, durability);
                return new TempFile(path, hash, pid);
            } catch (FileAlreadyExistsException taken) { // the next number may be free
            } catch (IOException e) {
                throw IoFailure.of(folder.resolve(base), e);
            }
        }
    }

    private static void fill(SeekableByteChannel channel, Path path, byte[] bytes, Durability durability)
            throws IOException {
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            if (durability == Durability.POWER_LOSS && channel instanceof FileChannel file) {
                file.force(true);
            }
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Whether the process that wrote it may still need it. One of this process may: another store of it is at work. */
    boolean mayBeInUse() {
        return ProcessHandle.of(pid).isPresent()
                && pid != ProcessHandle.current().pid();
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw IoFailure.of(path, e);
        }
    }
}
