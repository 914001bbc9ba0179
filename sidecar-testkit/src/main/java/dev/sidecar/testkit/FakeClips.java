package dev.sidecar.testkit;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clips without files, the same at every call: EnCodec 24 kHz (75 frames per second), 8 codebooks unless one says
 * otherwise, pseudo-random codes from 0 to 1,023, no path. {@link Clip}'s own methods change the rest.
 *
 * <pre>{@code
 * Clip clip = FakeClips.clip("a/x_tempo_120.ecdc", 750).withCodes(FakeClips.codes(32, 750, 42));
 * }</pre>
 */
public final class FakeClips {
    private static final int CODEBOOKS = 8;

    private FakeClips() {}

    /**
     * A clip named {@code clip.ecdc}.
     *
     * @param frames T
     * @return a clip without columns
     * @throws SidecarException (LIMIT) if T is negative or beyond {@link FrameGrid#MAX_FRAMES}
     */
    public static Clip clip(int frames) {
        return clip("clip.ecdc", frames);
    }

    /**
     * A clip. Its codes depend on its id.
     *
     * @param id what a path relative to the root would be, such as {@code a/x_120.0.ecdc}
     * @param frames T
     * @return a clip without columns
     * @throws SidecarException (LIMIT) if T is negative or beyond {@link FrameGrid#MAX_FRAMES}
     */
    public static Clip clip(String id, int frames) {
        return clip(id, FrameGrid.encodec24kHz(frames), CODEBOOKS);
    }

    /**
     * A clip with a sidecar. Its codes depend on its id.
     *
     * @param id what a path relative to the root would be
     * @param first the first column, which gives T
     * @param more further columns
     * @return a clip with these columns
     * @throws SidecarException (MISMATCH) if the columns differ in length, (USAGE) if two have the same name
     */
    public static Clip clip(String id, Column first, Column... more) {
        return clip(id, first.frames()).withColumns(FeatureFrame.of(first, more));
    }

    private static Clip clip(String id, FrameGrid grid, int codebooks) {
        return Clip.of(id, grid).withCodes(codes(codebooks, grid.frames(), id.hashCode()));
    }

    /**
     * Pseudo-random codes from 0 to 1,023. The code of codebook <i>q</i> in frame <i>t</i> is the upper ten bits of the
     * (t · codebooks + q)-th {@code long}, from zero, of a {@link java.util.SplittableRandom} of this seed. Nothing is kept
     * in memory.
     *
     * @param codebooks Cb, at least 1
     * @param frames T
     * @param seed the same seed gives the same codes
     * @return the codes
     * @throws SidecarException (USAGE) if there is no codebook or T is negative
     */
    public static Codes codes(int codebooks, int frames, long seed) {
        return new RandomCodes(codebooks, frames, seed);
    }

    private record RandomCodes(int codebooks, int frames, long seed) implements Codes {
        private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

        RandomCodes {
            if (codebooks < 1 || frames < 0) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE,
                        "codes have at least one codebook and no negative T, found " + codebooks + " and " + frames);
            }
        }

        @Override
        public void read(int from, int frames, int[][] into) {
            checkWindow(from, frames);
            for (int q = 0; q < codebooks; q++) {
                for (int t = 0; t < frames; t++) {
                    into[q][t] = code((long) (from + t) * codebooks + q);
                }
            }
        }

        /** Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014, with Stafford's variant 13. */
        private int code(long index) {
            long z = seed + (index + 1) * GOLDEN_GAMMA;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return (int) ((z ^ (z >>> 31)) >>> 54);
        }
    }

    /**
     * Clips that are valid and awkward: T from 0 and 1 to a few thousand; ids with folders, several dots, blanks,
     * composed and decomposed accents, and characters beyond the 16-bit ones; one codebook and 32; a grid with a frame
     * rate that is no integer.
     *
     * @return clips with codes and without columns, in the order of their ids
     */
    public static List<Clip> assortment() {
        return Stream.of(
                        clip("T0.ecdc", 0),
                        clip("T1.ecdc", 1),
                        clip("T2.ecdc", 2),
                        clip("T75.ecdc", 75),
                        clip("T2999.ecdc", 2_999),
                        clip("T3000.ecdc", 3_000),
                        clip("T4097.ecdc", 4_097),
                        clip("a/b/c/deep.ecdc", 76),
                        clip("folder.ecdc/x.ecdc", 74),
                        clip("x.y_tempo_120.0_gain_-6.5.ecdc", 225),
                        clip("two words.ecdc", 75),
                        clip("-dash.ecdc", 3),
                        clip("caf\u00e9.ecdc", 80),
                        clip("cafe\u0301.ecdc", 81),
                        clip("\u6e29\u5ea6/\ud83c\udfb5.ecdc", 150),
                        clip("one_codebook.ecdc", FrameGrid.encodec24kHz(75), 1),
                        clip("all_codebooks.ecdc", FrameGrid.encodec24kHz(75), 32),
                        clip("other_grid.ecdc", new FrameGrid.Rate(44_100, 512).grid(87), 9))
                .sorted(Comparator.comparing(Clip::id))
                .toList();
    }
}
