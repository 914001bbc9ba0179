package dev.sidecar.npy.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Has room for so many bytes; the write that needs more gets what is left. */
public final class FullDisk implements Watcher {
    private long room;
    private boolean full;

    public FullDisk(long room) {
        this.room = room;
    }

    /** Whether something did not fit. */
    public boolean isFull() {
        return full;
    }

    @Override
    public <T> T watch(Operation operation, Real<T> real) throws IOException {
        ByteBuffer bytes = operation.bytes();
        if (bytes == null) {
            return real.run();
        }
        int limit = bytes.limit();
        if (bytes.remaining() > room) {
            full = true;
            bytes.limit(bytes.position() + (int) room);
        }
        int before = bytes.remaining();
        T result = real.run();
        room -= before - bytes.remaining();
        if (bytes.limit() < limit) {
            bytes.limit(limit);
            throw new IOException("No space left on device");
        }
        return result;
    }
}
