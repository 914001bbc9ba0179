package dev.sidecar.npy.disk;

import dev.sidecar.npy.disk.Operation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An open file or folder of a watched disk. */
final class WatchedChannel extends FileChannel {
    private final WatchedDisk disk;
    private final Path path;
    private final boolean folder;
    private final boolean writes;
    private final FileChannel real;

    WatchedChannel(WatchedDisk disk, Path path, boolean folder, boolean writes, FileChannel real) {
        this.disk = disk;
        this.path = path;
        this.folder = folder;
        this.writes = writes;
        this.real = real;
    }

    private <T> T watch(Kind kind, Watcher.Real<T> call) throws IOException {
        return disk.watch(Operation.of(kind, path), call);
    }

    private <T> T write(@Nullable ByteBuffer bytes, Watcher.Real<T> call) throws IOException {
        return disk.watch(new Operation(Kind.WRITE, path, null, bytes), call);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return watch(Kind.READ, () -> real.read(into));
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return watch(Kind.READ, () -> real.read(into, offset, length));
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return watch(Kind.READ, () -> real.read(into, position));
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return write(bytes, () -> real.write(bytes));
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return write(bytes, () -> real.write(bytes, position));
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return watch(Kind.LOOK, real::size);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        watch(Kind.TRUNCATE, () -> real.truncate(size));
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        watch(folder ? Kind.FORCE_FOLDER : Kind.FORCE, () -> {
            real.force(metadata);
            return this;
        });
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return watch(Kind.READ, () -> real.map(mode, position, size));
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        FileLock lock = watch(Kind.LOCK, () -> real.tryLock(position, size, shared));
        return lock == null ? null : new WatchedLock(lock);
    }

    private final class WatchedLock extends FileLock {
        private final FileLock held;

        private WatchedLock(FileLock held) {
            super(WatchedChannel.this, held.position(), held.size(), held.isShared());
            this.held = held;
        }

        @Override
        public boolean isValid() {
            return held.isValid();
        }

        @Override
        public void release() throws IOException {
            watch(Kind.UNLOCK, () -> {
                held.release();
                return this;
            });
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        try {
            watch(writes ? Kind.CLOSE : Kind.LOOK, () -> this);
        } catch (IOException e) { // the file is closed all the same
            disk.closed(real);
            real.close();
            throw e;
        }
        disk.closed(real);
        real.close();
    }
}
