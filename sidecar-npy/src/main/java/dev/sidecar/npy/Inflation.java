package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.npy.ReadLimits.Limit.INFLATED_BYTES;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates a part of a deflated zip entry. There is no way to a part but through all that comes before it. */
final class Inflation {
    private static final int BLOCK = 8 << 10;

    private Inflation() {}

    /** The bytes {@code [from, to)} of an entry whose compressed content starts at {@code position}. */
    static ByteBuffer inflate(PositionalFile file, ZipEntry entry, long position, long from, long to) {
        long most = file.limits().get(INFLATED_BYTES);
        if (to - from > most) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(file.path()).offset(position),
                    "at most " + most + " bytes of a compressed entry are read at once, not " + (to - from)
                            + "; read fewer frames, or save the file again with torch.save");
        }
        ByteBuffer part = ByteBuffer.allocate((int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        Inflater inflater = new Inflater(true);
        try {
            ByteBuffer skipped = ByteBuffer.allocate(BLOCK);
            long end = position + entry.compressedSize();
            long at = position;
            long produced = 0;
            while (part.hasRemaining()) {
                if (inflater.finished() || inflater.needsDictionary()) {
                    throw file.malformed(at, "the compressed content of " + entry.name() + " ends early");
                }
                if (inflater.needsInput()) {
                    if (at == end) {
                        throw file.malformed(at, "the compressed content of " + entry.name() + " is truncated");
                    }
                    ByteBuffer block = file.read(at, (int) Math.min(BLOCK, end - at));
                    inflater.setInput(block);
                    at += block.limit();
                }
                boolean skipping = produced < from;
                ByteBuffer into = skipping ? skipped.clear().limit((int) Math.min(BLOCK, from - produced)) : part;
                produced += inflater.inflate(into);
            }
            return part.flip();
        } catch (DataFormatException e) {
            throw new SidecarException(
                    SidecarException.Kind.FORMAT,
                    Place.file(file.path()).offset(position),
                    "the compressed content of " + entry.name() + " is damaged",
                    e);
        } finally {
            inflater.end();
        }
    }
}
