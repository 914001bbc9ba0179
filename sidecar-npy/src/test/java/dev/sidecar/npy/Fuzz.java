package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Damages files at random, and checks that only the one documented exception comes out of reading them, and that reading
 * takes no memory to speak of. Each input has a seed, which a failure names; {@code -Dsidecar.fuzz.seed} begins with it.
 * With {@code -Dsidecar.nightly=true} there are a hundred times as many, with other seeds each time.
 */
final class Fuzz {
    private static final boolean NIGHTLY = Boolean.getBoolean("sidecar.nightly");
    private static final int INPUTS_AT_NIGHT = 100;
    private static final long FIRST_SEED =
            Long.getLong("sidecar.fuzz.seed", NIGHTLY ? System.currentTimeMillis() * 1_000_000 : 0);
    private static final long MOST_MEMORY = 32 << 20;

    private Fuzz() {}

    /** The content of a file, and the file it is or is made of. */
    static final class Sample {
        private final String name;
        private final byte[] bytes;

        Sample(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        String name() {
            return name;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** What is done with the content of a damaged file. */
    interface Reading {
        void read(byte[] bytes) throws IOException;
    }

    /**
     * Reads damaged files.
     *
     * @param inputs how many, by day
     * @param damage makes one of a random source
     */
    static void check(int inputs, Function<SplittableRandom, Sample> damage, Reading reading) {
        check(inputs, damage, reading, MOST_MEMORY);
    }

    /** The same for files that are trusted not to claim too much. */
    static void checkTrusted(int inputs, Function<SplittableRandom, Sample> damage, Reading reading) {
        check(inputs, damage, reading, Long.MAX_VALUE);
    }

    private static void check(int inputs, Function<SplittableRandom, Sample> damage, Reading reading, long mostMemory) {
        int count = NIGHTLY ? INPUTS_AT_NIGHT * inputs : inputs;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            long seed = FIRST_SEED + i;
            Sample damaged = damage.apply(new SplittableRandom(seed));
            long before = allocated();
            try {
                reading.read(damaged.bytes());
            } catch (SidecarException e) {
                refused++;
            } catch (Throwable e) {
                throw new AssertionError(describe(seed, i, damaged), e);
            }
            if (allocated() - before > mostMemory) {
                throw new AssertionError(
                        describe(seed, i, damaged) + " took " + (allocated() - before) + " bytes of memory");
            }
        }
        assertThat(refused).as("refused").isBetween(count / 100, count - count / 200);
    }

    private static String describe(long seed, int iteration, Sample damaged) {
        return "seed " + seed + ", iteration " + iteration + ", made of " + damaged.name() + ": "
                + HexFormat.of().formatHex(damaged.bytes());
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
