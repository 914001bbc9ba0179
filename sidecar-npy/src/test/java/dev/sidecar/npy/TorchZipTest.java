package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchZipTest {
    @TempDir
    private Path folder;

    private TokenFile open(TorchFile file) throws IOException {
        return open(file.bytes());
    }

    private TokenFile open(byte[] bytes) throws IOException {
        return TokenFile.open(Files.write(folder.resolve("x.ecdc"), bytes));
    }

    private SidecarException refusal(TorchFile file) {
        return Failures.of(() -> open(file));
    }

    private SidecarException refusal(byte[] bytes) {
        return Failures.of(() -> open(bytes));
    }

    private static TorchFile plain() {
        return TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 6, 2, 3)))
                .storage(longs(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6));
    }

    private static byte[] longs(ByteOrder order, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(order);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void readsWhatTheBuilderOfTheseTestsWrites() throws IOException {
        assertThat(open(plain()).codes().window(0, 3)).isEqualTo(new int[][] {{1, 2, 3}, {4, 5, 6}});
    }

    @Test
    void followsTheByteOrderOfTheWriter() throws IOException {
        Pickle pickle = Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 2, 1, 2));
        byte[] content = longs(ByteOrder.BIG_ENDIAN, 258, -3);

        TokenFile file =
                open(TorchFile.with(pickle).entry("byteorder", ascii("big")).storage(content));

        assertThat(file.codes().window(0, 2)).isEqualTo(new int[][] {{258, -3}});
        TokenFile odd =
                open(TorchFile.with(pickle).entry("byteorder", ascii("middle")).storage(content));
        assertThat(Failures.of(() -> odd.codes().window(0, 2)).kind()).isEqualTo(UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, -(1L << 31) - 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void codesBeyond32BitsAreRefusedWithTheirPlace(long code) throws IOException {
        TokenFile file = open(TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 6, 2, 3)))
                .storage(longs(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, code)));

        assertThat(file.codes().window(0, 2)).isEqualTo(new int[][] {{1, 2}, {4, 5}});
        SidecarException failure = Failures.of(() -> file.codes().window(1, 2));
        assertThat(failure.kind()).isEqualTo(FORMAT);
        assertThat(failure.place().frame()).isEqualTo(2);
        assertThat(failure).hasMessageContaining("codebook 1").hasMessageContaining(Long.toString(code));
    }

    @ParameterizedTest
    @CsvSource({
        "ByteStorage, 1, 255",
        "CharStorage, 1, -1",
        "ShortStorage, 2, -1",
        "IntStorage, 4, -1",
        "LongStorage, 8, -1"
    })
    void signsAreThoseOfTheStorage(String storage, int bytes, int expected) throws IOException {
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 0xFF);

        TokenFile file = open(TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor(storage, 1, 1, 1)))
                .storage(ones));

        assertThat(file.codes().window(0, 1)).isEqualTo(new int[][] {{expected}});
    }

    @ParameterizedTest
    @ValueSource(strings = {"BoolStorage", "HalfStorage", "BFloat16Storage", "FloatStorage", "DoubleStorage"})
    void codesThatAreNoIntegersAreRefused(String storage) {
        TorchFile file = TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor(storage, 0, 1, 0)))
                .storage(new byte[0]);

        assertThat(refusal(file).kind()).isEqualTo(UNSUPPORTED);
    }

    @Test
    void axesInTheWrongOrderAreRecognised() {
        TorchFile swapped = TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor("ByteStorage", 9000, 1125, 8)))
                .storage(new byte[9000]);

        assertThat(refusal(swapped).kind()).isEqualTo(LIMIT);
        assertThat(refusal(swapped)).hasMessageContaining("[codebooks, frames]");
    }

    /** Any view of a storage, in any order of its axes, read by window through blocks, is what indexing gives. */
    @ParameterizedTest
    @MethodSource("seeds")
    void windowsOfAnyViewAreWhatIndexingGives(int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 200_000;
        int[] values = random.ints(count, -1000, 1000).toArray();
        ByteBuffer content = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
        content.asIntBuffer().put(values);
        int codebooks = 1 + random.nextInt(6);
        int frames = 1 + random.nextInt(3000);
        int codebookStride = random.nextInt(1 + Math.min(20_000, count / 2 / codebooks));
        int frameStride = random.nextInt(1 + count / 3 / frames);
        int last = (codebooks - 1) * codebookStride + (frames - 1) * frameStride;
        int offset = random.nextInt(count - last);
        Pickle pickle = Pickle.dict(
                "audio_codes", Pickle.view("IntStorage", count, offset, new long[] {codebooks, frames}, new long[] {
                    codebookStride, frameStride
                }));

        for (byte[] file :
                new byte[][] {TorchFile.with(pickle).storage(content.array()).bytes(), deflated(pickle, content.array())
                }) {
            int from = random.nextInt(frames);
            int[][] window = open(file).codes().window(from, frames - from);
            for (int k = 0; k < codebooks; k++) {
                int row = offset + k * codebookStride;
                int[] expected = IntStream.range(from, frames)
                        .map(t -> values[row + t * frameStride])
                        .toArray();
                assertThat(window[k]).as("seed %s, codebook %s", seed, k).isEqualTo(expected);
            }
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    private static byte[] deflated(Pickle pickle, byte[] storage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("clip/data.pkl"));
            zip.write(pickle.bytes());
            zip.putNextEntry(new java.util.zip.ZipEntry("clip/data/"));
            zip.putNextEntry(new java.util.zip.ZipEntry("clip/data/0"));
            zip.write(storage);
        }
        return bytes.toByteArray();
    }

    @Test
    void aBombIsInflatedOnlyAsFarAsItIsRead() throws IOException {
        long count = 100_000_000;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("clip/data.pkl"));
            zip.write(Pickle.dict("audio_codes", Pickle.tensor("ByteStorage", count, 10, count / 10))
                    .bytes());
            zip.putNextEntry(new java.util.zip.ZipEntry("clip/data/0"));
            for (int i = 0; i < 100; i++) {
                zip.write(new byte[(int) count / 100]);
            }
        }

        TokenFile file = open(bytes.toByteArray());

        SidecarException failure = Failures.of(() -> file.codes().read(0, 10, new int[10][10]));
        assertThat(failure.kind()).isEqualTo(LIMIT);
        assertThat(failure).hasMessageContaining("16777216");
    }

    @Test
    void aPickleThatDoesNotFitItsChecksumIsRefused() {
        byte[] bytes = plain().bytes();
        int key = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("audio_codes");
        bytes[key]++;

        assertThat(refusal(bytes)).hasMessageContaining("checksum");
    }

    @Test
    void aPickleEndsWithItsStop() {
        Pickle pickle = Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 0, 1, 0))
                .op('.');

        assertThat(refusal(TorchFile.with(pickle).storage(new byte[0]))).hasMessageContaining("STOP");
    }

    @Test
    void aPickleHasAtMost16MiB() {
        TorchFile file = new TorchFile().entry("data.pkl", new byte[(16 << 20) + 1]);

        assertThat(refusal(file).kind()).isEqualTo(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../0", "0/../0", "", "-1", "0x1", "/etc/passwd", "123456789012345678901"})
    void storageKeysAreNumbers(String key) {
        Pickle pickle = Pickle.dict("audio_codes", Pickle.tensor("LongStorage", key, 0, 1, 0));

        assertThat(refusal(TorchFile.with(pickle).storage(new byte[0]))).hasMessageContaining("key of a storage");
    }

    static Stream<TorchFile> oddEntries() {
        return Stream.of("../data/1", "a\\b", "a//b", "./a", "a\0b").map(name -> plain().entry(name, new byte[1]));
    }

    @ParameterizedTest
    @MethodSource("oddEntries")
    void oddEntryNamesAreRefused(TorchFile file) {
        assertThat(refusal(file)).hasMessageContaining("does not lie in one top folder");
    }

    @Test
    void aByteChangedInTheDirectoryOrBeforeAnEntryNeverChangesTheAnswer() throws IOException {
        byte[] sound = plain().bytes();
        TokenFile expected = open(sound);
        int[][] codes = expected.codes().window(0, 3);
        int refused = 0;
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 0x10;
            try {
                TokenFile file = open(damaged);
                assertThat(file.frames()).as("byte %s", at).hasValue(3);
                assertThat(file.codebooks()).isEqualTo(2);
                int[][] read = file.codes().window(0, 3);
                if (!isTensorData(sound, at)) {
                    assertThat(read).as("byte %s", at).isEqualTo(codes);
                }
            } catch (SidecarException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(sound.length / 3);
    }

    private static boolean isTensorData(byte[] sound, int at) {
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(new String(longs(ByteOrder.LITTLE_ENDIAN, 1, 2), StandardCharsets.ISO_8859_1));
        return at >= start && at < start + 6 * Long.BYTES;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 33, true",
        "0, 0, 32, false",
        "10, 0, 43, true",
        "11, 0, 43, false",
        "10, 1, 43, false",
        "9223372036854775807, 0, 100, false",
        "0, 9223372036854775807, 100, false",
        "9223372036854775807, 9223372036854775807, 9223372036854775807, false"
    })
    void anEntryNeedsRoomForItsHeaderItsNameAndItsContent(long compressed, long header, long limit, boolean fits) {
        ZipEntry entry = new ZipEntry("a/b", 3, 0, 0, compressed, compressed, header, limit);

        assertThat(entry.fits()).isEqualTo(fits);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] sound = plain().bytes();
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThat(refusal(cut).kind()).as("length %s", length).isEqualTo(FORMAT);
        }
    }
}
