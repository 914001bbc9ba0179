package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.sun.management.ThreadMXBean;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files: whatever is done to them, only the one documented exception comes out. */
class AudioFuzzTest {
    /** More of them with {@code -Dsidecar.fuzz.runs}. */
    private static final int RUNS = Integer.getInteger("sidecar.fuzz.runs", 3000);

    private static final int HEADER = 120;
    private static final long MOST_MEMORY = 32 << 20;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "aiff", "au", "flac", "ogg"})
    void damagedFilesFailInOneWay(String suffix) throws IOException {
        List<byte[]> files = files(suffix);
        Path path = memory.getPath("x." + suffix);
        int refused = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Files.write(path, damaged(files, new SplittableRandom(seed)));
            long before = allocated();
            try {
                Streams.all(path);
            } catch (SidecarException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                fail("seed " + seed, e);
            }
            assertThat(allocated() - before).as("memory, seed %d", seed).isLessThan(MOST_MEMORY);
        }
        assertThat(refused).as("refused").isBetween(RUNS / 4, RUNS);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static List<byte[]> files(String suffix) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String folder : List.of("golden", "formats")) {
            try (Stream<Path> paths = Files.list(Fixtures.path(folder))) {
                paths.map(path -> path.getFileName().toString())
                        .filter(name -> name.endsWith("." + suffix))
                        .sorted()
                        .map(name -> Fixtures.bytes(folder + "/" + name))
                        .filter(bytes -> bytes.length > HEADER)
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** Mostly in the header; what else there is, checksums or nothing at all protect. */
    private static byte[] damaged(List<byte[]> files, SplittableRandom random) {
        byte[] bytes = files.get(random.nextInt(files.size())).clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(random.nextInt(4) == 0 ? bytes.length : Math.min(HEADER, bytes.length));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = random.nextBoolean() ? (byte) 0xFF : 0;
                case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                case 4 ->
                    Arrays.fill(
                            bytes, at, Math.min(at + 1 + random.nextInt(8), bytes.length), (byte) random.nextInt(256));
                default -> {
                    byte[] other = files.get(random.nextInt(files.size()));
                    int length = Math.min(Math.min(1 + random.nextInt(16), other.length - at), bytes.length - at);
                    if (length > 0) {
                        System.arraycopy(other, at, bytes, at, length);
                    }
                }
            }
        }
        return bytes;
    }
}
