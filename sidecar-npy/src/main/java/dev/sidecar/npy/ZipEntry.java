package dev.sidecar.npy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * One entry of a zip file, as the central directory describes it.
 *
 * @param name the whole name, top folder included
 * @param nameBytes the length of the name in the file
 * @param headerPosition where the entry's local header starts
 * @param limit where something else starts
 */
record ZipEntry(
        String name,
        int nameBytes,
        int method,
        long crc,
        long compressedSize,
        long size,
        long headerPosition,
        long limit) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** The first bytes of every entry, and so of the file. */
    static final int LOCAL_SIGNATURE = 0x04034B50;

    /** The flags of old and new encryption, of content and of headers. */
    static final int ENCRYPTED = 0x0001 | 0x0040 | 0x2000;

    /** Deflate's smallest code for its longest match: two bits for 258 bytes. */
    static final int MAX_DEFLATE_RATIO = 1032;

    static final int LOCAL_LENGTH = 30;
    static final int SIZES_FOLLOW = 0x0008;
    static final int DESCRIPTOR_SIGNATURE = 0x08074B50;
    static final int DESCRIPTOR_LENGTH = 16;
    private static final int UINT32_MAX = -1;

    ZipEntry endingBefore(long position) {
        return new ZipEntry(name, nameBytes, method, crc, compressedSize, size, headerPosition, position);
    }

    /** Whether header and content have room before the limit, as far as the central directory tells. */
    boolean fits() {
        return compressedSize <= limit && headerPosition <= limit - compressedSize - LOCAL_LENGTH - nameBytes;
    }

    /** Where the content starts. Reads what stands before and after it, which must agree with the central directory. */
    long contentPosition(BufferedFile file) {
        ByteBuffer header = file.read(headerPosition, LOCAL_LENGTH + nameBytes);
        boolean agrees = header.getInt(0) == LOCAL_SIGNATURE
                && (header.getShort(6) & ENCRYPTED) == 0
                && Short.toUnsignedInt(header.getShort(8)) == method
                && Short.toUnsignedInt(header.getShort(26)) == nameBytes
                && nameIn(header).equals(name)
                && sizesAgree(header);
        if (!agrees) {
            throw file.malformed(headerPosition, "the zip entry " + name + " differs from what the directory says");
        }
        long position = headerPosition + LOCAL_LENGTH + nameBytes + Short.toUnsignedInt(header.getShort(28));
        boolean described = (header.getShort(6) & SIZES_FOLLOW) != 0;
        long end = position + compressedSize;
        if (end > limit - (described ? DESCRIPTOR_LENGTH : 0)) {
            throw file.malformed(headerPosition, "the zip entry " + name + " overlaps what follows it");
        }
        if (described && !isDescriptor(file.read(end, DESCRIPTOR_LENGTH))) {
            throw file.malformed(end, "the zip entry " + name + " does not end where the directory says");
        }
        return position;
    }

    /** The sizes that follow have 4 or 8 bytes each; only what both forms share is looked at. */
    private boolean isDescriptor(ByteBuffer bytes) {
        return bytes.getInt(0) == DESCRIPTOR_SIGNATURE && bytes.getInt(8) == (int) compressedSize;
    }

    private String nameIn(ByteBuffer header) {
        return StandardCharsets.UTF_8
                .decode(header.slice(LOCAL_LENGTH, nameBytes))
                .toString();
    }

    private boolean sizesAgree(ByteBuffer header) {
        return (header.getShort(6) & SIZES_FOLLOW) != 0
                || (header.getInt(14) == (int) crc
                        && sizeAgrees(header.getInt(18), compressedSize)
                        && sizeAgrees(header.getInt(22), size));
    }

    private static boolean sizeAgrees(int local, long central) {
        return local == UINT32_MAX || Integer.toUnsignedLong(local) == central;
    }

    /** The whole content, whose checksum must fit unless none is recorded. The caller has checked the size. */
    ByteBuffer content(BufferedFile file, long position) {
        ByteBuffer content = method == STORED
                ? file.read(position, (int) size)
                : Inflation.inflate(file.file(), this, position, 0, size);
        CRC32 actual = new CRC32();
        actual.update(content.duplicate());
        if (crc != 0 && crc != actual.getValue()) {
            throw file.malformed(position, "the content of the zip entry " + name + " does not fit its checksum");
        }
        return content;
    }
}
