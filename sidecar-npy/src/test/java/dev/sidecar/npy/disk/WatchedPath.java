package dev.sidecar.npy.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a watched disk; its text is that of the real path. */
record WatchedPath(WatchedDisk disk, Path real) implements Path {
    static Path real(Path path) {
        if (path instanceof WatchedPath watched) {
            return watched.real;
        }
        throw new ProviderMismatchException("not of this disk: " + path);
    }

    private Path watched(Path path) {
        return new WatchedPath(disk, path);
    }

    private @Nullable Path orNull(@Nullable Path path) {
        return path == null ? null : watched(path);
    }

    @Override
    public WatchedDisk getFileSystem() {
        return disk;
    }

    @Override
    public boolean isAbsolute() {
        return real.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return orNull(real.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return orNull(real.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return orNull(real.getParent());
    }

    @Override
    public int getNameCount() {
        return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return watched(real.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return watched(real.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof WatchedPath path && real.startsWith(path.real);
    }

    @Override
    public boolean endsWith(Path other) {
        return other instanceof WatchedPath path && real.endsWith(path.real);
    }

    @Override
    public Path normalize() {
        return watched(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return watched(real.resolve(real(other)));
    }

    @Override
    public Path relativize(Path other) {
        return watched(real.relativize(real(other)));
    }

    @Override
    public URI toUri() {
        return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return watched(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return watched(disk.watch(Operation.of(Operation.Kind.LOOK, real), () -> real.toRealPath(options)));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return real.compareTo(real(other));
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
