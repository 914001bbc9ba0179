package dev.sidecar.npy;

import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders of a tree of sidecars: made when they are needed, never outside the root, and, where sidecars are to survive
 * a loss of power, forced to the device, so that the names in them stay.
 */
final class TreeFolders {
    private final Path root;
    private final boolean durable;
    private final Set<Path> forced = ConcurrentHashMap.newKeySet();
    private volatile boolean forceable = true;

    TreeFolders(Path root, Durability durability) {
        this.root = root;
        this.durable = durability == Durability.POWER_LOSS;
    }

    /** Finds out whether this file system lets folders be forced, if they are to be; false if it does not. */
    boolean probe() {
        if (durable) {
            Path uppermost = missing().peek();
            try {
                forceNow(uppermost == null ? root : above(uppermost));
            } catch (IOException e) {
                forceable = false;
            }
        }
        return forceable;
    }

    /** The root and those above it, as far as they are not there, the uppermost first. */
    private Deque<Path> missing() {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path above = root.toAbsolutePath(); above != null && !Files.exists(above); above = above.getParent()) {
            missing.push(above);
        }
        return missing;
    }

    private static Path above(Path folder) {
        return Objects.requireNonNullElse(folder.getParent(), folder);
    }

    /** Makes the root and those above it, if need be; their names stay. */
    void makeRoot() throws IOException {
        Deque<Path> missing = missing();
        Folders.create(root);
        for (Path made : missing) {
            force(above(made));
        }
    }

    /** Makes a folder in the root, if need be; its name stays, and so do those on the way to it and those in the root. */
    void makeInside(Path folder) throws IOException {
        Folders.checkInside(root, folder);
        Folders.create(folder);
        Path above = folder;
        do {
            above = above.equals(root) ? root : Objects.requireNonNullElse(above.getParent(), root);
            if (!forced.contains(above)) { // once, whoever made what is in it
                force(above);
                forced.add(above);
            }
        } while (!above.equals(root));
    }

    /** Makes the names in a folder stay, where they are to survive a loss of power and the file system can do that. */
    void force(Path folder) throws IOException {
        if (durable && forceable) {
            forceNow(folder);
        }
    }

    /** An interrupt has to wait, for half of a pair may have been moved. */
    private static void forceNow(Path folder) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                } catch (UnsupportedOperationException e) {
                    throw new IOException("this file system does not let folders be forced", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
