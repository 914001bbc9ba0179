package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made by hand, byte by byte. */
class WavTest {
    private static final long UNKNOWN = 0xFFFF_FFFFL;
    private static final byte[] TWO_SAMPLES = {0, 0x40, 0, (byte) 0x80};

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(memory.getPath("x.wav"), bytes);
    }

    private float[] read(byte[] bytes) throws IOException {
        return Streams.all(file(bytes));
    }

    private SidecarException failure(byte[] bytes) throws IOException {
        Path path = file(bytes);
        return Failures.of(() -> Streams.all(path));
    }

    private static Wav mono16() {
        return Wav.make().format(Wav.PCM, 1, 24_000, 16);
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of(1, 8, "00 01 80 ff", new double[] {-1, -127 / 128.0, 0, 127 / 128.0}),
                Arguments.of(
                        1, 16, "0080 ffff 0000 0100 ff7f", new double[] {-1, -0x1p-15, 0, 0x1p-15, 32767 * 0x1p-15}),
                Arguments.of(1, 24, "000080 ffffff 000000 010000 000100 000001 ffff7f", new double[] {
                    -1, -0x1p-23, 0, 0x1p-23, 0x1p-15, 0x1p-7, 1 - 0x1p-23
                }),
                Arguments.of(1, 32, "00000080 ffffffff 01000000 00000100 00000040", new double[] {
                    -1, -0x1p-31, 0x1p-31, 0x1p-15, 0.5
                }),
                Arguments.of(3, 32, "0000803f 00000040 cdcccc3d 01000000", new double[] {1, 2, 0.1f, Float.MIN_VALUE}),
                Arguments.of(3, 64, "9a9999999999b93f 00000000000008c0", new double[] {0.1f, -3}),
                Arguments.of(6, 8, "d5 55 2a aa", new double[] {8, -8, -32256, 32256}),
                Arguments.of(7, 8, "ff 7f 80 00", new double[] {0, 0, 32124, -32124}));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void everyEncodingHasTheValuesItsDefinitionSays(int tag, int bits, String hex, double[] values) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
        double scale = tag == 6 || tag == 7 ? 32768 : 1;
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = (float) (values[i] / scale);
        }
        assertThat(read(Wav.make()
                        .format(tag, 1, 24_000, bits)
                        .chunk("data", data)
                        .bytes()))
                .containsExactly(expected);
        assertThat(read(Wav.make()
                        .extensible(tag, 1, 24_000, bits)
                        .chunk("data", data)
                        .bytes()))
                .containsExactly(expected);
    }

    @Test
    void channelsBecomeTheirMean() throws IOException {
        byte[] data = Wav.content(Wav.little(8)
                .putShort((short) 100)
                .putShort((short) 201)
                .putShort((short) -32768)
                .putShort((short) -32768));
        byte[] wav =
                Wav.make().format(Wav.PCM, 2, 24_000, 16).chunk("data", data).bytes();
        assertThat(read(wav)).containsExactly(150.5f / 32768, -1);
    }

    @Test
    void chunksOfAnySizeMayComeBeforeAndAfter() throws IOException {
        byte[] wav = Wav.make()
                .chunk("JUNK", new byte[100_001])
                .chunk("odd ", (byte) 1)
                .chunk("none")
                .format(Wav.PCM, 1, 24_000, 16)
                .chunk("LIST", "INFOISFT".getBytes(StandardCharsets.US_ASCII))
                .chunk("data", TWO_SAMPLES)
                .chunk("LIST", new byte[33])
                .bytes();
        assertThat(read(wav)).containsExactly(0.5f, -1);
    }

    @Test
    void anOddNumberOfBytesIsFollowedByOne() throws IOException {
        byte[] wav = Wav.make()
                .format(Wav.PCM, 1, 24_000, 8)
                .chunk("data", (byte) 0, (byte) 128, (byte) 0)
                .chunk("LIST", new byte[4])
                .bytes();
        assertThat(read(wav)).containsExactly(-1, 0, -1);
        assertThat(read(Arrays.copyOf(wav, wav.length - 13))).containsExactly(-1, 0, -1);
    }

    /** The sizes that sox, ffmpeg and recorders leave when they cannot go back to the header, or never get to. */
    @ParameterizedTest
    @CsvSource({"0xFFFFFFFF,0xFFFFFFFF", "0x7FFFF024,0x7FFFF000", "0,0", "36,0", "0xFFFFFFFF,0"})
    void anOpenNumberOfSamplesGoesToTheEnd(String riffSize, String dataSize) throws IOException {
        byte[] wav = mono16().chunk("data", Long.decode(dataSize), TWO_SAMPLES).bytes("RIFF", Long.decode(riffSize));
        assertThat(read(wav)).containsExactly(0.5f, -1);
        SidecarException failure = failure(Arrays.copyOf(wav, wav.length - 1));
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
    }

    @Test
    void noSamplesAreNoSamples() throws IOException {
        assertThat(read(mono16().chunk("data").bytes())).isEmpty();
        assertThat(read(mono16().chunk("data").chunk("LIST", new byte[10]).bytes()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RF64", "BW64"})
    void sizesOf64BitsAreReadWhereTheyAre(String magic) throws IOException {
        byte[] sizes =
                Wav.little(28).putLong(0, 80).putLong(8, 4).putLong(16, 2).array();
        Wav wav = Wav.make().chunk("ds64", sizes).format(Wav.PCM, 1, 24_000, 16);
        byte[] bytes = wav.chunk("data", UNKNOWN, TWO_SAMPLES)
                .chunk("LIST", new byte[8])
                .bytes(magic, UNKNOWN);
        assertThat(read(bytes)).containsExactly(0.5f, -1);

        byte[] without = mono16().chunk("data", UNKNOWN, TWO_SAMPLES).bytes(magic, UNKNOWN);
        assertThat(failure(without).kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure(without).reason()).contains("ds64");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 5, 1L << 40, Long.MAX_VALUE})
    void sizesOf64BitsThatCannotBeAreRefused(long size) throws IOException {
        byte[] sizes = Wav.content(Wav.little(28).putLong(8, size));
        Wav wav = Wav.make().chunk("ds64", sizes).format(Wav.PCM, 1, 24_000, 16);
        assertThat(failure(wav.chunk("data", UNKNOWN, TWO_SAMPLES).bytes("RF64", UNKNOWN))
                        .kind())
                .isEqualTo(Kind.FORMAT);
    }

    @Test
    void missingSamplesAreToldWithBothNumbers() throws IOException {
        SidecarException failure =
                failure(mono16().chunk("data", 4000, TWO_SAMPLES).bytes());
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure.reason()).contains("expected 4000 bytes", "found 4 ");
        assertThat(failure.place().offset()).isEqualTo(44);
    }

    @ParameterizedTest
    @CsvSource({
        "0,24000,FORMAT", "1,0,FORMAT", "65,24000,LIMIT", "100,24000,LIMIT", "65535,24000,LIMIT",
        "1,1,LIMIT", "1,999,LIMIT", "1,768001,LIMIT", "1,10000000,LIMIT", "1,-1,LIMIT"
    })
    void channelsAndRatesBeyondReasonAreRefused(int channels, int rate, Kind kind) throws IOException {
        byte[] wav = Wav.make()
                .format(Wav.PCM, channels, rate, 16)
                .chunk("data", TWO_SAMPLES)
                .bytes();
        assertThat(failure(wav).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"1,1000", "64,24000", "1,768000"})
    void channelsAndRatesAtTheLimitsAreRead(int channels, int rate) throws IOException {
        byte[] wav = Wav.make()
                .format(Wav.PCM, channels, rate, 8)
                .chunk("data", new byte[2 * channels])
                .bytes();
        assertThat(read(wav)).containsExactly(-1, -1);
        try (AudioStream stream = AudioFile.open(file(wav))) {
            assertThat(stream.sampleRate()).isEqualTo(rate);
        }
    }

    @ParameterizedTest
    @CsvSource({"2,4", "1,12", "1,0", "1,64", "3,16", "6,16", "7,16", "80,16", "0,16", "65534,16"})
    void otherCodecsAreRefusedByTheirTag(int tag, int bits) throws IOException {
        SidecarException failure = failure(Wav.make()
                .format(tag, 1, 24_000, bits)
                .chunk("data", TWO_SAMPLES)
                .bytes());
        if (tag == 0xFFFE) {
            assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        } else {
            assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(failure.reason()).contains(String.format("0x%04x", tag), bits + " bits");
        }
    }

    @Test
    void aFormatThatHasOnlyALongNameIsRefused() throws IOException {
        byte[] wav = Wav.make()
                .extensible(Wav.PCM, 1, 24_000, 16)
                .chunk("data", TWO_SAMPLES)
                .bytes();
        for (int at = 12 + 8 + 26; at < 12 + 8 + 40; at++) {
            byte[] other = wav.clone();
            other[at] ^= 1;
            assertThat(failure(other).kind()).as("byte %d", at).isEqualTo(Kind.UNSUPPORTED);
        }
    }

    @Test
    void whatContradictsItselfIsRefused() throws IOException {
        assertThat(failure(Wav.make()
                                .format(Wav.PCM, 1, 24_000, 16, 4)
                                .chunk("data", TWO_SAMPLES)
                                .bytes())
                        .reason())
                .contains("take 2 bytes", "says 4");
        assertThat(failure(mono16().format(Wav.PCM, 2, 24_000, 16)
                                .chunk("data", TWO_SAMPLES)
                                .bytes())
                        .reason())
                .contains("second");
        assertThat(failure(Wav.make()
                                .chunk("data", TWO_SAMPLES)
                                .format(Wav.PCM, 1, 24_000, 16)
                                .bytes())
                        .reason())
                .contains("before \"fmt \"");
        assertThat(failure(mono16().bytes()).reason()).contains("no chunk \"data\"");
        assertThat(failure(Wav.make()
                                .chunk("fmt ", new byte[15])
                                .chunk("data", TWO_SAMPLES)
                                .bytes())
                        .reason())
                .contains("at least 16 bytes, found 15");
        assertThat(failure(mono16().chunk("data", (byte) 0, (byte) 0, (byte) 0).bytes())
                        .reason())
                .contains("whole samples of 2 bytes");
    }

    @Test
    void samplesThatAreNotFiniteAreToldByTheirIndex() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] samples = new float[5003];
            samples[5001] = bad;
            SidecarException failure = failure(Wav.floats(24_000, samples));
            assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
            assertThat(failure.reason()).contains("sample 5001 is " + bad);
        }
        byte[] beyond = Wav.content(Wav.little(8).putDouble(1e300));
        assertThat(failure(Wav.make()
                                .format(Wav.FLOAT, 1, 24_000, 64)
                                .chunk("data", beyond)
                                .bytes())
                        .reason())
                .contains("sample 0 is Infinity");
    }

    @Test
    void millionsOfChunksAreRefusedAtOnce() throws IOException {
        Wav wav = Wav.make();
        IntStream.range(0, 200_000).forEach(i -> wav.chunk("none"));
        assertThat(failure(wav.format(Wav.PCM, 1, 24_000, 16)
                                .chunk("data", TWO_SAMPLES)
                                .bytes())
                        .kind())
                .isEqualTo(Kind.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xFFFF_FFFFL, 0xFFFF_FFFEL, 0x8000_0000L, 1000})
    void aChunkLargerThanTheFileHidesWhatFollows(long size) throws IOException {
        assertThat(failure(mono16().chunk("LIST", size, new byte[4])
                                .chunk("data", TWO_SAMPLES)
                                .bytes())
                        .kind())
                .isEqualTo(Kind.FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"this is a text", "<html>", "RIFF", "RIFFxxxxWAVE", "R", "\u0000\u0000\u0000\u0000"})
    void whatIsNoAudioIsRefused(String text) throws IOException {
        assertThat(failure(text.getBytes(StandardCharsets.US_ASCII)).kind()).isEqualTo(Kind.FORMAT);
    }

    @Test
    void otherFilesAreCalledByTheirName() throws IOException {
        assertThat(failure(ascii("ID3....")).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure(ascii("ID3....")).reason()).contains("MP3");
        assertThat(failure(ascii("....ftypM4A ")).reason()).contains("MP4");
        assertThat(failure(ascii("MThd....")).kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure(ascii("RIFF....AVI ")).reason()).contains("AVI");
        assertThat(failure(ascii("version https://git-lfs.github.com")).reason())
                .contains("git lfs pull");
        assertThat(failure(ascii("")).reason()).contains("empty");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        Path missing = memory.getPath("missing.wav");
        assertThat(Failures.of(() -> AudioFile.open(missing)).kind()).isEqualTo(Kind.IO);
        assertThat(Failures.of(() -> AudioFile.open(missing)).reason()).contains("no such file");
        Path folder = Files.createDirectory(memory.getPath("folder.wav"));
        assertThat(Failures.of(() -> AudioFile.open(folder)).kind()).isEqualTo(Kind.IO);
    }

    @Test
    void aFileThatShrinksMeanwhileIsRefused() throws IOException {
        Path path = file(Wav.floats(24_000, new float[100_000]));
        try (AudioStream stream = AudioFile.open(path)) {
            float[] samples = new float[1000];
            assertThat(stream.read(samples, 0, 1000)).isPositive();
            Files.write(path, new byte[100]);
            assertThat(Failures.of(() -> Streams.all(stream, 1000)).kind()).isEqualTo(Kind.FORMAT);
        }
    }

    @Test
    void readsFillOnlyWhatTheyMay() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 16384)
                .putShort((short) 8192)
                .putShort((short) 4096)
                .putShort((short) 2048);
        try (AudioStream stream =
                AudioFile.open(file(mono16().chunk("data", Wav.content(data)).bytes()))) {
            float[] into = {9, 9, 9, 9, 9};
            assertThat(stream.read(into, 2, 2)).isEqualTo(2);
            assertThat(into).containsExactly(9, 9, 0.5f, 0.25f, 9);
            assertThat(stream.read(into, 0, 5)).isEqualTo(2);
            assertThat(into).containsExactly(0.125f, 0.0625f, 0.5f, 0.25f, 9);
            assertThat(stream.read(into, 0, 5)).isEqualTo(-1);
            assertThat(stream.read(into, 0, 1)).isEqualTo(-1);
        }
    }
}
