package dev.sidecar.npy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Writes a zip file as torch 1.13 does: everything in one top folder, nothing compressed, content at multiples of 64
 * bytes, checksums and sizes after it, no times, and both kinds of end records.
 */
final class StoredZip {
    /** The most bytes of content that are sure to end, with all that is around them, before sizes and offsets need 64 bits. */
    static final long MAX_BYTES = (1L << 32) - (1 << 20);

    private static final int ALIGNMENT = 64;
    private static final short PADDING_ID = 0x4246;
    private static final int PADDING_HEADER = 4;
    private static final short UTF8_NAMES = 0x0800;
    private static final short MADE_BY = 0x031E;
    private static final short VERSION_OF_ZIP64 = 45;

    private final String folder;
    private final OutputStream out;
    private final List<Entry> entries = new ArrayList<>();
    private long position;

    StoredZip(String folder, OutputStream out) {
        this.folder = folder;
        this.out = new BufferedOutputStream(out, 64 << 10);
    }

    private record Entry(String name, short flags, int crc, int size, int position) {}

    /** Adds an entry whose size is known. */
    void add(String name, long size, WholeFile.Writing content) throws IOException {
        String fullName = folder + "/" + name;
        short flags = size == 0 ? UTF8_NAMES : UTF8_NAMES | ZipEntry.SIZES_FOLLOW;
        long start = position;
        put(header(fullName, flags));
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
        content.write(checked);
        position += size;
        Entry entry = new Entry(fullName, flags, (int) checked.getChecksum().getValue(), (int) size, (int) start);
        if (size > 0) {
            put(buffer(ZipEntry.DESCRIPTOR_LENGTH)
                    .putInt(ZipEntry.DESCRIPTOR_SIGNATURE)
                    .putInt(entry.crc())
                    .putInt(entry.size())
                    .putInt(entry.size()));
        }
        entries.add(entry);
    }

    private ByteBuffer header(String fullName, short flags) {
        byte[] name = fullName.getBytes(StandardCharsets.UTF_8);
        int length = ZipEntry.LOCAL_LENGTH + name.length + PADDING_HEADER;
        int padding = (int) Math.floorMod(-(position + length), (long) ALIGNMENT);
        ByteBuffer header = buffer(length + padding)
                .putInt(ZipEntry.LOCAL_SIGNATURE)
                .putShort((short) 0)
                .putShort(flags)
                .putShort((short) ZipEntry.STORED)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putShort((short) name.length)
                .putShort((short) (PADDING_HEADER + padding))
                .put(name)
                .putShort(PADDING_ID)
                .putShort((short) padding);
        while (header.hasRemaining()) {
            header.put((byte) 'Z');
        }
        return header;
    }

    /** Writes the directory, and all that is still in memory. */
    void finish() throws IOException {
        long start = position;
        for (Entry entry : entries) {
            put(directoryEntry(entry));
        }
        long length = position - start;
        put(end(start, length));
        out.flush();
    }

    private static ByteBuffer directoryEntry(Entry entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        return buffer(ZipDirectory.CENTRAL_LENGTH + name.length)
                .putInt(ZipDirectory.CENTRAL_SIGNATURE)
                .putInt(0)
                .putShort(entry.flags())
                .putShort((short) ZipEntry.STORED)
                .putInt(0)
                .putInt(entry.crc())
                .putInt(entry.size())
                .putInt(entry.size())
                .putShort((short) name.length)
                .putLong(0)
                .putInt(0)
                .putInt(entry.position())
                .put(name);
    }

    private ByteBuffer end(long start, long length) {
        return buffer(ZipDirectory.ZIP64_END_LENGTH + ZipDirectory.ZIP64_LOCATOR_LENGTH + ZipDirectory.END_LENGTH)
                .putInt(ZipDirectory.ZIP64_END_SIGNATURE)
                .putLong(ZipDirectory.ZIP64_END_LENGTH - 12)
                .putShort(MADE_BY)
                .putShort(VERSION_OF_ZIP64)
                .putLong(0)
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(length)
                .putLong(start)
                .putInt(ZipDirectory.ZIP64_LOCATOR_SIGNATURE)
                .putInt(0)
                .putLong(start + length)
                .putInt(1)
                .putInt(ZipDirectory.END_SIGNATURE)
                .putInt(0)
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt((int) length)
                .putInt((int) start)
                .putShort((short) 0);
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(ByteBuffer full) throws IOException {
        byte[] bytes = new byte[full.flip().remaining()];
        full.get(bytes);
        out.write(bytes);
        position += bytes.length;
    }
}
