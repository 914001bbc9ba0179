package dev.sidecar.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damage to files of one format: bits and bytes, ranges left out, doubled or taken from another file, numbers at their
 * extremes, and words of the format where they do not belong.
 */
record Damage(List<Fuzz.Sample> files, List<byte[]> words) {
    private static final long[] EXTREMES = {
        0,
        1,
        2,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x1_0000,
        0x7FFF_FFFF,
        0x8000_0000L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_DAMAGES = 4;
    private static final int LONG_RANGE = 64;

    Damage {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no files to damage");
        }
        files = List.copyOf(files);
        words = List.copyOf(words);
    }

    Fuzz.Sample apply(SplittableRandom random) {
        Fuzz.Sample file = any(files, random);
        return new Fuzz.Sample(file.name(), damaged(file.bytes(), random));
    }

    byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        int damages = random.nextBoolean() ? 1 : 1 + random.nextInt(MOST_DAMAGES);
        for (int i = 0; i < damages && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            int end = at + 1 + random.nextInt(Math.min(LONG_RANGE, bytes.length - at));
            bytes = switch (random.nextInt(10)) {
                case 0 -> with(bytes, at, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
                case 1 -> with(bytes, at, new byte[] {(byte) random.nextInt(256)});
                case 2 -> with(bytes, at, extreme(random));
                case 3 -> Arrays.copyOf(bytes, at);
                case 4 -> replaced(bytes, at, end, new byte[0]);
                case 5 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
                case 6 -> replaced(bytes, at, random.nextBoolean() ? at : end, any(words, random));
                case 7 -> with(bytes, at, any(words, random));
                case 8 -> {
                    byte[] other = any(files, random).bytes();
                    int from = random.nextInt(other.length + 1);
                    int to = from + random.nextInt(Math.min(LONG_RANGE, other.length - from) + 1);
                    yield replaced(bytes, at, end, Arrays.copyOfRange(other, from, to));
                }
                default -> {
                    byte[] other = any(files, random).bytes();
                    yield replaced(
                            bytes,
                            at,
                            bytes.length,
                            Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
                }
            };
        }
        return bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES);
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] extreme(SplittableRandom random) {
        boolean little = random.nextBoolean();
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(EXTREMES[random.nextInt(EXTREMES.length)]);
        int width = 1 << random.nextInt(4);
        byte[] bytes = number.array();
        return little ? Arrays.copyOf(bytes, width) : Arrays.copyOfRange(bytes, Long.BYTES - width, Long.BYTES);
    }

    /** Some bytes overwritten, as far as there are any. */
    private static byte[] with(byte[] bytes, int at, byte[] part) {
        System.arraycopy(part, 0, bytes, at, Math.min(part.length, bytes.length - at));
        return bytes;
    }

    /** The bytes from {@code at} to {@code end} replaced by others. */
    private static byte[] replaced(byte[] bytes, int at, int end, byte[] part) {
        byte[] replaced = Arrays.copyOf(bytes, at + part.length + bytes.length - end);
        System.arraycopy(part, 0, replaced, at, part.length);
        System.arraycopy(bytes, end, replaced, at + part.length, bytes.length - end);
        return replaced;
    }
}
