package dev.sidecar.audio;

/** The bits of a FLAC stream, most significant first, and the checksums of the bytes that they came from. */
final class FlacBits {
    private static final int[] CRC_8 = table(0x07, 8);
    private static final int[] CRC_16 = table(0x8005, 16);

    private final AudioInput file;
    private long cache;
    private int cached;
    private int crc8;
    private int crc16;

    FlacBits(AudioInput file) {
        this.file = file;
    }

    private static int[] table(int polynomial, int width) {
        int[] table = new int[256];
        int top = 1 << (width - 1);
        for (int i = 0; i < table.length; i++) {
            int crc = i << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) != 0 ? (crc << 1) ^ polynomial : crc << 1;
            }
            table[i] = crc & ((1 << width) - 1);
        }
        return table;
    }

    /** Begins a frame: from here on bytes are summed. */
    void resetChecksums() {
        crc8 = 0;
        crc16 = 0;
    }

    /** The CRC-8 of the bytes since the last reset. */
    int crc8() {
        return crc8;
    }

    /** The CRC-16 of the bytes since the last reset. */
    int crc16() {
        return crc16;
    }

    private void fetch() {
        int next = Byte.toUnsignedInt(file.ahead(1).get());
        cache = (cache << 8) | next;
        cached += 8;
        crc8 = CRC_8[crc8 ^ next];
        crc16 = ((crc16 << 8) & 0xFFFF) ^ CRC_16[(crc16 >> 8) ^ next];
    }

    /** The next bits, 0 to 56 of them, as an unsigned number. */
    long unsigned(int bits) {
        while (cached < bits) {
            fetch();
        }
        cached -= bits;
        return (cache >>> cached) & ((1L << bits) - 1);
    }

    /** The same, at most 31. */
    int unsignedInt(int bits) {
        return (int) unsigned(bits);
    }

    /** The next bits, 0 to 56 of them, as a signed number. */
    long signed(int bits) {
        return bits == 0 ? 0 : unsigned(bits) << (64 - bits) >> (64 - bits);
    }

    /** How many zeros there are before a one; the one is read, too. */
    long unary() {
        long zeros = 0;
        while (true) {
            if (cached == 0) {
                fetch();
            }
            int leading = Math.min(Long.numberOfLeadingZeros(cache << (64 - cached)), cached);
            zeros += leading;
            cached -= leading;
            if (cached > 0) {
                cached--;
                return zeros;
            }
        }
    }

    /** Goes on to the next whole byte. */
    void align() {
        cached -= cached % 8;
    }
}
