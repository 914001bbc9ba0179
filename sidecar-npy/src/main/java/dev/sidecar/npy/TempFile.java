package dev.sidecar.npy;

import dev.sidecar.SidecarException;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary files of commits: {@code .sc-HASH-PID-N.tmp}, where the first 16 hexadecimal digits of the SHA-256 of
 * the data's name tell whose it is, and the process id tells whether its writer may still be alive. The number is
 * random, so that no name is ever used again: whoever deletes a file that it wrote deletes nobody else's. The names are
 * shorter than any limit, and no reader takes them for anything.
 */
record TempFile(Path path, String pairHash, long pid) {
    private static final Pattern NAME = Pattern.compile("\\.sc-([0-9a-f]{16})-([0-9]{1,18})-[0-9]{1,18}\\.tmp");

    private static final int PIECE = 1 << 16;

    private static final long NUMBERS = 1_000_000_000_000_000_000L;

    static String hash(SidecarPaths pair) {
        String name = pair.data().getFileName().toString();
        return Sha256.of(name.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** Recognises a temporary file by its name. */
    static Optional<TempFile> of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? Optional.of(new TempFile(path, name.group(1), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    /** Writes a new temporary file for {@code target}, one half of a pair; a failure leaves none, unless it cannot be deleted. */
    static TempFile write(SidecarPaths paths, Path target, byte[] bytes, Durability durability) {
        long pid = ProcessHandle.current().pid();
        String hash = hash(paths);
        while (true) {
            long n = ThreadLocalRandom.current().nextLong(NUMBERS);
            Path path = paths.folder().resolve(".sc-" + hash + "-" + pid + "-" + n + ".tmp");
            try {
                fill(
                        Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        path,
                        bytes,
                        durability);
                return new TempFile(path, hash, pid);
            } catch (FileAlreadyExistsException taken) { // another number will be free
            } catch (IOException e) {
                throw SidecarException.io(target, e);
            }
        }
    }

    private static void fill(SeekableByteChannel open, Path path, byte[] bytes, Durability durability)
            throws IOException {
        try (SeekableByteChannel channel = open) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.position() < bytes.length) { // Java copies what it writes, as much as is given to it at once
                rest.limit(Math.min(bytes.length, rest.position() + PIECE));
                channel.write(rest);
            }
            if (durability == Durability.POWER_LOSS && channel instanceof FileChannel file) {
                file.force(true);
            }
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException leftBehind) {
                e.addSuppressed(leftBehind);
            }
            throw e;
        }
    }

    /**
     * Whether another process is alive that may have written it. One of this process counts as left behind: in a container
     * every process may have the same id. Taking it from a store of this process that is at work does no harm, because
     * that store looks, under the tree's lock, whether its files are still there, and else begins again.
     */
    boolean mayBeInUse() {
        return !isOfThisProcess() && ProcessHandle.of(pid).isPresent();
    }

    /** Whether a process with this one's id wrote it. */
    boolean isOfThisProcess() {
        return pid == ProcessHandle.current().pid();
    }

    /** False if it is gone already. */
    boolean delete() {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }
}
