package dev.sidecar.audio;

/**
 * Walks over codebooks, floors and residues in the setup header of a Vorbis stream, and says whether their sizes are such
 * that they can be decoded in bounded time and memory. jorbis trusts them, and may need gigabytes, or not come to an end.
 */
final class VorbisSetup {
    private static final int SETUP_BITS = 7 * 8;
    private static final int SYNC = 0x564342;

    /** The limit of libvorbis for the sum of both lengths in bits. */
    private static final int MAX_SIZE_BITS = 24;

    /** The books of encoders have up to 8; with more than this, sizes of a lattice may not fit into 32 bits. */
    private static final int MAX_DIMENSIONS = 16;

    /** Half of the longest block, of all channels that there can be. */
    private static final int MAX_RESIDUE = 4096 * 255;

    private final byte[] bytes;
    private final long end;
    private long next;
    private Book[] books = {};

    private record Book(int dimensions, int entries) {
        /** Whether there is an entry for every combination of so many classes. */
        boolean hasAllOf(int classes) {
            return Math.pow(classes, dimensions) <= entries;
        }
    }

    private VorbisSetup(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.next = 8L * offset + SETUP_BITS;
        this.end = 8L * (offset + length);
    }

    /** Whether a setup header, those bytes of an array, is harmless. */
    static boolean isHarmless(byte[] bytes, int offset, int length) {
        VorbisSetup setup = new VorbisSetup(bytes, offset, length);
        boolean sound = setup.skipBooks();
        if (sound) {
            setup.skip(16L * (setup.read(6) + 1));
            sound = setup.skipFloors() && setup.skipResidues();
        }
        return sound && setup.next <= setup.end;
    }

    private boolean skipBooks() {
        books = new Book[read(8) + 1];
        for (int i = 0; i < books.length; i++) {
            if (!skipBook(i)) {
                return false;
            }
        }
        return true;
    }

    private void skip(long bits) {
        next += bits;
    }

    /** The next bits, least significant first; beyond the end they are 0. */
    private int read(int bits) {
        int value = 0;
        for (int i = 0; i < bits; i++, next++) {
            if (next < end) {
                value |= ((bytes[(int) (next >> 3)] >> (next & 7)) & 1) << i;
            }
        }
        return value;
    }

    private boolean skipBook(int index) {
        int sync = read(24);
        int dimensions = read(16);
        int entries = read(24);
        if (sync != SYNC
                || dimensions < 1
                || dimensions > MAX_DIMENSIONS
                || entries < 1
                || bitLength(dimensions) + bitLength(entries) > MAX_SIZE_BITS) {
            return false;
        }
        books[index] = new Book(dimensions, entries);
        boolean ordered = read(1) != 0;
        if (ordered) {
            read(5);
            for (int i = 0; i < entries && next < end; ) {
                i += read(bitLength(entries - i));
            }
        } else {
            boolean sparse = read(1) != 0;
            for (int i = 0; i < entries; i++) {
                if (!sparse || read(1) != 0) {
                    read(5);
                }
            }
        }
        int lookup = read(4);
        if (lookup != 0) {
            read(32);
            read(32);
            int width = read(4) + 1;
            read(1);
            skip((long) width * (lookup == 1 ? latticeSize(entries, dimensions) : (long) entries * dimensions));
        }
        return lookup <= 2 && next <= end;
    }

    private boolean skipFloors() {
        for (int left = read(6) + 1; left > 0; left--) {
            int type = read(16);
            if (type > 1 || next > end) {
                return false;
            }
            if (type == 0) {
                skip(8 + 16 + 16 + 6 + 8);
                skip(8L * (read(4) + 1));
            } else {
                skipFloor1();
            }
        }
        return true;
    }

    private void skipFloor1() {
        int[] classes = new int[read(5)];
        int most = -1;
        for (int i = 0; i < classes.length; i++) {
            classes[i] = read(4);
            most = Math.max(most, classes[i]);
        }
        int[] dimensions = new int[most + 1];
        for (int i = 0; i <= most; i++) {
            dimensions[i] = read(3) + 1;
            int subclasses = read(2);
            skip((subclasses == 0 ? 0 : 8) + (8L << subclasses));
        }
        read(2);
        int width = read(4);
        for (int type : classes) {
            skip((long) width * dimensions[type]);
        }
    }

    private boolean skipResidues() {
        for (int left = read(6) + 1; left > 0; left--) {
            int type = read(16);
            int begin = read(24);
            int last = read(24);
            read(24);
            int classes = read(6) + 1;
            int book = read(8);
            boolean sound = type <= 2
                    && begin <= last
                    && last <= MAX_RESIDUE
                    && book < books.length
                    && books[book].hasAllOf(classes);
            if (!sound || next > end) {
                return false;
            }
            int stages = 0;
            for (int i = 0; i < classes; i++) {
                stages += Integer.bitCount(read(3));
                stages += read(1) == 0 ? 0 : Integer.bitCount(read(5));
            }
            skip(8L * stages);
        }
        return true;
    }

    private static int bitLength(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    /** The largest number whose power is at most so many entries. */
    private static int latticeSize(int entries, int dimensions) {
        if (dimensions == 1) {
            return entries;
        }
        int size = 1;
        while (Math.pow(size + 1, dimensions) <= entries) {
            size++;
        }
        return size;
    }
}
