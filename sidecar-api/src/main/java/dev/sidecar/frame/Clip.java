package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One token file, as a producer sees it: who it is, its frame grid, its codes on demand, and the columns it has so far.
 */
public final class Clip {
    private final String id;
    private final FrameGrid grid;
    private final @Nullable Path path;
    private final @Nullable Codes codes;
    private final FeatureFrame columns;

    private Clip(String id, FrameGrid grid, @Nullable Path path, @Nullable Codes codes, FeatureFrame columns) {
        this.id = id;
        this.grid = grid;
        this.path = path;
        this.codes = codes;
        this.columns = columns;
    }

    /**
     * A clip without a file, for tests and for work in memory.
     *
     * @param id what a path relative to the root would be, such as {@code a/x_120.0.ecdc}
     * @param grid its frames
     * @return a clip without path, codes and columns
     */
    public static Clip of(String id, FrameGrid grid) {
        return new Clip(Objects.requireNonNull(id), grid, null, null, FeatureFrame.empty(grid.frames()));
    }

    /**
     * The same clip with a file.
     *
     * @param path the token file
     * @return a new clip
     */
    public Clip withPath(Path path) {
        return new Clip(id, grid, Objects.requireNonNull(path), codes, columns);
    }

    /**
     * The same clip with codes.
     *
     * @param codes T frames of codes
     * @return a new clip
     * @throws SidecarException (MISMATCH) if the codes have another number of frames
     */
    public Clip withCodes(Codes codes) {
        checkFrames("codes", codes.frames());
        return new Clip(id, grid, path, codes, columns);
    }

    /**
     * The same clip with other columns.
     *
     * @param columns what the clip has so far, with T frames
     * @return a new clip
     * @throws SidecarException (MISMATCH) if the columns have another number of frames
     */
    public Clip withColumns(FeatureFrame columns) {
        checkFrames("columns", columns.frames());
        return new Clip(id, grid, path, codes, columns);
    }

    private void checkFrames(String what, int found) {
        if (found != frames()) {
            throw new SidecarException(
                    MISMATCH, Place.clip(id), "the clip has " + frames() + " frames, the " + what + " have " + found);
        }
    }

    /**
     * The clip's id: its path relative to the root, with {@code /} between folders.
     *
     * @return such as {@code a/x_120.0.ecdc}
     */
    public String id() {
        return id;
    }

    /**
     * The last part of the id.
     *
     * @return the token file's name, such as {@code x_120.0.ecdc}
     */
    public String fileName() {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    /**
     * The token file.
     *
     * @return empty for a clip that has none
     */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /**
     * The frame grid.
     *
     * @return sample rate, hop and T
     */
    public FrameGrid grid() {
        return grid;
    }

    /**
     * The number of frames.
     *
     * @return T
     */
    public int frames() {
        return grid.frames();
    }

    /**
     * The number of codebooks.
     *
     * @return Cb, or 0 if the clip has no codes
     */
    public int codebooks() {
        return codes == null ? 0 : codes.codebooks();
    }

    /**
     * The codes, read on demand.
     *
     * @return the codes; nothing is read yet
     * @throws SidecarException (UNSUPPORTED) if the clip has none
     */
    public Codes codes() {
        if (codes == null) {
            throw new SidecarException(
                    UNSUPPORTED, Place.clip(id), "this clip has no codes; give it some with Clip.withCodes");
        }
        return codes;
    }

    /**
     * The columns as they will be on disk so far: those of the clip's sidecar and of earlier producers of the run. When
     * a run appends, a column of the sidecar hides an earlier producer's of the same name.
     *
     * @return a frame of T frames
     */
    public FeatureFrame columns() {
        return columns;
    }

    /** The id and T, for people. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(id) + " (" + frames() + " frames)";
    }
}
