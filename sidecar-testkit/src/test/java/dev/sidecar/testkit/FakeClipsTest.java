package dev.sidecar.testkit;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static dev.sidecar.testkit.SidecarAssertions.assertThatThrownBy;

import dev.sidecar.MemoryStore;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.Column;
import java.text.Normalizer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeClipsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, 0x9e3779b97f4a7c15L})
    void codesAreTheJdksRandomNumbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] expected = new int[3][50];
        for (int t = 0; t < 50; t++) {
            for (int q = 0; q < 3; q++) {
                expected[q][t] = (int) (random.nextLong() >>> 54);
            }
        }

        assertThat(FakeClips.codes(3, 50, seed).window(0, 50)).isDeepEqualTo(expected);
    }

    @Test
    void aWindowIsAPartOfTheWhole() {
        Codes codes = FakeClips.codes(8, 100, 42);
        int[][] whole = codes.window(0, 100);
        int[][] window = codes.window(90, 10);
        for (int q = 0; q < 8; q++) {
            assertThat(window[q])
                    .containsExactly(IntStream.of(whole[q]).skip(90).toArray());
        }
        assertThat(codes.window(100, 0)).hasDimensions(8, 0);
        assertThatThrownBy(() -> codes.window(91, 10)).isInstanceOf(SidecarException.class);
        assertThatThrownBy(() -> codes.read(-1, 1, new int[8][1])).isInstanceOf(SidecarException.class);
    }

    @Test
    void everyCodeAppears() {
        assertThat(IntStream.of(FakeClips.codes(1, 20_000, 7).window(0, 20_000)[0])
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 1_024).boxed().toList());
    }

    @Test
    void codesNeedACodebook() {
        assertThatThrownBy(() -> FakeClips.codes(0, 1, 0))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("found 0 and 1");
        assertThatThrownBy(() -> FakeClips.codes(1, -1, 0)).isInstanceOf(SidecarException.class);
    }

    @Test
    void aClipIsTheSameAtEveryCallAndAnotherUnderAnotherId() {
        Clip clip = FakeClips.clip("a/b.ecdc", 75);
        assertThat(clip.id()).isEqualTo("a/b.ecdc");
        assertThat(clip.frames()).isEqualTo(75);
        assertThat(clip.grid().framesPerSecond()).isEqualTo(75);
        assertThat(clip.codebooks()).isEqualTo(8);
        assertThat(clip.path()).isEmpty();
        assertThat(clip.columns()).hasFrames(75).hasColumns();
        int[][] codes = clip.codes().window(0, 75);
        assertThat(FakeClips.clip("a/b.ecdc", 75).codes().window(0, 75)).isDeepEqualTo(codes);
        assertThat(FakeClips.clip(75).codes().window(0, 75)[0]).isNotEqualTo(codes[0]);
        assertThat(FakeClips.clip(75).fileName()).isEqualTo("clip.ecdc");
    }

    @Test
    void aClipWithColumns() {
        Clip clip = FakeClips.clip("x.ecdc", Column.constant("a", 4, 1), Column.constant("b", 4, 2));
        assertThat(clip.columns()).hasFrames(4).hasColumns("a", "b");
        assertThat(clip.codes().frames()).isEqualTo(4);
    }

    @Test
    void theAssortmentIsAwkward() {
        List<Clip> clips = FakeClips.assortment();
        List<String> ids = clips.stream().map(Clip::id).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        MemoryStore.of(clips);
        assertThat(clips).extracting(Clip::frames).contains(0, 1, 2, 75).anyMatch(frames -> frames > 2_000);
        assertThat(clips).extracting(Clip::codebooks).contains(1, 8, 32);
        assertThat(clips).allSatisfy(clip -> assertThat(clip.codes().frames()).isEqualTo(clip.frames()));
        assertThat(clips).anyMatch(clip -> clip.grid().framesPerSecond() % 1 != 0);
        assertThat(ids)
                .allMatch(id -> id.endsWith(".ecdc"))
                .anyMatch(id -> id.indexOf('/') != id.lastIndexOf('/'))
                .anyMatch(id -> id.contains(" "))
                .anyMatch(id -> id.chars().filter(c -> c == '.').count() > 2)
                .anyMatch(id -> id.codePoints().anyMatch(Character::isSupplementaryCodePoint))
                .anyMatch(id -> !Normalizer.isNormalized(id, Normalizer.Form.NFC));
    }
}
