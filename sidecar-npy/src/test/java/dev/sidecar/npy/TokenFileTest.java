package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    private static final Optional<FrameGrid.Rate> UNSTATED = Optional.empty();
    private static final Optional<FrameGrid.Rate> STATED_48KHZ = Optional.of(FrameGrid.Rate.ENCODEC_48KHZ);

    /** What each suggested kind of error is here; where two are equally right, the one below. */
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("AMBIGUOUS", FORMAT),
            Map.entry("BAD_HEADER", FORMAT),
            Map.entry("BAD_PICKLE", FORMAT),
            Map.entry("BAD_SHAPE", FORMAT),
            Map.entry("BAD_TYPE", FORMAT),
            Map.entry("BAD_ZIP", FORMAT),
            Map.entry("FORBIDDEN_GLOBAL", FORBIDDEN),
            Map.entry("LIMIT", LIMIT),
            Map.entry("MISSING_ENTRY", FORMAT),
            Map.entry("MISSING_KEY", FORMAT),
            Map.entry("NOT_A_FILE", IO),
            Map.entry("STORAGE_BOUNDS", FORMAT),
            Map.entry("TRUNCATED", FORMAT),
            Map.entry("UNKNOWN_FORMAT", FORMAT),
            Map.entry("UNSUPPORTED", UNSUPPORTED),
            Map.entry("UNSUPPORTED_LAYOUT", UNSUPPORTED));

    private static final Map<String, Kind> EXCEPTIONS = Map.of(
            "ecdc_bad/bare_tensor.ecdc", UNSUPPORTED,
            "ecdc_bad/codes_float.ecdc", UNSUPPORTED,
            "ecdc_good/torch2.13/float32_codes.ecdc", UNSUPPORTED,
            "ecdc_bad/huge_T_zero_stride.ecdc", LIMIT,
            "ecdc_bad/native_al_2_60.ecdc", LIMIT);

    private static Kind kind(TokenFixture fixture) {
        String error = fixture.expected().get("error").textValue();
        return EXCEPTIONS.getOrDefault(fixture.name(), KINDS.getOrDefault(error, USAGE));
    }

    static Stream<TokenFixture> accepted() {
        return TokenFixture.all().filter(TokenFixture::isOk);
    }

    static Stream<TokenFixture> refused() {
        return TokenFixture.all().filter(fixture -> !fixture.isOk());
    }

    static Stream<TokenFixture> chunked() {
        return TokenFixture.in("ecdc_native").filter(fixture -> fixture.name().contains("48"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void saysWhatTorchAndEncodecSay(TokenFixture fixture) {
        TokenFile file = TokenFile.open(fixture.path());

        JsonNode expected = fixture.expected();
        assertThat(file.path()).isEqualTo(fixture.path());
        assertThat(file.codebooks()).isEqualTo(expected.get("codebooks").intValue());
        JsonNode frames = expected.path("T");
        assertThat(file.frames())
                .isEqualTo(frames.isNumber() ? OptionalInt.of(frames.intValue()) : OptionalInt.empty());
        if (expected.has("dtype")) {
            assertThat(file.codeType()).isEqualTo(expected.get("dtype").textValue());
            assertThat(file.audioLength()).isEqualTo(audioLength(expected.get("audio_length")));
            String container = expected.get("container").textValue().replace("ecdc_native", "native");
            assertThat(file.container().name()).isEqualToIgnoringCase(container);
        }
    }

    /** The tensors of {@code length_tensor} hold 6400, as all the other files with 20 frames. */
    private static OptionalLong audioLength(JsonNode expected) {
        if (expected.isNull()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(expected.isTextual() ? 6400 : expected.longValue());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsTheCodesThatWereWritten(TokenFixture fixture) {
        TokenFile file = TokenFile.open(fixture.path());
        if (fixture.expected().path("lm").booleanValue()) {
            assertFails(fixture, UNSUPPORTED, () -> file.segment(0));
            return;
        }
        if (!fixture.expected().has("first") || file.segments() > 1) {
            return;
        }

        Codes codes = file.codes();

        int[][] all = codes.window(0, codes.frames());
        List<Integer> first = fixture.numbers("first");
        assertThat(all).hasDimensions(file.codebooks(), file.frames().orElseThrow());
        assertThat(Arrays.copyOf(all[0], first.size())).containsExactly(toInts(first));
        JsonNode last = fixture.expected().get("last");
        if (!last.isNull()) {
            int value = last.isArray() ? last.get(0).intValue() : last.intValue();
            assertThat(all[codes.codebooks() - 1][codes.frames() - 1]).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void anyWindowIsAPartOfTheWhole(TokenFixture fixture) {
        TokenFile file = TokenFile.open(fixture.path());
        if (file.segments() > 1 || file.frames().orElseThrow() > FrameGrid.MAX_FRAMES) {
            return;
        }
        if (fixture.expected().path("lm").booleanValue()) {
            return;
        }
        Codes codes = file.codes();
        int[][] all = codes.window(0, codes.frames());

        for (int from = 0; from <= codes.frames(); from += 1 + codes.frames() / 7) {
            for (int frames = 0; from + frames <= codes.frames(); frames += 1 + codes.frames() / 5) {
                int[][] window = codes.window(from, frames);
                for (int k = 0; k < codes.codebooks(); k++) {
                    assertThat(window[k]).isEqualTo(Arrays.copyOfRange(all[k], from, from + frames));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("chunked")
    void segmentsOf48kHzStreamsAreReadOneByOne(TokenFixture fixture) {
        TokenFile file = TokenFile.open(fixture.path());

        List<Integer> frames = fixture.numbers("frames_per_segment");
        assertThat(file.segments()).isEqualTo(frames.size());
        assertThat(file.isAmbiguous()).isTrue();
        assertThat(file.grid(STATED_48KHZ).frames())
                .isEqualTo(fixture.expected().get("timeline_frames").intValue());
        if (fixture.expected().get("lm").booleanValue()) {
            return;
        }
        for (int segment = 0; segment < frames.size(); segment++) {
            Codes codes = file.segment(segment);
            int[][] all = codes.window(0, codes.frames());
            assertThat(codes.frames()).isEqualTo(frames.get(segment));
            JsonNode first = fixture.expected().get("first_per_segment").get(segment);
            for (int t = 0; t < first.size(); t++) {
                assertThat(all[0][t]).isEqualTo(first.get(t).intValue());
            }
            assertThat(all[codes.codebooks() - 1][codes.frames() - 1])
                    .isEqualTo(fixture.numbers("last").get(segment));
        }
        assertFails(fixture, USAGE, () -> file.segment(frames.size()));
        assertFails(fixture, USAGE, () -> file.segment(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch1.13/hf48_4x1x2x150", "torch2.13/hf48_4x1x2x150", "torch1.13/legacy_chunks"})
    void chunksOfACheckpointAreReadOneByOne(String name) {
        TokenFixture fixture = TokenFixture.named("ecdc_good/" + name + ".ecdc");

        TokenFile file = TokenFile.open(fixture.path());

        assertThat(file.segments()).isEqualTo(4);
        assertThat(file.codebooks()).isEqualTo(2);
        int[][] first = file.segment(0).window(0, 8);
        assertThat(first[0]).containsExactly(toInts(fixture.numbers("first")));
        assertThat(file.segment(3).window(149, 1)).hasDimensions(2, 1);
        assertFails(fixture, UNSUPPORTED, file::codes);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNotSound(TokenFixture fixture) {
        SidecarException failure = Failures.of(() -> useEverything(fixture));

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind(fixture));
        assertThat(failure.getMessage()).startsWith(fixture.path() + ": ").doesNotContain("\n");
    }

    private static void useEverything(TokenFixture fixture) {
        TokenFile file = TokenFile.open(fixture.path());
        boolean stated = fixture.name().contains("native_48k");
        assertThat(file.grid(stated ? STATED_48KHZ : UNSTATED).frames()).isNotNegative();
        assertThat(fixture.expected().has("T_alone")).isTrue();
        for (int segment = 0; segment < file.segments(); segment++) {
            Codes codes = file.segment(segment);
            codes.window(0, codes.frames());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecdc_good/torch1.13/hf48_1x1x2x150.ecdc",
                "ecdc_good/torch2.13/hf48_4x1x2x150.ecdc",
                "ecdc_native/real48_n321.ecdc",
                "ecdc_native/lm48.ecdc"
            })
    void fortyEightKilohertzWantsItsGridStated(String name) {
        TokenFixture fixture = TokenFixture.named(name);
        TokenFile file = TokenFile.open(fixture.path());

        assertThat(file.isAmbiguous()).isTrue();
        assertThat(assertFails(fixture, UNSUPPORTED, () -> file.grid(UNSTATED)).getMessage())
                .contains("grid(rate, hop)", "--grid RATE:HOP");
        long samples = file.audioLength().orElseThrow();
        assertThat(file.grid(STATED_48KHZ)).isEqualTo(FrameGrid.Rate.ENCODEC_48KHZ.grid((samples + 319) / 320));
    }

    @Test
    void chunksWithoutTheirAudioLengthHaveNoGrid(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("x.ecdc");
        Files.write(
                path,
                TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 16, 4, 1, 2, 2)))
                        .storage(new byte[128])
                        .bytes());

        TokenFile file = TokenFile.open(path);

        assertThatExceptionOfType(SidecarException.class)
                .isThrownBy(() -> file.grid(STATED_48KHZ))
                .withMessageContaining("audio_length");
    }

    @Test
    void aStatedRateKeepsTheFramesOfAnOrdinaryFile() {
        TokenFile file = TokenFile.open(
                TokenFixture.named("ecdc_good/handmade/plain.ecdc").path());

        assertThat(file.grid(UNSTATED)).isEqualTo(FrameGrid.encodec24kHz(20));
        FrameGrid.Rate dac = new FrameGrid.Rate(44_100, 512);
        assertThat(file.grid(Optional.of(dac))).isEqualTo(new FrameGrid(dac, 20));
    }

    @Test
    void moreFramesThanAClipMayHaveAreReportedAndHaveNoGrid() {
        TokenFixture fixture = TokenFixture.named("ecdc_bad/big_T_zero_stride.ecdc");
        TokenFile file = TokenFile.open(fixture.path());

        assertThat(file.frames()).hasValue(Integer.MAX_VALUE);
        assertFails(fixture, LIMIT, () -> file.grid(UNSTATED));
        assertFails(fixture, LIMIT, file::codes);
    }

    @Test
    void tellsWhetherTheFramesFitTheAudio() {
        assertThat(open("ecdc_good/handmade/plain.ecdc").fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ))
                .isTrue();
        assertThat(open("ecdc_good/handmade/memo_reuse.ecdc").fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ))
                .isTrue();
        assertThat(open("ecdc_good/torch1.13/hf48_1x1x2x150.ecdc").fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ))
                .isTrue();
        assertThat(open("ecdc_good/torch1.13/list_of_one.ecdc").fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ))
                .isFalse();
        assertThat(open("ecdc_good/torch2.13/length_big.ecdc").fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ))
                .isFalse();
    }

    @Test
    void aFileThatChangedIsNotRead(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("x.ecdc");
        Files.copy(TokenFixture.named("ecdc_good/handmade/plain.ecdc").path(), path);
        Codes codes = TokenFile.open(path).codes();
        assertThatCode(() -> codes.window(0, 1)).doesNotThrowAnyException();

        Files.setLastModifiedTime(path, FileTime.fromMillis(1));

        assertThatExceptionOfType(SidecarException.class)
                .isThrownBy(() -> codes.window(0, 1))
                .withMessageContaining("changed while it was read")
                .matches(failure -> failure.kind() == MISMATCH);
    }

    @Test
    void refusesWindowsAndArraysThatDoNotFit() {
        Codes codes = open("ecdc_good/handmade/plain.ecdc").codes();

        for (int[] window : new int[][] {{-1, 1}, {0, -1}, {0, 21}, {21, 0}, {20, 1}, {Integer.MAX_VALUE, 1}}) {
            assertThatExceptionOfType(SidecarException.class)
                    .isThrownBy(() -> codes.window(window[0], window[1]))
                    .matches(failure -> failure.kind() == USAGE);
        }
        assertThatExceptionOfType(SidecarException.class).isThrownBy(() -> codes.read(0, 1, new int[7][1]));
        assertThatExceptionOfType(SidecarException.class).isThrownBy(() -> codes.read(0, 2, new int[8][1]));
    }

    @Test
    void aMissingFileIsSaidToBeMissing(@TempDir Path folder) {
        assertThatExceptionOfType(SidecarException.class)
                .isThrownBy(() -> TokenFile.open(folder.resolve("none.ecdc")))
                .withMessageContaining("no such file")
                .matches(failure -> failure.kind() == IO);
    }

    @Test
    void interruptionIsCancellation() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(SidecarException.class)
                    .isThrownBy(() -> open("ecdc_good/handmade/plain.ecdc"))
                    .matches(failure -> failure.kind() == Kind.CANCELLED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    static Stream<Configuration> fileSystems() {
        return Stream.of(Configuration.unix(), Configuration.osX(), Configuration.windows());
    }

    @ParameterizedTest
    @MethodSource("fileSystems")
    void readsFromAnyFileSystem(Configuration configuration) throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(configuration)) {
            for (TokenFixture fixture : accepted().toList()) {
                Path path = memory.getPath("x.ecdc");
                Files.write(path, fixture.bytes());

                TokenFile file = TokenFile.open(path);

                assertThat(file.codebooks())
                        .isEqualTo(fixture.expected().get("codebooks").intValue());
                if (fixture.expected().path("T").asInt() > 0
                        && fixture.numbers("first").size() > 0) {
                    assertThat(file.codes().window(0, 1)[0][0])
                            .isEqualTo(fixture.numbers("first").get(0));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "html_404.ecdc, downloaded",
        "gzip_of_good.ecdc, gzip",
        "sevenzip_magic.ecdc, 7z",
        "plain_pickle.ecdc, torch.save",
        "safetensors.ecdc, safetensors",
        "hf_output_class.ecdc, audio_codes",
        "bare_tensor.ecdc, audio_codes",
        "os_system.ecdc, nothing was run",
        "directory.ecdc, folder",
        "trunc_half.ecdc, truncated"
    })
    void saysWhatToDo(String file, String hint) {
        Path path = Fixtures.path("ecdc_bad").resolve(file);

        assertThatExceptionOfType(SidecarException.class)
                .isThrownBy(() -> TokenFile.open(path))
                .withMessageContaining(hint);
    }

    @Test
    void recognisesPointersTarsAndEmptyFiles(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("x.ecdc");
        byte[] tar = new byte[600];
        System.arraycopy(new byte[] {'u', 's', 't', 'a', 'r'}, 0, tar, 257, 5);

        assertThat(refusal(path, "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII)))
                .contains("git lfs pull");
        assertThat(refusal(path, tar)).contains("2017");
        assertThat(refusal(path, new byte[0])).contains("empty");
    }

    private static String refusal(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        return String.valueOf(Failures.of(() -> TokenFile.open(path)).getMessage());
    }

    private static TokenFile open(String fixture) {
        return TokenFile.open(TokenFixture.named(fixture).path());
    }

    private static SidecarException assertFails(TokenFixture fixture, Kind kind, ThrowingCallable call) {
        SidecarException failure = Failures.of(call);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.getMessage()).startsWith(fixture.path().toString());
        return failure;
    }

    private static int[] toInts(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
