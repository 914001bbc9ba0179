package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * FLAC, as RFC 9639 describes it. Every checksum must fit: those of each frame, and at the end that of all samples.
 */
final class FlacReader implements ChannelReader {
    private static final int STREAM_INFO = 0;
    private static final int STREAM_INFO_LENGTH = 34;
    private static final int MIN_SAMPLE_BITS = 4;
    private static final int SYNC = 0x7FFC;

    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MID_SIDE = 10;

    private static final int[] RATES = {
        0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };
    private static final int[] SAMPLE_BITS = {0, 8, 12, -1, 16, 20, 24, 32};

    private final AudioInput file;
    private final FlacBits bits;
    private final FlacSubframe subframe;
    private final AudioShape shape;
    private final int sampleBits;
    private final long total;
    private final byte[] checksum = new byte[16];
    private final @Nullable MessageDigest digest;
    private final long[][] block;
    private int blockSize;
    private int taken;
    private long decoded;

    /** Reads what comes before the frames. */
    FlacReader(AudioInput file) {
        this.file = file;
        this.bits = new FlacBits(file);
        this.subframe = new FlacSubframe(file, bits);
        file.seek(4);
        ByteBuffer header = file.take(4, ByteOrder.BIG_ENDIAN);
        if ((header.getInt(0) & 0x7FFF_FFFF) != STREAM_INFO_LENGTH) {
            throw file.malformed(4, "a FLAC stream begins with a block STREAMINFO of 34 bytes, this one does not");
        }
        ByteBuffer info = file.take(STREAM_INFO_LENGTH, ByteOrder.BIG_ENDIAN);
        long packed = info.getLong(10);
        this.shape = AudioShape.checked(file, ((packed >>> 41) & 7) + 1, packed >>> 44);
        this.sampleBits = (int) ((packed >>> 36) & 31) + 1;
        this.total = packed & 0xF_FFFF_FFFFL;
        info.get(18, checksum);
        this.digest = Arrays.equals(checksum, new byte[checksum.length]) ? null : md5();
        if (sampleBits < MIN_SAMPLE_BITS) {
            throw file.malformed(8, "a FLAC sample has at least " + MIN_SAMPLE_BITS + " bits, found " + sampleBits);
        }
        this.block = new long[shape.channels()][0];
        skipMetadata(header.get(0) < 0);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    private void skipMetadata(boolean infoIsLast) {
        for (boolean last = infoIsLast; !last; ) {
            int header = file.take(4, ByteOrder.BIG_ENDIAN).getInt(0);
            last = header < 0;
            int length = header & 0xFF_FFFF;
            if (((header >>> 24) & 0x7F) == STREAM_INFO || length > file.remaining()) {
                throw file.malformed(file.position() - 4, "the FLAC metadata here is broken, or cut short");
            }
            file.seek(file.position() + length);
        }
    }

    @Override
    public AudioShape shape() {
        return shape;
    }

    @Override
    public int read(float[] into, int offset, int most) {
        if (taken == blockSize && !nextBlock()) {
            return -1;
        }
        int samples = Math.min(most, blockSize - taken);
        float scale = 1f / (1L << (sampleBits - 1));
        int next = offset;
        for (int i = 0; i < samples; i++, taken++) {
            for (long[] channel : block) {
                into[next++] = channel[taken] * scale;
            }
        }
        return samples;
    }

    private boolean nextBlock() {
        boolean ended = total == 0 ? !file.fill(1) : decoded == total;
        if (ended) {
            checkDigest();
            return false;
        }
        if (!file.fill(1)) {
            throw file.failure(FORMAT, "truncated: expected " + total + " samples, found " + decoded);
        }
        decodeFrame();
        decoded += blockSize;
        if (total != 0 && decoded > total) {
            throw file.malformed(file.position(), "expected " + total + " samples, found " + decoded);
        }
        taken = 0;
        return true;
    }

    private void decodeFrame() {
        bits.resetChecksums();
        long start = file.position();
        if (bits.unsignedInt(15) != SYNC) {
            throw file.malformed(start, "a FLAC frame begins here, but its mark is missing");
        }
        bits.unsigned(1);
        int sizeCode = bits.unsignedInt(4);
        int rateCode = bits.unsignedInt(4);
        int assignment = bits.unsignedInt(4);
        int bitsCode = bits.unsignedInt(3);
        int reserved = bits.unsignedInt(1);
        skipNumber();
        int size = blockSize(sizeCode);
        long rate = rate(rateCode);
        int crc8 = bits.crc8();
        if (bits.unsignedInt(8) != crc8) {
            throw file.malformed(start, "the header of the FLAC frame here does not match its checksum");
        }
        int channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
        int width = SAMPLE_BITS[bitsCode] == 0 ? sampleBits : SAMPLE_BITS[bitsCode];
        boolean sound = size > 0
                && (rate == 0 || rate == shape.sampleRate())
                && channels == shape.channels()
                && assignment <= MID_SIDE
                && width == sampleBits
                && reserved == 0;
        if (!sound) {
            throw file.malformed(
                    start,
                    "the FLAC frame here is of another rate, width or number of channels than the"
                            + " stream, or of a kind that is reserved");
        }
        if (size > block[0].length) {
            for (int i = 0; i < block.length; i++) {
                block[i] = new long[size];
            }
        }
        blockSize = size;
        for (int i = 0; i < channels; i++) {
            boolean side = assignment == SIDE_RIGHT ? i == 0 : assignment >= LEFT_SIDE && i == 1;
            subframe.decode(side ? sampleBits + 1 : sampleBits, block[i], size);
        }
        bits.align();
        int crc16 = bits.crc16();
        if (bits.unsignedInt(16) != crc16) {
            throw file.malformed(start, "the samples of the FLAC frame here do not match their checksum");
        }
        separate(assignment);
        digest();
    }

    /** The number of the frame, in what was once UTF-8; some programs count wrongly, nobody needs it. */
    private void skipNumber() {
        int ones = Integer.numberOfLeadingZeros(~(bits.unsignedInt(8) << 24));
        for (int i = 1; i < ones; i++) {
            bits.unsigned(8);
        }
    }

    private int blockSize(int code) {
        return switch (code) {
            case 0 -> 0;
            case 1 -> 192;
            case 2, 3, 4, 5 -> 144 << code;
            case 6 -> bits.unsignedInt(8) + 1;
            case 7 -> bits.unsignedInt(16) + 1;
            default -> 1 << code;
        };
    }

    /** 0 where the stream's is meant, -1 for none. */
    private long rate(int code) {
        return switch (code) {
            case 12 -> bits.unsigned(8) * 1000;
            case 13 -> bits.unsigned(16);
            case 14 -> bits.unsigned(16) * 10;
            case 15 -> -1;
            default -> RATES[code];
        };
    }

    /** Makes left and right of what two channels were coded as. */
    private void separate(int assignment) {
        for (int i = 0; i < blockSize && assignment >= LEFT_SIDE; i++) {
            long first = block[0][i];
            long second = block[1][i];
            switch (assignment) {
                case LEFT_SIDE -> block[1][i] = first - second;
                case SIDE_RIGHT -> block[0][i] = first + second;
                default -> {
                    long sum = (first << 1) | (second & 1);
                    block[0][i] = (sum + second) >> 1;
                    block[1][i] = (sum - second) >> 1;
                }
            }
        }
    }

    /** Adds the block to the checksum of all samples: interleaved, little-endian, in whole bytes. */
    private void digest() {
        if (digest == null) {
            return;
        }
        int width = (sampleBits + 7) / 8;
        byte[] bytes = new byte[blockSize * block.length * width];
        int next = 0;
        for (int i = 0; i < blockSize; i++) {
            for (long[] channel : block) {
                for (int shift = 0; shift < 8 * width; shift += 8) {
                    bytes[next++] = (byte) (channel[i] >> shift);
                }
            }
        }
        digest.update(bytes);
    }

    private void checkDigest() {
        if (digest != null && decoded > 0 && !MessageDigest.isEqual(digest.digest(), checksum)) {
            throw file.failure(
                    FORMAT, "the samples of this FLAC stream do not match the checksum (MD5) of all of them");
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
