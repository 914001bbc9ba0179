package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.sun.management.ThreadMXBean;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files: whatever is done to them, only the one documented exception comes out. Each input has a seed, which a
 * failure names; {@code -Dsidecar.fuzz.seed} begins with it. With {@code -Dsidecar.nightly=true} there are a hundred times
 * as many, with other seeds each time.
 */
@Tag("hostile")
class AudioFuzzTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("sidecar.nightly");
    private static final int INPUTS = NIGHTLY ? 150_000 : 1_500;
    private static final long FIRST_SEED =
            Long.getLong("sidecar.fuzz.seed", NIGHTLY ? System.currentTimeMillis() * 1_000_000 : 0);

    private static final int HEADER = 120;
    private static final int VORBIS_HEADERS = 5000;
    private static final int OGG_HEADER = 27;
    private static final int OGG_CHECKSUM = 22;
    private static final long MOST_MEMORY = 32 << 20;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "aiff", "au", "flac", "ogg"})
    void damagedFilesFailInOneWay(String suffix) throws IOException {
        List<Sample> files = files(suffix);
        check(random -> damaged(files, random));
    }

    /** Damage that the checksums of the pages do not tell. */
    @Test
    void damagedVorbisInSoundPagesFailsInOneWay() throws IOException {
        List<Sample> files = files("ogg");
        check(random -> {
            Sample file = files.get(random.nextInt(files.size()));
            byte[] bytes = file.bytes().clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int most = random.nextInt(4) == 0 ? bytes.length : Math.min(VORBIS_HEADERS, bytes.length);
                bytes[random.nextInt(most)] = (byte) random.nextInt(256);
            }
            return new Sample(file.name(), withChecksums(bytes));
        });
    }

    /** The content of a file, and the name of the file it is or is made of. */
    private static final class Sample {
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

    /** A third header of the second one's type, whose sizes jorbis believes: the setup begins as 1.4 GB of text. */
    @Test
    void aCommentInPlaceOfTheSetupIsNotRead() throws IOException {
        byte[] bytes = Fixtures.bytes("golden/vorbis_short.ogg");
        int setup = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u0005vorbis");
        bytes[setup] = 3;
        Path path = Files.write(memory.getPath("x"), withChecksums(bytes));

        long before = allocated();
        assertThat(Failures.of(() -> Streams.all(path)).kind()).isEqualTo(SidecarException.Kind.FORMAT);

        assertThat(allocated() - before).isLessThan(MOST_MEMORY);
    }

    private void check(Function<SplittableRandom, Sample> damage) throws IOException {
        Path path = memory.getPath("x");
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            long seed = FIRST_SEED + i;
            Sample damaged = damage.apply(new SplittableRandom(seed));
            String what = "seed " + seed + ", iteration " + i + ", made of " + damaged.name();
            Files.write(path, damaged.bytes());
            long before = allocated();
            try {
                Streams.all(path);
            } catch (SidecarException e) {
                refused++;
            } catch (Throwable e) {
                throw new AssertionError(what, e);
            }
            assertThat(allocated() - before).as("memory, %s", what).isLessThan(MOST_MEMORY);
        }
        assertThat(refused).as("refused").isBetween(INPUTS / 5, INPUTS);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static List<Sample> files(String suffix) throws IOException {
        List<Sample> files = new ArrayList<>();
        for (String folder : List.of("golden", "formats")) {
            try (Stream<Path> paths = Files.list(Fixtures.path(folder))) {
                paths.map(path -> path.getFileName().toString())
                        .filter(name -> name.endsWith("." + suffix))
                        .sorted()
                        .map(name -> new Sample(name, Fixtures.bytes(folder + "/" + name)))
                        .filter(file -> file.bytes().length > HEADER)
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** Gives each page of OGG the CRC-32 that it must have: polynomial 0x04C11DB7, not reflected. */
    private static byte[] withChecksums(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int page = 0;
        while (page + OGG_HEADER <= bytes.length) {
            int segments = Byte.toUnsignedInt(bytes[page + OGG_HEADER - 1]);
            int end = page + OGG_HEADER + segments;
            for (int i = 0; i < segments && page + OGG_HEADER + i < bytes.length; i++) {
                end += Byte.toUnsignedInt(bytes[page + OGG_HEADER + i]);
            }
            if (end > bytes.length) {
                break;
            }
            file.putInt(page + OGG_CHECKSUM, 0);
            int crc = 0;
            for (int i = page; i < end; i++) {
                crc ^= bytes[i] << 24;
                for (int bit = 0; bit < 8; bit++) {
                    crc = crc < 0 ? (crc << 1) ^ 0x04C1_1DB7 : crc << 1;
                }
            }
            file.putInt(page + OGG_CHECKSUM, crc);
            page = end;
        }
        return bytes;
    }

    /** Mostly in the header; what else there is, checksums or nothing at all protect. */
    private static Sample damaged(List<Sample> files, SplittableRandom random) {
        Sample file = files.get(random.nextInt(files.size()));
        byte[] bytes = file.bytes().clone();
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
                    byte[] other = files.get(random.nextInt(files.size())).bytes();
                    int length = Math.min(Math.min(1 + random.nextInt(16), other.length - at), bytes.length - at);
                    if (length > 0) {
                        System.arraycopy(other, at, bytes, at, length);
                    }
                }
            }
        }
        return new Sample(file.name(), bytes);
    }
}
