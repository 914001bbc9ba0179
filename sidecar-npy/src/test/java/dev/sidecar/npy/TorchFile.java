package dev.sidecar.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Lays out a checkpoint as {@code torch.save} does: stored entries, sizes after them, content at multiples of 64. */
final class TorchFile {
    private static final int ALIGNMENT = 64;

    private record Entry(String name, ByteBuffer content, long hole) {
        long size() {
            return content.remaining() + hole;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private int storages;

    static TorchFile with(Pickle pickle) {
        return new TorchFile().entry("data.pkl", pickle.bytes());
    }

    TorchFile entry(String name, byte[] content) {
        entries.add(new Entry("clip.ecdc/" + name, ByteBuffer.wrap(content), 0));
        return this;
    }

    TorchFile storage(byte[] content) {
        return entry("data/" + storages++, content);
    }

    /** A storage whose bytes are never written, nor its CRC. */
    TorchFile hole(long size) {
        entries.add(new Entry("clip.ecdc/data/" + storages++, ByteBuffer.allocate(0), size));
        return this;
    }

    byte[] bytes() {
        List<ByteBuffer> parts = parts();
        ByteBuffer all = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(all::put);
        return all.array();
    }

    /** Writes the file, with holes where the file system can. */
    void write(Path path) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            List<ByteBuffer> parts = parts();
            int part = 0;
            for (Entry entry : entries) {
                channel.write(parts.get(part++));
                channel.position(channel.position() + entry.hole());
                channel.write(parts.get(part++));
            }
            channel.write(parts.get(part));
        }
    }

    /** For each entry what comes before and after its hole, then the directory. */
    private List<ByteBuffer> parts() {
        List<ByteBuffer> parts = new ArrayList<>();
        ByteBuffer directory = buffer(300 * entries.size() + 98);
        long position = 0;
        for (Entry entry : entries) {
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            int extra = (int) (ALIGNMENT - (position + 30 + name.length + 4) % ALIGNMENT) + 4;
            int crc = entry.hole() > 0 ? 0 : crc(entry.content());
            ByteBuffer before =
                    buffer(30 + name.length + extra + entry.content().remaining());
            before.putInt(0x04034B50)
                    .putInt(0x0808_0000)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0)
                    .putShort((short) 0);
            before.putShort((short) name.length).putShort((short) extra).put(name);
            before.putShort((short) 0x4246).putShort((short) (extra - 4)).put(new byte[extra - 4]);
            before.put(entry.content().duplicate());
            ByteBuffer after = buffer(16);
            after.putInt(0x08074B50).putInt(crc).putInt((int) entry.size()).putInt((int) entry.size());
            directory
                    .putInt(0x02014B50)
                    .putInt(0)
                    .putShort((short) 0x0808)
                    .putShort((short) 0)
                    .putInt(0);
            directory.putInt(crc).putInt((int) entry.size()).putInt((int) entry.size());
            directory
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0);
            directory.putShort((short) 0).putInt(0).putInt((int) position).put(name);
            position += before.position() + entry.hole() + after.position();
            parts.add(before.flip());
            parts.add(after.flip());
        }
        int length = directory.position();
        directory
                .putInt(0x06064B50)
                .putLong(44)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0);
        directory
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(length)
                .putLong(position);
        directory.putInt(0x07064B50).putInt(0).putLong(position + length).putInt(1);
        directory.putInt(0x06054B50).putInt(0);
        directory.putShort((short) entries.size()).putShort((short) entries.size());
        directory.putInt(length).putInt((int) position).putShort((short) 0);
        parts.add(directory.flip());
        return parts;
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(ByteBuffer content) {
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        return (int) crc.getValue();
    }
}
