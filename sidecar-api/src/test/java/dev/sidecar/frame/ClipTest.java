package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClipTest {
    private static final Clip CLIP = Clip.of("a/x_120.0.ecdc", FrameGrid.encodec24kHz(3));

    /** Codes that tell where they are: 100 · codebook + frame. */
    private record Ramp(int codebooks, int frames) implements Codes {
        @Override
        public void read(int from, int count, int[][] into) {
            for (int codebook = 0; codebook < codebooks; codebook++) {
                for (int t = 0; t < count; t++) {
                    into[codebook][t] = 100 * codebook + from + t;
                }
            }
        }
    }

    @Test
    void aClipInMemoryHasNeitherFileNorCodesNorColumns() {
        assertThat(CLIP.path()).isEmpty();
        assertThat(CLIP.codebooks()).isZero();
        assertThat(CLIP.columns()).isEqualTo(FeatureFrame.empty(3));
        assertThat(CLIP.frames()).isEqualTo(3);
        assertThat(CLIP.grid()).isEqualTo(FrameGrid.encodec24kHz(3));
        assertThatThrownBy(CLIP::codes)
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
                    assertThat(e.place().clip()).isEqualTo("a/x_120.0.ecdc");
                })
                .hasMessageContaining("Clip.withCodes");
    }

    @Test
    void theFileNameIsTheLastPartOfTheId() {
        assertThat(CLIP.id()).isEqualTo("a/x_120.0.ecdc");
        assertThat(CLIP.fileName()).isEqualTo("x_120.0.ecdc");
        assertThat(Clip.of("x.ecdc", FrameGrid.encodec24kHz(0)).fileName()).isEqualTo("x.ecdc");
    }

    @Test
    void whatIsAddedStays() {
        FeatureFrame columns = FeatureFrame.of("gain", new float[3]);
        Clip full = CLIP.withPath(Path.of("root", "x.ecdc"))
                .withCodes(new Ramp(8, 3))
                .withColumns(columns);
        assertThat(full.id()).isEqualTo(CLIP.id());
        assertThat(full.path()).contains(Path.of("root", "x.ecdc"));
        assertThat(full.codebooks()).isEqualTo(8);
        assertThat(full.codes().window(1, 2)[7]).containsExactly(701, 702);
        assertThat(full.columns()).isEqualTo(columns);
        assertThat(CLIP.path()).isEmpty();
    }

    @Test
    void columnsHaveTheClipsFrames() {
        assertThatThrownBy(() -> CLIP.withColumns(FeatureFrame.empty(4)))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH))
                .hasMessageContaining("3 frames")
                .hasMessageContaining("4");
    }

    @Test
    void codesHaveTheClipsFrames() {
        assertThatThrownBy(() -> CLIP.withCodes(new Ramp(8, 4)))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH))
                .hasMessageContaining("3 frames")
                .hasMessageContaining("4");
    }

    @Test
    void forPeopleItIsOneLine() {
        assertThat(Clip.of("a\nb.ecdc", FrameGrid.encodec24kHz(2))).hasToString("a\\nb.ecdc (2 frames)");
    }
}
