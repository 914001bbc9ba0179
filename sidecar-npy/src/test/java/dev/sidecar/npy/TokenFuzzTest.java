package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.FrameGrid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Damaged files: whatever is done to them, only the one documented exception comes out. */
class TokenFuzzTest {
    private static final int MOST_BYTES = 16 << 10;
    private static final int MOST_FRAMES = 2000;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    @Test
    void damagedFilesFailInOneWay() {
        List<byte[]> files = files().filter(bytes -> bytes.length < MOST_BYTES).toList();

        Fuzz.check(random -> Fuzz.damaged(files, random), this::use);
    }

    /** A sound zip file around a damaged pickle whose checksum is not recorded. */
    @Test
    void damagedPicklesInSoundFilesFailInOneWay() {
        List<Unchecked> files = files().filter(bytes -> bytes.length < MOST_BYTES)
                .map(this::unchecked)
                .flatMap(Optional::stream)
                .toList();

        Fuzz.check(random -> files.get(random.nextInt(files.size())).damaged(random), this::use);
    }

    @Test
    void damagedPicklesAloneFailInOneWay() {
        List<byte[]> pickles = files().map(this::unchecked)
                .flatMap(Optional::stream)
                .map(Unchecked::pickle)
                .filter(pickle -> pickle.length < MOST_BYTES)
                .toList();
        Path path = memory.getPath("x.ecdc");

        Fuzz.check(
                random -> Fuzz.damaged(pickles, random),
                bytes -> new PickleMachine(PickleInput.of(path, ByteBuffer.wrap(bytes), 64)).run());
    }

    private void use(byte[] bytes) throws IOException {
        Path path = Files.write(memory.getPath("x.ecdc"), bytes);
        TokenFile file = TokenFile.open(path);
        assertThat(file.fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ)).isIn(true, false);
        for (int segment = 0; segment < Math.min(file.segments(), 4); segment++) {
            int frames = file.segment(segment).frames();
            int window = Math.min(frames, MOST_FRAMES);
            file.segment(segment).window(frames - window, window);
        }
        assertThat(file.grid(Optional.of(FrameGrid.Rate.ENCODEC_48KHZ)).frames())
                .isNotNegative();
    }

    private static Stream<byte[]> files() {
        return TokenFixture.all().filter(TokenFixture::isFile).map(TokenFixture::bytes);
    }

    /** A zip file and where its pickle is. */
    private static final class Unchecked {
        private final byte[] file;
        private final int position;
        private final int length;

        Unchecked(byte[] file, int position, int length) {
            this.file = file;
            this.position = position;
            this.length = length;
        }

        byte[] pickle() {
            return Arrays.copyOfRange(file, position, position + length);
        }

        byte[] damaged(SplittableRandom random) {
            byte[] bytes = file.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = position + random.nextInt(length);
                int end = Math.min(at + 1 + random.nextInt(8), position + length);
                switch (random.nextInt(4)) {
                    case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> bytes[at] = (byte) random.nextInt(256);
                    case 2 -> bytes[at]++;
                    default ->
                        System.arraycopy(file, position + random.nextInt(length - (end - at) + 1), bytes, at, end - at);
                }
            }
            return bytes;
        }
    }

    private Optional<Unchecked> unchecked(byte[] bytes) {
        try (PositionalFile file = PositionalFile.open(Files.write(memory.getPath("pickle.ecdc"), bytes))) {
            BufferedFile buffered = new BufferedFile(file, 0);
            ZipEntry entry = ZipDirectory.read(buffered).find("data.pkl");
            if (entry == null || entry.method() != ZipEntry.STORED || entry.size() == 0) {
                return Optional.empty();
            }
            ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at <= bytes.length - 4; at++) {
                if (zip.getInt(at) == (int) entry.crc()) {
                    zip.putInt(at, 0);
                }
            }
            return Optional.of(new Unchecked(bytes, (int) entry.contentPosition(buffered), (int) entry.size()));
        } catch (SidecarException noZip) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
