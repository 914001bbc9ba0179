package dev.sidecar.npy.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The real file system, behind a watcher. Locks, moves and forced folders are real, paths read the same; only their file
 * system is another one.
 */
public final class WatchedDisk extends FileSystem {
    private final WatchedProvider provider = new WatchedProvider(this);
    private final Watcher watcher;
    private final Set<Closeable> open = new LinkedHashSet<>();

    /** A disk that nothing but this watcher stands before. */
    public WatchedDisk(Watcher watcher) {
        this.watcher = watcher;
    }

    /** The same path on this disk. */
    public Path path(Path real) {
        return new WatchedPath(this, real);
    }

    synchronized <T> T watch(Operation operation, Watcher.Real<T> real) throws IOException {
        return watcher.watch(operation, real);
    }

    synchronized <T extends Closeable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    synchronized void closed(@Nullable Closeable resource) {
        open.remove(resource);
    }

    /** How many files and listings are open. */
    public synchronized int open() {
        return open.size();
    }

    /** Closes the real files, as the system does when a process dies. */
    public synchronized void abandon() throws IOException {
        for (Closeable resource : new ArrayList<>(open)) {
            resource.close();
        }
        open.clear();
    }

    @Override
    public WatchedProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real().getSeparator();
    }

    private static FileSystem real() {
        return java.nio.file.FileSystems.getDefault();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return StreamSupport.stream(real().getRootDirectories().spliterator(), false)
                .map(this::path)
                .toList();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return path(real().getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = real().getPathMatcher(pattern);
        return path -> matcher.matches(WatchedPath.real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
