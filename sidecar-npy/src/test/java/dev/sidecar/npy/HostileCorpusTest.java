package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.ClipResult;
import dev.sidecar.OnError;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All token fixtures, good, hostile and broken, as one corpus. */
class HostileCorpusTest {
    /** Well-formed, but with more frames than a sidecar may have. */
    private static final String TOO_LONG = "ecdc_bad/big_T_zero_stride.ecdc";

    @TempDir
    private Path root;

    private final Set<String> good = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();

    @BeforeEach
    void copy() throws IOException {
        for (TokenFixture fixture :
                TokenFixture.all().filter(TokenFixture::isFile).toList()) {
            Path target = root.resolve(fixture.name());
            Files.createDirectories(target.getParent());
            Files.write(target, fixture.bytes());
            if (fixture.name().endsWith(".ecdc")) {
                (isUsable(fixture) ? good : refused).add(fixture.name());
            }
        }
    }

    /** T is certain without a word from the caller, and within the limit. */
    private static boolean isUsable(TokenFixture fixture) {
        boolean frames = fixture.isOk() || fixture.expected().has("T_alone");
        boolean ambiguous = fixture.expected().path("model").asText().equals("encodec_48khz")
                || Stream.of("hf48_", "native_48k", "codes_not_first").anyMatch(fixture.name()::contains);
        return frames && !ambiguous && !fixture.name().equals(TOO_LONG);
    }

    private Sidecar.Builder run() {
        return Sidecar.builder().root(root).with(clip -> FeatureFrame.of(Column.constant("one", clip.frames(), 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void everyGoodClipIsDoneAndTheReportListsExactlyTheRefusedOnes(int threads) throws IOException {
        RunReport report =
                run().onError(OnError.COLLECT).parallelism(threads).build().run();

        assertThat(report.failures()).extracting(ClipResult.Failed::clip).containsExactlyElementsOf(refused);
        assertThat(report.failures())
                .allSatisfy(failed -> assertThat(failed.failure().getMessage()).contains(failed.clip()));
        assertThat(report.created()).isEqualTo(good.size());
        assertThat(sidecars()).isEqualTo(good);
    }

    private Set<String> sidecars() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".cond.json"))
                    .map(name -> name.replace(".cond.json", ".ecdc"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theFirstFailureByIdIsThrownOtherwise() {
        assertThatThrownBy(() -> run().parallelism(8).build().run())
                .isInstanceOfSatisfying(
                        SidecarException.class,
                        e -> assertThat(e.place().clip())
                                .isEqualTo(refused.iterator().next()));
    }
}
