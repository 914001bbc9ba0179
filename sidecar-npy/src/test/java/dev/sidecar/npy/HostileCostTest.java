package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that claim, or could be blown up to, far more than they hold: what they cost is bounded by their size. */
@Tag("hostile")
class HostileCostTest {
    private static final int MOST_FRAMES = 10_000_000;
    private static final int MOST_MORE = 64 << 10;

    @TempDir
    private Path folder;

    /** Reads a file twice, to warm up, and then again; returns how it is refused, or null. */
    private static Kind cheaply(Runnable reading) {
        Kind[] kind = new Kind[1];
        Runnable attempt = () -> {
            try {
                reading.run();
            } catch (SidecarException e) {
                kind[0] = e.kind();
            }
        };
        attempt.run();
        attempt.run();
        Cost.of(attempt).assertSmall();
        return kind[0];
    }

    private static void useTokens(Path path) {
        TokenFile tokens = TokenFile.open(path);
        tokens.segment(tokens.segments() - 1)
                .window(0, tokens.segment(tokens.segments() - 1).frames());
    }

    @ParameterizedTest
    @CsvSource({
        "doubling_60, ",
        "memo_loop, FORMAT",
        "memo_index_2g, FORMAT",
        "nesting_25k, FORMAT",
        "string_4GiB, FORMAT",
        "string_66kB, FORMAT",
        "long1_255, LIMIT",
        "eocd_cd_4GiB, LIMIT",
        "eocd_65534_entries, FORMAT",
        "shape_overflow, FORMAT",
        "huge_T_zero_stride, LIMIT",
        "big_T_zero_stride, LIMIT",
        "numel_larger_than_entry, FORMAT",
        "legacy_count_lies, FORMAT",
        "native_meta_4GiB, LIMIT",
        "native_48k_al_2_39, UNSUPPORTED",
        "native_al_2_60, LIMIT",
    })
    void tokens(String name, Kind kind) {
        Path path = TokenFixture.named("ecdc_bad/" + name + ".ecdc").path();
        assertThat(cheaply(() -> useTokens(path))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "bad_shape_huge, FORMAT",
        "bad_shape_huge_zero, LIMIT",
        "bad_shape_overflow, FORMAT",
        "bad_header_len_huge, LIMIT",
        "bad_header_big, LIMIT",
    })
    void matrices(String name, Kind kind) throws IOException {
        Path path = Fixtures.path("npy/" + name + ".npy");
        assertThat(cheaply(() -> NpyFile.open(path).close())).isEqualTo(kind);
        CountingChannel channel = CountingChannel.of(path);
        try (PositionalFile file = new PositionalFile(path, FileStamp.of(path), channel, ReadLimits.DEFAULT)) {
            assertThat(Failures.of(() -> NpyHeader.read(file)).kind()).isEqualTo(kind);
        }
        assertThat(channel.bytes()).isLessThanOrEqualTo(Files.size(path) + MOST_MORE);
    }

    @ParameterizedTest
    @CsvSource({"bad_deep, FORMAT", "bad_huge_int, LIMIT", "bad_overflow, "})
    void metadata(String name, Kind kind) throws IOException {
        byte[] json = Files.readAllBytes(Fixtures.path("cond_json/" + name + ".cond.json"));
        Path path = folder.resolve("x.cond.json");
        assertThat(cheaply(() -> CondJsonReader.read(path, ReadLimits.DEFAULT, ByteBuffer.wrap(json))))
                .isEqualTo(kind);
    }

    /** Depth where it is allowed: objects in an unknown key. */
    @Test
    void deepMetadata() {
        String json = "{\"names\": [], \"x\": " + "[".repeat(100_000);
        Path path = folder.resolve("x.cond.json");
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(json);
        assertThat(cheaply(() -> CondJsonReader.read(path, ReadLimits.DEFAULT, bytes)))
                .isEqualTo(Kind.LIMIT);
    }

    @Test
    void safetensors() throws IOException {
        for (long claim : new long[] {99_999_999, 4L << 30, Long.MAX_VALUE, -1}) {
            Path path = folder.resolve("x.safetensors");
            Files.write(
                    path,
                    ByteBuffer.allocate(10)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(claim)
                            .put((byte) '{')
                            .array());
            assertThat(cheaply(() -> TensorFile.open(path))).isEqualTo(claim == 99_999_999 ? Kind.FORMAT : Kind.LIMIT);
        }
    }

    /** Small files that make large pickles of small things, as large as compressed ones may be. */
    static Stream<Named<Pickle>> bombs() {
        return Stream.of(
                Named.of(
                        "dicts",
                        Pickle.protocol(2).op(']').times(131_000, '}', 'a').op('.')),
                Named.of(
                        "lists",
                        Pickle.protocol(2).op(']').times(131_000, ']', 'a').op('.')),
                Named.of(
                        "full lists",
                        Pickle.protocol(2)
                                .op(']')
                                .times(65_000, ']', 'N', 'a', 'a')
                                .op('.')),
                Named.of(
                        "full dicts",
                        Pickle.protocol(2)
                                .op(']')
                                .times(37_000, '}', 'K', 1, 'N', 's', 'a')
                                .op('.')),
                Named.of("memo", Pickle.protocol(4).op('N').times(262_000, 0x94).op('.')),
                Named.of(
                        "tuples",
                        Pickle.protocol(2).op(')').times(262_000, 0x85).op('.')),
                Named.of("marks", Pickle.protocol(2).times(99_000, '(').op('.')));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void deflatedPickles(Pickle bomb) throws IOException {
        Path path = folder.resolve("bomb.ecdc");
        deflate(path, bomb, 0);
        assertThat(Files.size(path)).isLessThan(4096);
        assertThat(cheaply(() -> TokenFile.open(path))).isEqualTo(Kind.FORMAT);
    }

    @Test
    void aDeflatedPickleThatIsTooLargeIsNotInflated() throws IOException {
        Path path = folder.resolve("bomb.ecdc");
        deflate(path, Pickle.protocol(4).op('N').times(10_000_000, 0x94).op('.'), 0);
        assertThat(cheaply(() -> TokenFile.open(path))).isEqualTo(Kind.LIMIT);
    }

    @Test
    void deflatedCodes() throws IOException {
        Path path = folder.resolve("bomb.ecdc");
        deflate(path, Pickle.dict("audio_codes", Pickle.tensor("ByteStorage", 80_000_000, 8, MOST_FRAMES)), 80_000_000);
        TokenFile tokens = TokenFile.open(path);
        assertThat(cheaply(() -> tokens.codes().window(0, 10))).isEqualTo(Kind.LIMIT);
        assertThat(cheaply(() -> tokens.codes().window(0, MOST_FRAMES))).isEqualTo(Kind.LIMIT);
    }

    private static void deflate(Path path, Pickle pickle, int storage) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            zip.putNextEntry(new ZipEntry("clip/data.pkl"));
            zip.write(pickle.bytes());
            if (storage > 0) {
                zip.putNextEntry(new ZipEntry("clip/data/0"));
                byte[] zeros = new byte[100_000];
                for (int written = 0; written < storage; written += zeros.length) {
                    zip.write(zeros);
                }
            }
        }
    }

    /** One code, claimed to be those of all frames of all codebooks; a stream without its body; storages that are not there. */
    static Stream<Object> claims() {
        long[] strides = {0, 0};
        long count = 1024L * MOST_FRAMES;
        return Stream.of(
                TorchFile.with(Pickle.dict(
                                "audio_codes",
                                Pickle.view("ByteStorage", 1, 0, new long[] {1024, MOST_FRAMES}, strides)))
                        .storage(new byte[1])
                        .bytes(),
                legacy(Pickle.dict("audio_codes", Pickle.tensor("ByteStorage", count, 1024, MOST_FRAMES))),
                nativeStream("{\"m\": \"encodec_24khz\", \"al\": 3200000000, \"nc\": 32, \"lm\": false}"));
    }

    private static byte[] legacy(Pickle object) {
        return Pickle.protocol(2)
                .op(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, '.')
                .add(Pickle.protocol(2).integer(1001).op('.'))
                .add(Pickle.protocol(2).op('}').text("little_endian").op(0x88, 's', '.'))
                .add(object)
                .add(Pickle.protocol(2).op(']').text("0").op('a', '.'))
                .bytes();
    }

    private static byte[] nativeStream(String metadata) {
        byte[] json = metadata.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(9 + json.length)
                .put(new byte[] {'E', 'C', 'D', 'C', 0})
                .putInt(json.length)
                .put(json)
                .array();
    }

    @ParameterizedTest
    @MethodSource("claims")
    void codesThatAreNotThere(Object file) throws IOException {
        Path path = Files.write(folder.resolve("claim.ecdc"), (byte[]) file);
        assertThat(TokenFile.open(path).frames()).hasValue(MOST_FRAMES);
        assertThat(cheaply(() -> useTokens(path))).isIn(Kind.LIMIT, Kind.FORMAT);
    }
}
