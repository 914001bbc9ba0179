package dev.sidecar.npy;

import static dev.sidecar.npy.ReadLimits.Limit.COLUMNS;
import static dev.sidecar.npy.ReadLimits.Limit.FRAMES;
import static dev.sidecar.npy.ReadLimits.Limit.INFLATED_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.INFLATED_PICKLE_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.JSON_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.JSON_DEPTH;
import static dev.sidecar.npy.ReadLimits.Limit.MATRIX_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.NPY_HEADER_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_INTEGER_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_MEMO;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_OPCODES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_STACK;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_STRING_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.SAFETENSORS_HEADER_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.STREAM_METADATA_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.ZIP_DIRECTORY_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.ZIP_ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.ClipResult;
import dev.sidecar.OnError;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.npy.ReadLimits.Limit;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStoreProvider.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadLimitsTest {
    @TempDir
    private Path folder;

    private static void tokens(Path path, ReadLimits limits) {
        TokenFile tokens = TokenFile.open(path, limits);
        int frames = tokens.codes().frames();
        assertThat(tokens.codes().window(0, frames)).hasNumberOfRows(tokens.codebooks());
    }

    private static void tensors(Path path, ReadLimits limits) {
        TensorFile tensors = TensorFile.open(path, limits);
        assertThat(tensors.floats(tensors.names().iterator().next())).isNotEmpty();
    }

    private static void array(Path path, ReadLimits limits) {
        assertThat(NpyArray.read(path, limits).floats()).isNotEmpty();
    }

    private static void sidecar(Path path, ReadLimits limits) {
        SidecarFile.open(path, limits).close();
    }

    private interface Reading {
        void read(Path path, ReadLimits limits);
    }

    private static Arguments need(Limit limit, long enough, Path file, Reading reading) {
        return Arguments.of(limit, enough, file, reading);
    }

    /** How much of everything some file needs, as pickletools, zipfile and NumPy count it. */
    static Stream<Arguments> needs() throws IOException {
        Path plain = Fixtures.path("ecdc_good/handmade/plain.ecdc");
        Path deflated = Fixtures.path("ecdc_good/handmade/deflated.ecdc");
        Path memo = Fixtures.path("ecdc_good/torch2.13/length_big.ecdc");
        Path stream = Fixtures.path("ecdc_native/synt24_nc2_T15.ecdc");
        Path weights = Fixtures.path("weights/tiny_decoder_parametrized.safetensors");
        Path data = Fixtures.path("dataset/sweep_tempo_120.cond.npy");
        long header = ByteBuffer.wrap(Files.readAllBytes(weights))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        return Stream.of(
                need(PICKLE_BYTES, 194, plain, ReadLimitsTest::tokens),
                need(INFLATED_PICKLE_BYTES, 194, deflated, ReadLimitsTest::tokens),
                need(PICKLE_OPCODES, 39, plain, ReadLimitsTest::tokens),
                need(PICKLE_MEMO, 17, memo, ReadLimitsTest::tokens),
                need(PICKLE_STRING_BYTES, "audio_length".length(), plain, ReadLimitsTest::tokens),
                need(PICKLE_INTEGER_BYTES, 6, memo, ReadLimitsTest::tokens),
                need(ZIP_ENTRIES, 3, plain, ReadLimitsTest::tokens),
                need(ZIP_DIRECTORY_BYTES, 174, plain, ReadLimitsTest::tokens),
                need(INFLATED_BYTES, 20 * 8 * Long.BYTES, deflated, ReadLimitsTest::tokens),
                need(STREAM_METADATA_BYTES, 56, stream, ReadLimitsTest::tokens),
                need(FRAMES, 20, plain, ReadLimitsTest::tokens),
                need(SAFETENSORS_HEADER_BYTES, header, weights, ReadLimitsTest::tensors),
                need(NPY_HEADER_BYTES, 118, data, ReadLimitsTest::array),
                need(NPY_HEADER_BYTES, 118, data, ReadLimitsTest::sidecar),
                need(FRAMES, 225, data, ReadLimitsTest::sidecar),
                need(COLUMNS, 3, data, ReadLimitsTest::sidecar),
                need(MATRIX_BYTES, 225 * 3 * Float.BYTES, data, ReadLimitsTest::sidecar),
                need(JSON_BYTES, 631, data, ReadLimitsTest::sidecar),
                need(JSON_DEPTH, 3, data, ReadLimitsTest::sidecar));
    }

    @ParameterizedTest
    @MethodSource("needs")
    void whatIsEnoughIsReadAndLessIsNot(Limit limit, long enough, Path file, Reading reading) {
        reading.read(file, ReadLimits.DEFAULT.with(limit, enough));
        SidecarException failure = Failures.of(() -> reading.read(file, ReadLimits.DEFAULT.with(limit, enough - 1)));
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure.getMessage()).contains(file.getFileName().toString().replaceFirst("\\.npy$", ""));
    }

    /** A dict, a key, a list, a mark, and fifty values for the list. */
    @Test
    void theStackOfAPickle() throws IOException {
        Path file = folder.resolve("x.ecdc");
        TorchFile.with(Pickle.protocol(2)
                        .op('}')
                        .text("audio_codes")
                        .add(Pickle.tensor("ByteStorage", 2, 1, 2))
                        .op('s')
                        .text("others")
                        .op(']', '(')
                        .times(50, 'N')
                        .op('e', 's', '.'))
                .storage(new byte[2])
                .write(file);
        whatIsEnoughIsReadAndLessIsNot(PICKLE_STACK, 54, file, ReadLimitsTest::tokens);
    }

    @Test
    void everyLimitIsTried() throws IOException {
        List<Limit> tried = Stream.concat(
                        needs().map(arguments -> (Limit) arguments.get()[0]), Stream.of(PICKLE_STACK))
                .distinct()
                .toList();
        assertThat(tried).containsExactlyInAnyOrder(Limit.values());
    }

    @Test
    void aLimitThatIsRaisedLetsMoreThrough() throws IOException {
        Path file = folder.resolve("x.ecdc");
        TorchFile.with(Pickle.protocol(2)
                        .op('}')
                        .text("audio_codes")
                        .add(Pickle.tensor("ByteStorage", 2, 1, 2))
                        .op('s')
                        .text("x".repeat(70_000))
                        .op('N', 's', '.'))
                .storage(new byte[2])
                .write(file);
        assertThat(Failures.of(() -> TokenFile.open(file)).kind()).isEqualTo(Kind.LIMIT);
        assertThat(TokenFile.open(file, ReadLimits.DEFAULT.with(PICKLE_STRING_BYTES, 70_000))
                        .frames())
                .hasValue(2);
    }

    @Test
    void aStoreHasLimits() {
        Tokens.write(folder.resolve("long.ecdc"), 8);
        Tokens.write(folder.resolve("short.ecdc"), 7);
        Settings settings = new Settings(
                folder, Optional.empty(), Optional.empty(), Durability.PROCESS_KILL, Settings.DEFAULT_SUFFIX);
        SidecarStore store = new FileStoreProvider(ReadLimits.DEFAULT.with(FRAMES, 7)).open(settings);
        RunReport report = Sidecar.builder()
                .store(store)
                .onError(OnError.COLLECT)
                .with(Trees.constant("one", 1))
                .build()
                .run();
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failures()).extracting(ClipResult.Failed::clip).containsExactly("long.ecdc");
        assertThat(report.failures().get(0).failure().kind()).isEqualTo(Kind.LIMIT);
    }

    /** The page lists all limits with their defaults. */
    @Test
    void thePageTellsTheDefaults() throws IOException {
        String page = Files.readString(Path.of("../docs/limits.md"));
        for (Limit limit : Limit.values()) {
            assertThat(page)
                    .contains("| `" + limit.name() + "` | " + String.format(Locale.ROOT, "%,d", limit.byDefault())
                            + " |");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueIsInRange(Limit limit) {
        for (long value : new long[] {Long.MIN_VALUE, 0, limit.most() + 1}) {
            SidecarException failure = Failures.of(() -> ReadLimits.DEFAULT.with(limit, value));
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
            assertThat(failure).hasMessageContaining(limit.name());
        }
        assertThat(ReadLimits.DEFAULT.with(limit, limit.most()).get(limit)).isEqualTo(limit.most());
        assertThat(ReadLimits.DEFAULT.get(limit)).isEqualTo(limit.byDefault()).isBetween(1L, limit.most());
    }
}
