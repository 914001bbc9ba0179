package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.Finding.Severity;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
    private static final int FRAMES = 6;
    private static final long DEAD = 999_999_999_999L;

    @TempDir
    private Path root;

    @TempDir
    private Path elsewhere;

    /** Remembers what it hears. */
    private static final class Heard implements AuditListener {
        private final List<AuditResult> results = new ArrayList<>();
        private final List<AuditReport> reports = new ArrayList<>();

        @Override
        public void checked(AuditResult result) {
            results.add(result);
        }

        @Override
        public void finished(AuditReport report) {
            reports.add(report);
        }

        AuditResult.Clip clip(int index) {
            return (AuditResult.Clip) results.get(index);
        }
    }

    private List<Finding> audit(UnaryOperator<Audit.Builder> settings) {
        TreeState before = TreeState.of(root);
        AuditReport report = settings.apply(Audit.builder().root(root)).build().run();
        assertThat(TreeState.of(root)).as("an audit writes nothing").isEqualTo(before);
        assertThat(report.isComplete()).isTrue();
        return report.findings();
    }

    private List<Code> codes(UnaryOperator<Audit.Builder> settings) {
        return Trees.codes(audit(settings));
    }

    private List<Code> codes() {
        return codes(builder -> builder);
    }

    private static Producer values(String name, float... values) {
        return clip -> FeatureFrame.of(name, values);
    }

    private Path write(String name, String text) {
        return Descriptions.write(root.resolve(name), text);
    }

    private void clip() {
        Tokens.write(root.resolve("x.ecdc"), FRAMES);
    }

    /** A clip with a sidecar of column {@code g}, 0 to 5, as another program could have written it. */
    private void pair(String json) {
        clip();
        NpyBytes.write(root.resolve("x.cond.npy"), FRAMES, 1, 0, 1, 2, 3, 4, 5);
        write("x.cond.json", json);
    }

    private void goodPair() {
        pair(
                "{\"fps\": 75, \"names\": [\"g\"], \"norm\": {\"min\": [0], \"max\": [5], \"mean\": [2.5], \"std\": [1.7]}}");
    }

    // ---- good trees

    @ParameterizedTest
    @EnumSource
    void aTreeThatWasJustWrittenHasNoFinding(DType dtype) throws IOException {
        Fixtures.copyFolder("origin/v2_empty_features", root);
        Tokens.write(root.resolve("a/b_1.5.ecdc"), 1);
        Fixtures.copy("ecdc_good/torch1.13/zero_frames.ecdc", root.resolve("a/zero.ecdc"));
        assertThat(Trees.run(root)
                        .dtype(dtype)
                        .with(clip -> FeatureFrame.empty(clip.frames()))
                        .build()
                        .run()
                        .created())
                .isEqualTo(3);
        assertThat(codes(audit -> audit.verifyRanges().expectFps(75).expectDtype(dtype)))
                .isEmpty();
        Producer producer = clip -> FeatureFrame.of(
                Column.generate("third", clip.frames(), t -> Math.min(0.3, t / 3.0))
                        .withRange(0, 0.3),
                Column.generate("tenths", clip.frames(), t -> 0.1 + t * 0.2).withUnits("s"),
                Column.constant("big", clip.frames(), 60_000.1f).withRange(0, 60_000.1));
        assertThat(Trees.run(root).with(producer).build().run().updated()).isEqualTo(3);
        assertThat(codes(audit -> audit.verifyRanges()
                        .rangeTolerance(0)
                        .expectFps(75)
                        .expectDtype(dtype)
                        .require("third", "big")))
                .isEmpty();
        Path cond = elsewhere.resolve("not/yet");
        assertThat(Trees.run(root)
                        .condRoot(cond)
                        .dtype(dtype)
                        .with(producer)
                        .build()
                        .run()
                        .created())
                .isEqualTo(3);
        assertThat(codes(audit -> audit.condRoot(cond).verifyRanges().require("tenths")))
                .isEmpty();
    }

    @Test
    void aCleanClipIsDescribed() {
        Tokens.write(root.resolve("naïve α/x 😀.ecdc"), FRAMES);
        Trees.append(root, "α", 1);
        Heard heard = new Heard();
        assertThat(codes(audit -> audit.listener(heard))).isEmpty();
        assertThat(heard.results)
                .containsExactly(new AuditResult.Clip(
                        "naïve α/x 😀.ecdc",
                        "naïve α/x 😀.cond.npy",
                        OptionalInt.of(FRAMES),
                        OptionalInt.of(1),
                        OptionalDouble.of(75),
                        OptionalInt.of(1),
                        Optional.of("float32"),
                        List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void nonFiniteValuesAreTheOnlyFindingOfWhatWroteThem(DType dtype) {
        clip();
        Trees.run(root)
                .allowNonFinite()
                .dtype(dtype)
                .with(values("n", 0, Float.NaN, 2, Float.NEGATIVE_INFINITY, 4, 5))
                .with(values("all", Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN))
                .with(values("fine", 0, 1, 2, 3, 4, 5))
                .build()
                .run();
        List<Finding> findings = audit(Audit.Builder::verifyRanges);
        assertThat(Trees.codes(findings)).containsExactly(Code.NON_FINITE, Code.NON_FINITE);
        assertThat(findings.get(0).message())
                .isEqualTo("column \"n\": 2 of 6 values are NaN or infinite, the first in frame 1");
        assertThat(findings.get(1).message()).contains("\"all\": 6 of 6", "frame 0");
    }

    @Test
    void tokensOf48kHzAreFineIfTheGridIsStatedAsInTheRun() {
        Fixtures.copy("ecdc_native/" + fortyEight(), root.resolve("x.ecdc"));
        Trees.run(root).grid(48_000, 320).with(Trees.constant("g", 1)).build().run();
        Heard heard = new Heard();
        assertThat(codes(audit -> audit.grid(48_000, 320).listener(heard))).isEmpty();
        assertThat(heard.clip(0).framesPerSecond()).hasValue(150);
        assertThat(codes()).containsExactly(Code.BAD_ECDC);
    }

    private static String fortyEight() {
        return TokenFixture.in("ecdc_native")
                .filter(fixture ->
                        fixture.isOk() && TokenFile.open(fixture.path()).isAmbiguous())
                .map(fixture -> fixture.path().getFileName().toString())
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itWorksOnAnyFileSystem() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path ecdc = memory.getPath("/ecdc");
            Tokens.write(ecdc.resolve("a/x.ecdc"), 3);
            Tokens.write(ecdc.resolve("y.ecdc"), 3);
            Files.createDirectory(ecdc.resolve("empty"));
            Trees.append(ecdc, "g", 1);
            AuditReport report = Audit.builder().root(ecdc).build().run();
            assertThat(report.findings()).isEmpty();
            assertThat(report.cleanClips()).isEqualTo(2);
        }
    }

    // ---- clips

    private void broken(String name) {
        Objects.requireNonNull(BROKEN.get(name)).accept(this);
    }

    private static final String V1 = "{\"fps\": 75, \"names\": [\"g\"], \"norm\": ";

    static final Map<String, Consumer<AuditTest>> BROKEN = new TreeMap<>(Map.ofEntries(
            Map.entry("missing_sidecar", AuditTest::clip),
            Map.entry("missing_data", test -> {
                test.clip();
                test.write("x.cond.json", "{\"names\": []}");
            }),
            Map.entry("missing_data, doubled name", test -> {
                test.clip();
                test.write("x.cond.cond.json", "{\"names\": []}");
            }),
            Map.entry("missing_json", test -> {
                test.clip();
                NpyBytes.write(test.root.resolve("x.cond.npy"), FRAMES, 1, 0, 1, 2, 3, 4, 5);
            }),
            Map.entry("missing_json, no columns", test -> {
                test.clip();
                NpyBytes.write(test.root.resolve("x.cond.npy"), FRAMES, 0);
            }),
            Map.entry("bad_ecdc", test -> {
                test.goodPair();
                test.write("x.ecdc", "no tokens");
                test.write("x.cond.json", "no json either");
            }),
            Map.entry("bad_sidecar", test -> {
                test.goodPair();
                test.write("x.cond.npy", "not npy");
            }),
            Map.entry("bad_sidecar, a folder", test -> {
                test.clip();
                try {
                    Files.createDirectory(test.root.resolve("x.cond.npy"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }),
            Map.entry("bad_json", test -> test.pair("{\"names\": [\"g\"")),
            Map.entry("bad_shape, one axis", test -> {
                test.goodPair();
                NpyBytes.write(
                        test.root.resolve("x.cond.npy"),
                        NpyBytes.of(
                                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }\n",
                                NpyBytes.float32(0, 1, 2, 3, 4, 5)));
            }),
            Map.entry("bad_shape, three axes", test -> {
                test.goodPair();
                NpyBytes.write(
                        test.root.resolve("x.cond.npy"),
                        NpyBytes.of(
                                "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 1, 1), }\n",
                                NpyBytes.float32(0, 1, 2, 3, 4, 5)));
            }),
            Map.entry("frame_mismatch", test -> {
                test.goodPair();
                NpyBytes.write(test.root.resolve("x.cond.npy"), 4, 1, 0, 1, 2, 3);
            }),
            Map.entry("fps_mismatch", test -> test.pair("{\"fps\": 75.9, \"names\": [\"g\"]}")),
            Map.entry("names_length_mismatch", test -> test.pair("{\"names\": [\"g\", \"h\"]}")),
            Map.entry("names_disagree", test -> test.pair("{\"names\": [\"g\"], \"features\": {\"h\": {}}}")),
            Map.entry("duplicate_names", test -> {
                test.pair("{\"names\": [\"g\", \"g\"]}");
                NpyBytes.write(test.root.resolve("x.cond.npy"), FRAMES, 2, new float[12]);
            }),
            Map.entry("empty_name", test -> test.pair("{\"names\": [\" \"]}")),
            Map.entry("norm_invalid", test -> test.pair(V1 + "{\"min\": [\"a\"]}}")),
            Map.entry("norm_length_mismatch", test -> test.pair(V1 + "{\"min\": [0, 1]}}")),
            Map.entry("norm_inverted", test -> test.pair(V1 + "{\"min\": [5], \"max\": [0]}}")),
            Map.entry("unsupported_version", test -> test.pair("{\"schema_version\": 7, \"names\": [\"g\"]}")),
            Map.entry("edited", test -> {
                test.clip();
                Trees.append(test.root, "g", 1);
                test.edit("x.cond.json", "\"min\": [1.0]", "\"min\": [0.5]");
            }),
            Map.entry("torn_pair", test -> {
                test.clip();
                Trees.append(test.root, "g", 1);
                NpyBytes.write(test.root.resolve("x.cond.npy"), 5, 2, new float[10]);
            }),
            Map.entry("foreign_name, beside the right one", test -> {
                test.goodPair();
                test.write("x.cond.cond.json", "{\"names\": [\"g\"]}");
            }),
            Map.entry("foreign_name, doubled", test -> {
                test.goodPair();
                test.move("x.cond.json", "x.cond.cond.json");
            }),
            Map.entry("foreign_name, cut off", test -> {
                test.goodPair();
                test.move("x.ecdc", "x.5.ecdc");
            }),
            Map.entry("foreign_name, cut off and replaced", test -> {
                test.goodPair();
                test.move("x.ecdc", "x.5.ecdc");
                Trees.append(test.root, "h", 1);
            }),
            Map.entry("orphan_sidecar", test -> {
                test.goodPair();
                test.move("x.ecdc", "other.ecdc");
                Trees.append(test.root, "h", 1);
            }),
            Map.entry("orphan_sidecar, metadata alone", test -> {
                test.goodPair();
                test.write("y.cond.json", "{\"names\": []}");
            }),
            Map.entry("orphan_sidecar, doubled name", test -> {
                test.goodPair();
                test.write("y.cond.cond.json", "{\"names\": []}");
                NpyBytes.write(test.root.resolve("y.cond.npy"), FRAMES, 0);
            }),
            Map.entry("leftover, ours", test -> {
                test.goodPair();
                test.write(".sc-0123456789abcdef-" + DEAD + "-1.tmp", "");
            }),
            Map.entry("leftover, x.cond.tmp.npy", test -> test.goodPairAnd("x.cond.tmp.npy")),
            Map.entry("leftover, x.cond.npy.tmp", test -> test.goodPairAnd("x.cond.npy.tmp")),
            Map.entry("leftover, x.cond.json.tmp", test -> test.goodPairAnd("x.cond.json.tmp")),
            Map.entry("leftover, x.cond.cond.json.tmp", test -> test.goodPairAnd("x.cond.cond.json.tmp")),
            Map.entry("leftover, x.ecdc.tmp", test -> test.goodPairAnd("x.ecdc.tmp")),
            Map.entry("apple_double", test -> test.goodPairAnd("._x.ecdc")),
            Map.entry("apple_double, sidecar", test -> test.goodPairAnd("._x.cond.npy")),
            Map.entry("suffix_case", test -> {
                test.goodPair();
                Tokens.write(test.root.resolve("y.ECDC"), FRAMES);
                NpyBytes.write(test.root.resolve("y.cond.npy"), FRAMES, 0);
            }),
            Map.entry("audio_length", test -> {
                test.goodPair();
                Fixtures.copy("ecdc_good/" + contradicting(), test.root.resolve("x.ecdc"));
                int frames =
                        TokenFile.open(test.root.resolve("x.ecdc")).frames().orElseThrow();
                NpyBytes.write(test.root.resolve("x.cond.npy"), frames, 1, new float[frames]);
            }),
            Map.entry("no_clips", test -> {})));

    private static String contradicting() {
        return TokenFixture.in("ecdc_good")
                .filter(fixture -> fixture.isOk() && !fixture.name().contains("48"))
                .filter(fixture -> {
                    try {
                        TokenFile file = TokenFile.open(fixture.path());
                        return !file.fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ)
                                && file.frames().orElse(0) > 0;
                    } catch (SidecarException e) {
                        return false;
                    }
                })
                .map(fixture -> fixture.name().substring("ecdc_good/".length()))
                .findFirst()
                .orElseThrow();
    }

    private void goodPairAnd(String name) {
        goodPair();
        write(name, "of somebody");
    }

    private void edit(String name, String old, String replacement) {
        try {
            String text = Files.readString(root.resolve(name));
            assertThat(text).contains(old);
            Files.writeString(root.resolve(name), text.replace(old, replacement));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void move(String from, String to) {
        try {
            Files.move(root.resolve(from), root.resolve(to));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<String> brokenTrees() {
        return BROKEN.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenTrees")
    void everyFactIsExactlyOneFinding(String name) {
        broken(name);
        String code = name.replaceAll(",.*", "");
        assertThat(audit(audit -> audit))
                .extracting(finding -> finding.code().text())
                .containsExactly(code);
        if (!code.equals("no_clips")) {
            assertThat(codes(audit -> audit.verifyRanges().require("g")))
                    .as("what follows from it is not told")
                    .filteredOn(found -> found != Code.RANGE_UNVERIFIABLE && found != Code.MISSING_FEATURES)
                    .containsExactly(Code.valueOf(code.toUpperCase(Locale.ROOT)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "names_length_mismatch",
                "names_disagree",
                "duplicate_names",
                "empty_name",
                "missing_json",
                "torn_pair",
                "norm_invalid",
                "norm_length_mismatch",
                "norm_inverted"
            })
    void whereSomethingIsInDoubtNothingIsMissed(String name) {
        broken(name);
        assertThat(audit(audit -> audit.verifyRanges()
                        .require(name.startsWith("norm") ? "g" : "k")
                        .expectFps(75)))
                .extracting(finding -> finding.code().text())
                .filteredOn(code -> !code.equals("fps_mismatch"))
                .containsExactly(name);
    }

    @Test
    void theLikelyCauseOfAnotherTIsNamed() {
        Map<Integer, String> causes = Map.of(
                0,
                "never filled",
                FRAMES + 1,
                "1 + N // 320",
                2 * FRAMES,
                "150 frames per second",
                3,
                "anew or trimmed");
        causes.forEach((frames, cause) -> {
            goodPair();
            NpyBytes.write(root.resolve("x.cond.npy"), frames, 1, new float[frames]);
            assertThat(audit(audit -> audit)).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(Code.FRAME_MISMATCH);
                assertThat(finding.message()).contains("tokens have 6 frames", "has " + frames, cause);
            });
        });
    }

    @Test
    void aTypeThatIsNotTheExpectedOneIsOneFinding() {
        goodPair();
        assertThat(codes(audit -> audit.expectDtype(DType.FLOAT32))).isEmpty();
        assertThat(codes(audit -> audit.expectDtype(DType.FLOAT16))).containsExactly(Code.DTYPE_MISMATCH);
        NpyBytes.write(
                root.resolve("x.cond.npy"),
                NpyBytes.of(NpyBytes.header("<f8", false, FRAMES, 1), NpyBytes.float64(0, 1, 2, 3, 4, 5)));
        assertThat(codes()).containsExactly(Code.CONVERTED);
        assertThat(codes(audit -> audit.expectDtype(DType.FLOAT32))).containsExactly(Code.DTYPE_MISMATCH);
    }

    @Test
    void aFrameRateThatIsExpectedHasToBeStated() {
        pair("{\"names\": [\"g\"]}");
        assertThat(codes()).isEmpty();
        assertThat(audit(audit -> audit.expectFps(75))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Code.FPS_MISMATCH);
            assertThat(finding.message()).isEqualTo("fps is not stated, expected 75");
        });
        pair("{\"fps\": 44, \"names\": [\"g\"]}");
        assertThat(codes(audit -> audit.expectFps(44))).isEmpty();
        assertThat(codes(audit -> audit.expectFps(75))).containsExactly(Code.FPS_MISMATCH);
        pair("{\"fps\": \"x\", \"names\": [\"g\"]}");
        assertThat(codes(audit -> audit.expectFps(75))).containsExactly(Code.FPS_MISMATCH);
    }

    @Test
    void requiredColumnsThatAreMissingAreNamed() {
        goodPair();
        assertThat(codes(audit -> audit.require("g"))).isEmpty();
        assertThat(audit(audit -> audit.require("g", "h").require("i")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(Code.MISSING_FEATURES);
                    assertThat(finding.message()).isEqualTo("without the columns \"h\", \"i\"");
                });
        pair("{\"names\": []}");
        assertThat(codes(audit -> audit.require("g"))).containsExactly(Code.MISSING_NAMES);
        assertThat(codes()).containsExactly(Code.NAMES_LENGTH_MISMATCH);
    }

    @Test
    void valuesAreComparedWithTheStatedRange() {
        pair(V1 + "{\"min\": [0.5], \"max\": [3.5]}}");
        assertThat(codes()).isEmpty();
        List<Finding> findings = audit(Audit.Builder::verifyRanges);
        assertThat(Trees.codes(findings)).containsExactly(Code.RANGE_BELOW_MIN, Code.RANGE_ABOVE_MAX);
        assertThat(findings.get(0).message())
                .isEqualTo("column \"g\": 1 of 6 values below the stated minimum 0.5, the lowest 0 in frame 0");
        assertThat(findings.get(1).message())
                .isEqualTo("column \"g\": 2 of 6 values above the stated maximum 3.5, the highest 5 in frame 5");
        assertThat(codes(audit -> audit.verifyRanges().rangeTolerance(1.5))).isEmpty();
        assertThat(codes(audit -> audit.verifyRanges().rangeTolerance(1.4))).containsExactly(Code.RANGE_ABOVE_MAX);
        pair(V1 + "{\"mean\": [2.5]}}");
        assertThat(codes(Audit.Builder::verifyRanges)).containsExactly(Code.RANGE_UNVERIFIABLE);
    }

    @Test
    void aBoundCountsAsRoundedToo() {
        clip();
        write("x.cond.json", V1 + "{\"min\": [0], \"max\": [0.3]}}");
        byte[] halves = new byte[12];
        Arrays.fill(halves, (byte) 0);
        halves[0] = (byte) 0xcd; // numpy.float16(0.3) is 0x34cd, 0.300048828
        halves[1] = 0x34;
        NpyBytes.write(root.resolve("x.cond.npy"), NpyBytes.of(NpyBytes.header("<f2", false, FRAMES, 1), halves));
        assertThat(codes(audit -> audit.verifyRanges().rangeTolerance(0))).isEmpty();
        halves[0] = (byte) 0xce;
        NpyBytes.write(root.resolve("x.cond.npy"), NpyBytes.of(NpyBytes.header("<f2", false, FRAMES, 1), halves));
        assertThat(codes(Audit.Builder::verifyRanges)).containsExactly(Code.RANGE_ABOVE_MAX);
    }

    /** The older audit compared in float16, where 70,000 is infinite, too. */
    @Test
    void anInfinityIsToldHoweverWideTheRange() {
        clip();
        write("x.cond.json", V1 + "{\"min\": [0], \"max\": [70000]}}");
        byte[] halves = new byte[12];
        halves[1] = 0x7c;
        NpyBytes.write(root.resolve("x.cond.npy"), NpyBytes.of(NpyBytes.header("<f2", false, FRAMES, 1), halves));
        assertThat(codes(Audit.Builder::verifyRanges)).containsExactly(Code.NON_FINITE);
    }

    @Test
    void aPairThatSeveralTokenFilesMayClaimIsToldForEach() {
        goodPair();
        move("x.ecdc", "x.0.ecdc");
        Tokens.write(root.resolve("x.5.ecdc"), FRAMES);
        assertThat(audit(audit -> audit))
                .extracting(Finding::code)
                .containsOnly(Code.FOREIGN_NAME)
                .hasSize(2);
    }

    @Test
    void theRightPairOfADottedClipIsNotThatOfALongerName() {
        goodPair();
        move("x.ecdc", "x.5.ecdc");
        move("x.cond.npy", "x.5.cond.npy");
        move("x.cond.json", "x.5.cond.json");
        Tokens.write(root.resolve("x.5.1.ecdc"), FRAMES);
        assertThat(codes()).containsExactly(Code.MISSING_SIDECAR);
    }

    @Test
    void theMissingHalfOfATornPairIsNoLeftover() throws IOException {
        clip();
        Trees.append(root, "g", 1);
        byte[] old = Files.readAllBytes(root.resolve("x.cond.json"));
        Trees.append(root, "h", 1);
        String temp = ".sc-" + TempFile.hash(new SidecarPaths(root, "x")) + "-" + DEAD + "-1.tmp";
        move("x.cond.json", temp);
        Files.write(root.resolve("x.cond.json"), old);
        assertThat(codes()).containsExactly(Code.TORN_PAIR);
    }

    @Test
    void theTemporaryFileOfALivingWriterIsNone() {
        goodPairAnd(".sc-0123456789abcdef-1-1.tmp");
        assertThat(codes()).isEmpty();
    }

    @Test
    void anUnreadableFolderIsToldOnce() throws IOException {
        goodPair();
        Path folder = Files.createDirectory(root.resolve("locked"));
        assertThat(folder.toFile().setReadable(false)).isTrue();
        try {
            if (Files.isReadable(folder)) {
                return; // this user may read everything
            }
            assertThat(Trees.codes(Audit.builder().root(root).build().run().findings()))
                    .containsExactly(Code.UNREADABLE);
        } finally {
            assertThat(folder.toFile().setReadable(true)).isTrue();
        }
    }

    @Test
    void namesThatAreTooLongForASidecarAreTold() {
        Tokens.write(root.resolve("x".repeat(250) + ".ecdc"), FRAMES);
        NpyBytes.write(root.resolve("y".repeat(246) + ".cond.npy"), FRAMES, 0);
        assertThat(codes()).containsExactly(Code.MISSING_SIDECAR, Code.ORPHAN_SIDECAR);
        assertThat(Audit.builder().root(root).build().repair().steps()).isEmpty();
    }

    // ---- the whole

    private void mixedTree() throws IOException {
        for (int i = 0; i < 300; i++) {
            Path tokens = Tokens.write(root.resolve("d" + i % 7 + "/c" + i + ".ecdc"), 1 + i % 5);
            if (i % 11 == 0) {
                Files.writeString(tokens, "broken");
            }
        }
        Trees.append(root, "g", 1);
        for (int i = 0; i < 300; i += 3) {
            Path data = root.resolve("d" + i % 7 + "/c" + i + ".cond.npy");
            if (Files.exists(data)) {
                Files.delete(data);
            }
        }
        for (int i = 0; i < 20; i++) {
            Files.writeString(root.resolve("d3/stray" + i + ".cond.json"), "{}");
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        mixedTree();
        Heard one = new Heard();
        Heard eight = new Heard();
        AuditReport report =
                Audit.builder().root(root).parallelism(1).listener(one).build().run();
        AuditReport same = Audit.builder()
                .root(root)
                .parallelism(8)
                .listener(eight)
                .build()
                .run();
        assertThat(eight.results).isEqualTo(one.results);
        assertThat(same.toString()).isEqualTo(report.toString());
        assertThat(same.findings()).isEqualTo(report.findings());
        assertThat(report.clips()).isEqualTo(300);
        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Code.BAD_ECDC, 28L, Code.MISSING_DATA, 90L, Code.ORPHAN_SIDECAR, 20L));
        assertThat(report.cleanClips()).isEqualTo(300 - 28 - 90);
        assertThat(report.count(Severity.ERROR)).isEqualTo(118);
        assertThat(one.results.stream()
                        .filter(AuditResult.Clip.class::isInstance)
                        .map(AuditResult::tokens))
                .isSorted();
        assertThat(eight.reports).containsExactly(same);
    }

    @Test
    void theShardsTogetherAreTheWhole() throws IOException {
        mixedTree();
        List<Finding> all = new ArrayList<>();
        long clips = 0;
        for (int shard = 0; shard < 3; shard++) {
            AuditReport report =
                    Audit.builder().root(root).shard(shard, 3).build().run();
            all.addAll(report.findings());
            clips += report.clips();
        }
        assertThat(clips).isEqualTo(300);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        Audit.builder().root(root).build().run().findings());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anInterruptEndsItAndIsKept(int threads) throws IOException {
        mixedTree();
        Heard heard = new Heard();
        Audit audit = Audit.builder()
                .root(root)
                .parallelism(threads)
                .listener(heard)
                .listener(new AuditListener() {
                    @Override
                    public void checked(AuditResult result) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        SidecarException failure = Failures.of(audit::run);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(heard.reports)
                .singleElement()
                .satisfies(report -> assertThat(report.isComplete()).isFalse());
        assertThat(heard.results).hasSizeLessThan(300);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("sidecar-worker");
    }

    @Test
    void otherSuffixesAreOtherSidecars() {
        clip();
        Trees.run(root).suffix(".foo.npy").with(Trees.constant("g", 1)).build().run();
        assertThat(codes(audit -> audit.suffix(".foo.npy"))).isEmpty();
        assertThat(codes()).containsExactly(Code.MISSING_SIDECAR);
        write("x.foo.tmp.npy", "");
        write("x.cond.npy.tmp", "");
        assertThat(audit(audit -> audit.suffix(".foo.npy")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).endsWith("x.foo.tmp.npy"));
    }

    @Test
    void wrongUseIsRefused() {
        assertThat(Failures.of(() -> Audit.builder().build()).kind()).isEqualTo(Kind.USAGE);
        assertThat(Failures.of(() ->
                                Audit.builder().root(root.resolve("no")).build().run())
                        .kind())
                .isEqualTo(Kind.USAGE);
        List<Consumer<Audit.Builder>> wrong = List.of(
                builder -> builder.root(root),
                builder -> builder.suffix("npy"),
                builder -> builder.expectFps(0),
                builder -> builder.expectFps(Double.NaN),
                builder -> builder.rangeTolerance(-1),
                builder -> builder.rangeTolerance(1e-3).build(),
                builder -> builder.parallelism(0),
                builder -> builder.shard(1, 1),
                builder -> builder.require(" "),
                builder -> builder.verifyRanges().verifyRanges());
        for (Consumer<Audit.Builder> setter : wrong) {
            assertThat(Failures.of(() -> setter.accept(Audit.builder().root(root)))
                            .kind())
                    .isEqualTo(Kind.USAGE);
        }
    }

    @Test
    void metadataAloneUnderACutOffNameIsNotSaidToBeReplaced() {
        Tokens.write(root.resolve("x.5.ecdc"), FRAMES);
        write("x.cond.json", "{\"names\": []}");
        List<Finding> findings = audit(audit -> audit);
        assertThat(Trees.codes(findings)).containsExactly(Code.MISSING_SIDECAR, Code.FOREIGN_NAME);
        assertThat(findings.get(1).message()).doesNotContain("of its own").contains("x.5", "without data");
    }

    @Test
    void requiredColumnsWithoutNamesAreOneFindingAlsoWithRanges() {
        pair("{\"names\": []}");
        assertThat(codes(audit -> audit.require("g").verifyRanges())).containsExactly(Code.MISSING_NAMES);
    }

    @Test
    void aNameTooLongForADoubledOneIsNoReasonToFail() {
        String name = "x".repeat(243);
        Tokens.write(root.resolve(name + ".ecdc"), FRAMES);
        assertThat(codes()).containsExactly(Code.MISSING_SIDECAR);
        NpyBytes.write(root.resolve(name + ".cond.npy"), FRAMES, 1, new float[FRAMES]);
        assertThat(codes()).containsExactly(Code.MISSING_JSON);
        assertThat(Trees.codes(Trees.read(root, name + ".ecdc").findings())).containsExactly(Code.MISSING_JSON);
        assertThat(Audit.builder().root(root).build().repair().left()).isEmpty();
    }

    @Test
    void aFolderWhoseNameCannotBeDecodedIsToldOnce() throws Exception {
        goodPair();
        Process made = new ProcessBuilder("sh", "-c", "mkdir \"$(printf 'd\\377')\"")
                .directory(root.toFile())
                .start();
        if (made.waitFor() != 0) {
            return; // this system has only names that can be decoded
        }
        assertThat(Trees.codes(Audit.builder().root(root).build().run().findings()))
                .containsExactly(Code.UNREADABLE);
    }

    @Test
    void whatLiesAmongTheTokensIsKnownAlsoByAnEmptyRoot() {
        try (FileStore store = Trees.store(Path.of(""))) {
            assertThat(store.isAmongTokens(Path.of("src"))).isTrue();
            assertThat(store.isAmongTokens(root)).isFalse();
        }
    }

    @Test
    void aFolderInPlaceOfTheLockEndsNothing() throws IOException {
        goodPairAnd(".sc-0123456789abcdef-" + DEAD + "-1.tmp");
        Files.createDirectory(root.resolve(".sidecar.lock"));
        assertThat(codes()).containsExactly(Code.LEFTOVER);
    }

    @Test
    void theTemporaryFileOfThisProcessIsNotThatOfOneThatDied() {
        goodPairAnd(".sc-0123456789abcdef-" + ProcessHandle.current().pid() + "-1.tmp");
        assertThat(codes()).isEmpty();
    }

    @Test
    void whatLiesAmongSidecarsComesByFolderAndName() throws IOException {
        goodPair();
        for (String name : List.of("a.cond.npy", "a-b.cond.npy", "b.cond.npy", "a/z.cond.npy")) {
            Files.createDirectories(root.resolve(name).getParent());
            NpyBytes.write(root.resolve(name), FRAMES, 0);
        }
        Heard heard = new Heard();
        audit(audit -> audit.listener(heard));
        assertThat(heard.results)
                .extracting(AuditResult::sidecar)
                .containsExactly("x.cond.npy", "a-b.cond.npy", "a.cond.npy", "b.cond.npy", "a/z.cond.npy");
    }

    @Test
    void theFirstFailureIsThrownAndEveryListenerHearsOfTheEnd() {
        goodPair();
        Heard last = new Heard();
        Audit audit = Audit.builder()
                .root(root)
                .listener(new AuditListener() {
                    @Override
                    public void checked(AuditResult result) {
                        throw new IllegalStateException("first");
                    }

                    @Override
                    public void finished(AuditReport report) {
                        throw new IllegalStateException("second");
                    }
                })
                .listener(last)
                .build();
        assertThatThrownBy(audit::run)
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("second")));
        assertThat(last.reports)
                .singleElement()
                .satisfies(report -> assertThat(report.isComplete()).isFalse());
    }
}
