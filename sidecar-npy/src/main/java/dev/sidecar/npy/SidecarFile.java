package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.SidecarReader.Description;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One sidecar, open for reading: what it says, all its columns, or windows of a few frames without loading the file.
 * This is where training code starts:
 *
 * <pre>{@code
 * try (SidecarFile sidecar = SidecarFile.open(Path.of("ecdc/a/x.cond.npy"))) {
 *     float[] window = new float[256 * sidecar.width()];
 *     sidecar.window(1000, 256, window);
 * }
 * }</pre>
 *
 * <p>Safe for several threads. The file is read as it was when it was opened, also if a new sidecar takes its place
 * meanwhile. As with every {@link java.nio.channels.FileChannel}, interrupting a thread while it reads closes the file for
 * all; that does not happen with {@link Option#MAPPED}.
 */
public final class SidecarFile implements AutoCloseable {
    private static final long FIRST_PAUSE_NANOS = 5_000_000;
    private static final long LAST_PAUSE_NANOS = 500_000_000;

    /** How a sidecar is opened. */
    public enum Option {
        /**
         * Maps the data into memory, so that windows cost no system call. If another program truncates the file in place
         * (this library never does), reading a window then ends in an {@link InternalError}. Where the file system cannot
         * map, or the file has 2 GiB or more, the data is read as usual.
         */
        MAPPED,
        /**
         * Trusts that data and metadata belong together, instead of comparing digests, which reads the data once. A pair
         * that a crash tore is not noticed then.
         */
        UNVERIFIED
    }

    private final SidecarPaths paths;
    private final NpyFile npy;
    private final Description description;
    private final @Nullable Path tokens;
    private final List<Finding> findings;
    private final List<String> names;

    private SidecarFile(
            SidecarPaths paths, NpyFile npy, Description description, @Nullable Path tokens, List<Finding> findings) {
        this.paths = paths;
        this.npy = npy;
        this.description = description;
        this.tokens = tokens;
        this.findings = findings;
        this.names = SidecarReader.names(description.columns());
    }

    /**
     * Opens a sidecar.
     *
     * @param file its {@code .cond.npy} or {@code .cond.json}, or the {@code .ecdc} file that it lies beside; a name with
     *     another word for {@code cond} tells the suffix of both halves
     * @param options how
     * @return the open sidecar, to be closed by the caller
     * @throws SidecarException (IO) if a file is missing or unreadable; (FORMAT, UNSUPPORTED, LIMIT) if one is not what
     *     its name says; (MISMATCH) if data and metadata are of two different commits
     */
    public static SidecarFile open(Path file, Option... options) {
        return openBeside(paths(file), options);
    }

    /**
     * Opens a sidecar whose tokens lie elsewhere.
     *
     * @param file its {@code .cond.npy} or {@code .cond.json}
     * @param tokens the token file
     * @param options how
     * @return the open sidecar, to be closed by the caller
     * @throws SidecarException as {@link #open(Path, Option...)}
     */
    public static SidecarFile open(Path file, Path tokens, Option... options) {
        return open(paths(file), Objects.requireNonNull(tokens), options);
    }

    /**
     * Opens a sidecar within other limits.
     *
     * @param file as for {@link #open(Path, Option...)}
     * @param limits how much its files and the token file may ask for
     * @param options how
     * @return the open sidecar, to be closed by the caller
     * @throws SidecarException as {@link #open(Path, Option...)}
     */
    public static SidecarFile open(Path file, ReadLimits limits, Option... options) {
        return openBeside(paths(file).within(limits), options);
    }

    private static SidecarFile openBeside(SidecarPaths paths, Option... options) {
        Path beside = paths.tokens();
        return open(paths, Files.isRegularFile(beside) ? beside : null, options);
    }

    private static SidecarPaths paths(Path file) {
        String name = String.valueOf(file.getFileName());
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && name.endsWith(SidecarPaths.TOKEN_SUFFIX)) {
            return new SidecarPaths(folder, SidecarPaths.base(name));
        }
        return Optional.ofNullable(folder)
                .flatMap(parent -> SidecarPaths.ofHalf(parent, name))
                .orElseThrow(() -> new SidecarException(
                        USAGE, Place.file(file), "expected the path of a .cond.npy, .cond.json or .ecdc file"));
    }

    private static SidecarFile open(SidecarPaths paths, @Nullable Path tokens, Option... options) {
        Set<Option> chosen = EnumSet.noneOf(Option.class);
        chosen.addAll(List.of(options));
        for (long pause = FIRST_PAUSE_NANOS; ; pause *= 2) {
            SidecarFile sidecar = openOnce(paths, tokens, chosen);
            if (chosen.contains(Option.UNVERIFIED) || !sidecar.isTorn()) {
                return sidecar;
            }
            sidecar.close();
            if (pause > LAST_PAUSE_NANOS) {
                throw new SidecarException(
                        MISMATCH,
                        Place.file(paths.data()),
                        "data and metadata do not belong together; if an interrupted writer left what completes them, the"
                                + " next run over the tree repairs the pair");
            }
            LockSupport.parkNanos(pause); // a writer may be between its two moves
        }
    }

    private static SidecarFile openOnce(SidecarPaths paths, @Nullable Path tokenPath, Set<Option> options) {
        OpenPair pair = OpenPair.open(paths, options.contains(Option.MAPPED) ? NpyFile::openMapped : NpyFile::open);
        NpyFile npy = pair.npy();
        if (npy == null) {
            throw new SidecarException(IO, Place.file(paths.data()), "there is no such file");
        }
        try {
            Description description = SidecarReader.describe(paths, pair.state().jsonBytes(), npy.header());
            List<Finding> findings = new ArrayList<>(description.findings());
            if (tokenPath != null) {
                compare(tokenPath, paths.limits(), description, npy, findings);
            }
            return new SidecarFile(paths, npy, description, tokenPath, List.copyOf(findings));
        } catch (RuntimeException | Error e) {
            npy.close();
            throw e;
        }
    }

    private static void compare(
            Path tokenPath, ReadLimits limits, Description description, NpyFile npy, List<Finding> findings) {
        try {
            TokenFile tokens = TokenFile.open(tokenPath, limits);
            if (tokens.isAmbiguous() && description.rate() == null) {
                return;
            }
            FrameMismatch.find(
                            tokenPath.toString(),
                            tokens.grid(Optional.ofNullable(description.rate())),
                            npy.header().frames())
                    .ifPresent(findings::add);
        } catch (SidecarException e) {
            findings.add(new Finding(Code.BAD_ECDC, tokenPath.toString(), e.reason()));
        }
    }

    private boolean isTorn() {
        boolean canTell = description.vouchedFor() != null; // else there is no need to read all data
        return canTell && description.tears(npy.sha256());
    }

    /**
     * The data's path.
     *
     * @return the absolute path of the {@code .cond.npy}
     */
    public Path path() {
        return paths.data();
    }

    /**
     * The number of frames.
     *
     * @return T
     */
    public int frames() {
        return npy.header().frames();
    }

    /**
     * The number of columns.
     *
     * @return D
     */
    public int width() {
        return npy.header().width();
    }

    /**
     * What the sidecar says of its columns, in order. The names are {@code col0}, {@code col1} … where it is not certain
     * which column is which; a finding tells why.
     *
     * @return D descriptions
     */
    public List<ColumnMetadata> columns() {
        return description.columns();
    }

    /**
     * The names of the columns, in order; the position of a name is that of its value in a row.
     *
     * @return D names
     */
    public List<String> names() {
        return names;
    }

    /**
     * Whether it is certain which column is which.
     *
     * @return false if the names are {@code col0}, {@code col1} …
     */
    public boolean isLabelled() {
        return description.certain();
    }

    /**
     * The frame grid, as far as the sidecar records it.
     *
     * @return sample rate, hop and T; empty for a sidecar that another program wrote
     */
    public Optional<FrameGrid> grid() {
        return Optional.ofNullable(description.rate()).map(rate -> rate.grid(frames()));
    }

    /**
     * The frame rate as the sidecar states it.
     *
     * @return frames per second; empty if unknown
     */
    public OptionalDouble framesPerSecond() {
        return description.framesPerSecond();
    }

    /**
     * How values are stored.
     *
     * @return such as {@code float32}, {@code float16} or {@code big-endian float64}
     */
    public String dtype() {
        return npy.header().describeType();
    }

    /**
     * What is odd about the sidecar.
     *
     * @return findings, possibly none
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Loads all columns.
     *
     * @return a frame of T frames and D columns
     */
    public FeatureFrame frame() {
        return SidecarReader.frame(description.columns(), npy);
    }

    /**
     * Reads a window as a matrix, rows first: frame, then column. Nothing is allocated per call.
     *
     * @param from the first frame
     * @param frames how many
     * @param into filled from index 0; at least {@code frames * width()} long
     * @throws IndexOutOfBoundsException if the window is not within {@code [0, T)} or {@code into} is too short
     * @throws SidecarException (IO) if the data cannot be read; (LIMIT) if a float64 is too large for a float32; names
     *     column and frame
     */
    public void window(int from, int frames, float[] into) {
        npy.rows(from, frames, into, names);
    }

    /**
     * Whether windows come from a memory map.
     *
     * @return false if {@link Option#MAPPED} was not asked for, or is not possible here
     */
    public boolean isMapped() {
        return npy.isMapped();
    }

    /**
     * The token file.
     *
     * @return empty if there is none beside the sidecar
     */
    public Optional<Path> tokens() {
        return Optional.ofNullable(tokens);
    }

    /**
     * The codes of the clip, read by window on demand.
     *
     * @return codes; nothing is read yet
     * @throws SidecarException (UNSUPPORTED) if there is no token file, or it has no single run of codes; others if it
     *     cannot be read
     */
    public Codes codes() {
        if (tokens == null) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(paths.data()),
                    "there is no token file beside it; open it with the path of its tokens");
        }
        return TokenFile.open(tokens, paths.limits()).codes();
    }

    /** Closes the file. */
    @Override
    public void close() {
        npy.close();
    }

    /** The path, T and D, for people. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(paths.data().toString()) + " [" + frames() + ", " + width() + "]";
    }
}
