package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Damages files at random, and checks that only the one documented exception comes out of reading them. */
final class Fuzz {
    /** More of them with {@code -Dsidecar.fuzz.runs}. */
    private static final int RUNS = Integer.getInteger("sidecar.fuzz.runs", 10_000);

    private Fuzz() {}

    interface Reading {
        void read(byte[] bytes) throws IOException;
    }

    static void check(Function<SplittableRandom, byte[]> damage, Reading reading) {
        int refused = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            byte[] damaged = damage.apply(new SplittableRandom(seed));
            try {
                reading.read(damaged);
            } catch (SidecarException e) {
                refused++;
            } catch (IOException | RuntimeException | Error e) {
                fail("seed " + seed + ": " + HexFormat.of().formatHex(damaged), e);
            }
        }
        assertThat(refused).as("refused").isBetween(RUNS / 4, RUNS - RUNS / 100);
    }

    static byte[] damaged(List<byte[]> files, SplittableRandom random) {
        byte[] bytes = files.get(random.nextInt(files.size())).clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = random.nextBoolean() ? (byte) 0xFF : 0;
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 ->
                    Arrays.fill(
                            bytes, at, Math.min(at + 1 + random.nextInt(8), bytes.length), (byte) random.nextInt(256));
                default -> bytes = spliced(bytes, at, files.get(random.nextInt(files.size())), random);
            }
        }
        return bytes;
    }

    /** Up to there from one file, the rest from another. */
    private static byte[] spliced(byte[] head, int at, byte[] other, SplittableRandom random) {
        int from = random.nextInt(other.length + 1);
        byte[] spliced = Arrays.copyOf(head, at + other.length - from);
        System.arraycopy(other, from, spliced, at, other.length - from);
        return spliced;
    }
}
