package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.npy.ReadLimits.Limit.ZIP_DIRECTORY_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.ZIP_ENTRIES;

import dev.sidecar.SidecarException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The central directory of a zip file as {@code torch.save} writes it: every entry in one top folder.
 *
 * <p>Strict where zip readers differ from each other, so that a file means the same to all: one entry per name, one top
 * folder, no overlaps, nothing before the first entry or after the end record, and no two records that disagree. Entry
 * names are keys here and never become paths. {@code java.util.zip.ZipInputStream} cannot read these files at all, and
 * {@code ZipFile} believes the sizes that it is told.
 */
final class ZipDirectory {
    private static final int TAIL = 1024;
    private static final int MAX_COMMENT = 0xFFFF;

    static final int END_SIGNATURE = 0x06054B50;
    static final int END_LENGTH = 22;
    static final int ZIP64_LOCATOR_SIGNATURE = 0x07064B50;
    static final int ZIP64_LOCATOR_LENGTH = 20;
    static final int ZIP64_END_SIGNATURE = 0x06064B50;
    static final int ZIP64_END_LENGTH = 56;
    static final int CENTRAL_SIGNATURE = 0x02014B50;
    static final int CENTRAL_LENGTH = 46;
    private static final int ZIP64_EXTRA = 0x0001;

    private static final long UINT32_MAX = 0xFFFF_FFFFL;

    private final BufferedFile file;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private String folder = "";

    private ZipDirectory(BufferedFile file) {
        this.file = file;
    }

    static ZipDirectory read(BufferedFile file) {
        ZipDirectory directory = new ZipDirectory(file);
        directory.read();
        return directory;
    }

    /** The entry with a name inside the top folder. */
    @Nullable
    ZipEntry find(String name) {
        return entries.get(folder + "/" + name);
    }

    /** What the end of the file says about the directory. */
    private record End(long position, long entries, long length, long offset) {}

    private void read() {
        Tail tail = findTail();
        End end = readEnd(tail);
        long maxEntries = file.limits().get(ZIP_ENTRIES);
        long maxBytes = file.limits().get(ZIP_DIRECTORY_BYTES);
        if (end.entries() > maxEntries || end.length() > maxBytes) {
            throw file.failure(
                    LIMIT,
                    "a zip directory has at most " + maxEntries + " entries and " + maxBytes
                            + " bytes, this one claims " + end.entries() + " and " + end.length());
        }
        if (end.offset() < 0 || end.length() < 0 || end.offset() != end.position() - end.length()) {
            throw file.malformed(
                    end.position(),
                    "the zip directory does not end where its end record begins; part of the file is missing, or"
                            + " something was added to it");
        }
        readEntries(tail.read(file, end.offset(), (int) end.length()), end);
    }

    /** The last bytes of the file, from a position on, and where among them the end record is. */
    private record Tail(ByteBuffer bytes, long position, int end) {
        /** The bytes at a position; reads from the file only what is not here. */
        ByteBuffer read(BufferedFile file, long wanted, int length) {
            if (wanted >= position) {
                return bytes.slice((int) (wanted - position), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            int missing = (int) Math.min(position - wanted, length);
            ByteBuffer before = file.read(wanted, missing);
            return missing == length
                    ? before
                    : ByteBuffer.allocate(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(before)
                            .put(bytes.slice(0, length - missing))
                            .flip();
        }
    }

    private Tail findTail() {
        for (int length : new int[] {TAIL, ZIP64_END_LENGTH + ZIP64_LOCATOR_LENGTH + END_LENGTH + MAX_COMMENT}) {
            long start = Math.max(file.size() - length, 0);
            ByteBuffer bytes = file.read(start, (int) (file.size() - start));
            for (int at = bytes.limit() - END_LENGTH; at >= 0; at--) {
                if (bytes.getInt(at) == END_SIGNATURE
                        && at + END_LENGTH + Short.toUnsignedInt(bytes.getShort(at + 20)) == bytes.limit()) {
                    return new Tail(bytes, start, at);
                }
            }
        }
        throw file.malformed(
                file.size(), "truncated, or followed by other bytes: no zip end record reaches to the end of the file");
    }

    private End readEnd(Tail tail) {
        ByteBuffer bytes = tail.bytes();
        int at = tail.end();
        long position = tail.position() + at;
        int disk = Short.toUnsignedInt(bytes.getShort(at + 4));
        int directoryDisk = Short.toUnsignedInt(bytes.getShort(at + 6));
        int diskEntries = Short.toUnsignedInt(bytes.getShort(at + 8));
        int entries = Short.toUnsignedInt(bytes.getShort(at + 10));
        long length = Integer.toUnsignedLong(bytes.getInt(at + 12));
        long offset = Integer.toUnsignedLong(bytes.getInt(at + 16));
        if (disk != 0 || directoryDisk != 0 || diskEntries != entries) {
            throw file.malformed(position, "a zip file in several parts");
        }
        long locator = position - ZIP64_LOCATOR_LENGTH;
        if (locator < ZIP64_END_LENGTH || tail.read(file, locator, 4).getInt(0) != ZIP64_LOCATOR_SIGNATURE) {
            return new End(position, entries, length, offset);
        }
        End zip64 = readZip64End(tail, locator - ZIP64_END_LENGTH);
        boolean agree = (entries == 0xFFFF || entries == zip64.entries())
                && (length == UINT32_MAX || length == zip64.length())
                && (offset == UINT32_MAX || offset == zip64.offset());
        if (!agree) {
            throw file.malformed(position, "the two end records of the zip file disagree");
        }
        return zip64;
    }

    private End readZip64End(Tail tail, long position) {
        ByteBuffer record = tail.read(file, position, ZIP64_END_LENGTH + ZIP64_LOCATOR_LENGTH);
        boolean sound = record.getInt(0) == ZIP64_END_SIGNATURE
                && record.getLong(4) == ZIP64_END_LENGTH - 12
                && record.getInt(16) == 0
                && record.getInt(20) == 0
                && record.getLong(24) == record.getLong(32)
                && record.getInt(ZIP64_END_LENGTH + 4) == 0
                && record.getLong(ZIP64_END_LENGTH + 8) == position
                && record.getInt(ZIP64_END_LENGTH + 16) == 1;
        if (!sound || record.getLong(32) < 0) {
            throw file.malformed(position, "the zip64 end record is not what its locator promises");
        }
        return new End(position, record.getLong(32), record.getLong(40), record.getLong(48));
    }

    private void readEntries(ByteBuffer directory, End end) {
        List<ZipEntry> inOrder = new ArrayList<>();
        for (long i = 0; i < end.entries(); i++) {
            inOrder.add(readEntry(directory, end.offset() + directory.position()));
        }
        if (directory.hasRemaining()) {
            throw file.malformed(
                    end.offset() + directory.position(),
                    "the zip directory holds more than the " + end.entries() + " entries it claims");
        }
        if (inOrder.isEmpty()) {
            throw file.malformed(end.position(), "an empty zip file");
        }
        folder = topFolder(inOrder.get(0).name());
        inOrder.sort(Comparator.comparingLong(ZipEntry::headerPosition));
        if (inOrder.get(0).headerPosition() != 0) {
            throw file.malformed(0, "bytes before the first entry of the zip file");
        }
        for (int i = 0; i < inOrder.size(); i++) {
            boolean last = i == inOrder.size() - 1;
            add(inOrder.get(i)
                    .endingBefore(last ? end.offset() : inOrder.get(i + 1).headerPosition()));
        }
        if (find("constants.pkl") != null) {
            throw file.failure(
                    UNSUPPORTED, "a TorchScript program (torch.jit.save), not tokens; save a dict with torch.save");
        }
    }

    private void add(ZipEntry entry) {
        if (!entry.fits()) {
            throw file.malformed(entry.headerPosition(), "the zip entry " + entry.name() + " overlaps what follows it");
        }
        if (!topFolder(entry.name()).equals(folder)) {
            throw file.malformed(
                    entry.headerPosition(),
                    "two top folders in the zip file, " + folder + " and " + topFolder(entry.name())
                            + "; which one counts is anybody's guess");
        }
        if (entries.put(entry.name(), entry) != null) {
            throw file.malformed(entry.headerPosition(), "two zip entries with the name " + entry.name());
        }
    }

    private ZipEntry readEntry(ByteBuffer directory, long position) {
        if (directory.remaining() < CENTRAL_LENGTH || directory.getInt(directory.position()) != CENTRAL_SIGNATURE) {
            throw file.malformed(position, "expected an entry of the zip directory");
        }
        ByteBuffer fixed = take(directory, CENTRAL_LENGTH, position);
        int flags = Short.toUnsignedInt(fixed.getShort(8));
        int method = Short.toUnsignedInt(fixed.getShort(10));
        long crc = Integer.toUnsignedLong(fixed.getInt(16));
        long compressed = Integer.toUnsignedLong(fixed.getInt(20));
        long size = Integer.toUnsignedLong(fixed.getInt(24));
        int disk = Short.toUnsignedInt(fixed.getShort(34));
        long header = Integer.toUnsignedLong(fixed.getInt(42));

        ByteBuffer nameBytes = take(directory, Short.toUnsignedInt(fixed.getShort(28)), position);
        ByteBuffer extra = take(directory, Short.toUnsignedInt(fixed.getShort(30)), position);
        take(directory, Short.toUnsignedInt(fixed.getShort(32)), position);

        String name = checkedName(nameBytes, position);
        if ((flags & ZipEntry.ENCRYPTED) != 0) {
            throw file.failure(UNSUPPORTED, "the zip entry " + name + " is encrypted");
        }
        if (method != ZipEntry.STORED && method != ZipEntry.DEFLATED) {
            throw file.failure(
                    UNSUPPORTED,
                    "the zip entry " + name + " is compressed by method " + method + "; only stored and deflated"
                            + " entries are read");
        }
        if (size == UINT32_MAX || compressed == UINT32_MAX || header == UINT32_MAX) {
            ByteBuffer large = zip64Extra(extra, position);
            size = size == UINT32_MAX ? nextLong(large, position) : size;
            compressed = compressed == UINT32_MAX ? nextLong(large, position) : compressed;
            header = header == UINT32_MAX ? nextLong(large, position) : header;
        }
        boolean sound = disk == 0
                && size >= 0
                && compressed >= 0
                && header >= 0
                && (method == ZipEntry.STORED ? size == compressed : size / ZipEntry.MAX_DEFLATE_RATIO <= compressed);
        if (!sound) {
            throw file.malformed(position, "the sizes of the zip entry " + name + " cannot be true");
        }
        return new ZipEntry(name, nameBytes.limit(), method, crc, compressed, size, header, Long.MAX_VALUE);
    }

    private ByteBuffer take(ByteBuffer directory, int length, long position) {
        if (length > directory.remaining()) {
            throw file.malformed(position, "this entry of the zip directory is cut short");
        }
        ByteBuffer part = directory.slice(directory.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        directory.position(directory.position() + length);
        return part;
    }

    private ByteBuffer zip64Extra(ByteBuffer extra, long position) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            ByteBuffer content = take(extra, Short.toUnsignedInt(extra.getShort()), position);
            if (id == ZIP64_EXTRA) {
                return content;
            }
        }
        return ByteBuffer.allocate(0);
    }

    private long nextLong(ByteBuffer zip64, long position) {
        return take(zip64, Long.BYTES, position).getLong();
    }

    private String checkedName(ByteBuffer bytes, long position) {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw file.malformed(position, "the name of this zip entry is not UTF-8");
        }
        String inside = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        boolean sound = name.contains("/") && name.indexOf('\\') < 0 && name.indexOf('\0') < 0;
        for (String part : inside.split("/", -1)) {
            sound &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!sound) {
            throw file.malformed(position, "the zip entry name '" + name + "' does not lie in one top folder");
        }
        return name;
    }

    private static String topFolder(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    /** A failure about an entry that must be there. */
    SidecarException missing(String name) {
        return file.failure(
                SidecarException.Kind.FORMAT,
                "the zip file has no entry " + folder + "/" + name + ", which torch.save always writes");
    }
}
