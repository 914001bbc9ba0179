package dev.sidecar.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A channel that counts what is read, gives at most a few bytes at a time if asked, and is no FileChannel. */
final class CountingChannel implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private final int mostAtOnce;
    private long bytes;
    private int reads;

    CountingChannel(Path path, int mostAtOnce) throws IOException {
        this.channel = Files.newByteChannel(path);
        this.mostAtOnce = mostAtOnce;
    }

    static CountingChannel of(Path path) throws IOException {
        return new CountingChannel(path, Integer.MAX_VALUE);
    }

    long bytes() {
        return bytes;
    }

    int reads() {
        return reads;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int limit = into.limit();
        if (into.remaining() > mostAtOnce) {
            into.limit(into.position() + mostAtOnce);
        }
        int read = channel.read(into);
        into.limit(limit);
        reads++;
        bytes += Math.max(read, 0);
        return read;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
