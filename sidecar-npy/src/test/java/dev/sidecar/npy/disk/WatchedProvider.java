package dev.sidecar.npy.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sidecar.npy.disk.Operation.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes what is asked of a watched disk on to the real one, past the watcher. */
final class WatchedProvider extends FileSystemProvider {
    private final WatchedDisk disk;

    WatchedProvider(WatchedDisk disk) {
        this.disk = disk;
    }

    private static Path real(Path path) {
        return WatchedPath.real(path);
    }

    private <T> T watch(Kind kind, Path real, Watcher.Real<T> call) throws IOException {
        return disk.watch(Operation.of(kind, real), call);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = real(path);
        boolean writes = options.contains(WRITE) || options.contains(CREATE) || options.contains(CREATE_NEW);
        boolean folder = Files.isDirectory(real);
        Kind kind = writes ? Kind.CREATE : folder ? Kind.OPEN_FOLDER : Kind.OPEN_TO_READ;
        FileChannel channel = watch(kind, real, () -> FileChannel.open(real, options, attributes));
        return new WatchedChannel(disk, real, folder, writes, disk.opened(channel));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    /** What lies in a folder. */
    private final class Listing implements DirectoryStream<Path> {
        private final Path folder;
        private final DirectoryStream<Path> real;

        private Listing(Path folder, DirectoryStream<Path> real) {
            this.folder = folder;
            this.real = real;
        }

        @Override
        public Iterator<Path> iterator() {
            Iterator<Path> children = real.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    try {
                        return watch(Kind.LIST, folder, children::hasNext);
                    } catch (IOException e) {
                        throw new DirectoryIteratorException(e);
                    }
                }

                @Override
                public Path next() {
                    return disk.path(children.next());
                }
            };
        }

        @Override
        public void close() throws IOException {
            disk.closed(real);
            real.close();
        }
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // closed with what is returned
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        Path real = real(folder);
        DirectoryStream.Filter<Path> ofReal = child -> filter.accept(disk.path(child));
        return new Listing(real, disk.opened(watch(Kind.LIST, real, () -> Files.newDirectoryStream(real, ofReal))));
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        Path real = real(folder);
        watch(Kind.MAKE_FOLDER, real, () -> Files.createDirectory(real, attributes));
    }

    @Override
    public void delete(Path path) throws IOException {
        Path real = real(path);
        watch(Kind.DELETE, real, () -> {
            Files.delete(real);
            return real;
        });
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        Path source = real(from);
        Path target = real(to);
        disk.watch(new Operation(Kind.MOVE, source, target, null), () -> Files.move(source, target, options));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return watch(Kind.LOOK, real(path), () -> Files.isSameFile(real(path), real(other)));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return watch(Kind.LOOK, real(path), () -> Files.isHidden(real(path)));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        Path real = real(path);
        watch(Kind.LOOK, real, () -> {
            real.getFileSystem().provider().checkAccess(real, modes);
            return real;
        });
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return watch(Kind.LOOK, real(path), () -> Files.readAttributes(real(path), type, options));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return watch(Kind.LOOK, real(path), () -> Files.readAttributes(real(path), attributes, options));
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        Files.setAttribute(real(path), attribute, value, options);
    }

    @Override
    public String getScheme() {
        return "watched";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
