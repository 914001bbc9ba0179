package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A token file ({@code .ecdc}): what {@code torch.save} makes of a dict with the key {@code audio_codes}, or a stream
 * of EnCodec's own command. Which of them it is, its first bytes tell.
 *
 * <p>Opening reads metadata alone, for a checkpoint of any length at most 4 KB in two or three reads, and closes the
 * file again. Codes are read by window, on demand. Nothing that a file names is ever looked up, constructed or called;
 * a name that is not on a short fixed list is refused (FORBIDDEN). Memory and time are bounded by the size of the file,
 * not by what it claims: there are at most 1,024 codebooks, and further limits that {@link ReadLimits} tells.
 *
 * <p>Immutable, and safe for use by several threads. Every failure is a {@link SidecarException} that names the file.
 */
public final class TokenFile {

    /** The kinds of token files. */
    public enum Container {
        /** A zip file, which {@code torch.save} has written since torch 1.6. */
        TORCH_ZIP,
        /** A stream of pickles and storages, from before torch 1.6. */
        TORCH_LEGACY,
        /** A bit stream of EnCodec's own {@code encodec} command. */
        NATIVE
    }

    private final Path path;
    private final FileStamp stamp;
    private final ReadLimits limits;
    private final TokenLayout layout;

    private TokenFile(PositionalFile file, TokenLayout layout) {
        this.path = file.path();
        this.stamp = file.stamp();
        this.limits = file.limits();
        this.layout = layout;
    }

    /**
     * Opens a token file: reads its metadata, and closes it again.
     *
     * @param path a file on any file system; links are followed
     * @return what the file says about itself
     * @throws SidecarException IO if the file cannot be read; FORMAT if it is no token file, or a broken one;
     *     UNSUPPORTED for codes that are not integers, batches, and containers that nothing reads any more; FORBIDDEN if
     *     it names what no token file needs; LIMIT if a size is beyond the limits of {@link ReadLimits}
     */
    public static TokenFile open(Path path) {
        return open(path, ReadLimits.DEFAULT);
    }

    /**
     * Opens a token file within other limits.
     *
     * @param path as for {@link #open(Path)}
     * @param limits how much the file may ask for
     * @return what the file says about itself
     * @throws SidecarException as {@link #open(Path)}
     */
    public static TokenFile open(Path path, ReadLimits limits) {
        try (PositionalFile file = PositionalFile.open(path, limits)) {
            return open(file);
        }
    }

    /**
     * Writes a token file as {@code torch.save} of torch 1.13 writes
     * {@code {'audio_codes': int64[1, 1, Cb, T], 'audio_scales': [None], 'audio_length': N}}, to the byte, so that torch,
     * and everything else that reads what torch 1.6 or later has saved, reads it. All codes are in memory meanwhile, with
     * 4 bytes each. The file is the old one or the new one, never a part of it.
     *
     * @param path the file; its folder is made if need be
     * @param codes the codes, each 0 or more, of 1 to 1,024 codebooks and at most {@link FrameGrid#MAX_FRAMES} frames
     * @param audioLength the length of the audio that was encoded, in samples, 0 or more
     * @throws SidecarException USAGE if a code or the length is negative; LIMIT if there are more codebooks or frames than
     *     these, or more than 536,739,840 codes; IO if the file cannot be written; or what reading the codes fails with
     */
    public static void write(Path path, Codes codes, long audioLength) {
        TokenWriter.write(path, codes, audioLength);
    }

    static TokenFile open(PositionalFile file) {
        BufferedFile buffered = new BufferedFile(file, TokenSniffer.HEAD_LENGTH);
        TokenLayout layout = switch (TokenSniffer.container(buffered)) {
            case TORCH_ZIP -> new Checkpoint(buffered, TorchZip.read(buffered)).layout(Container.TORCH_ZIP);
            case TORCH_LEGACY -> new Checkpoint(buffered, TorchLegacy.read(buffered)).layout(Container.TORCH_LEGACY);
            case NATIVE -> NativeStream.read(buffered);
        };
        return new TokenFile(file, layout);
    }

    /**
     * The file.
     *
     * @return the path it was opened by
     */
    public Path path() {
        return path;
    }

    /**
     * What kind of token file it is.
     *
     * @return the kind, told by the first bytes
     */
    public Container container() {
        return layout.container();
    }

    /**
     * The number of codebooks.
     *
     * @return Cb, 1 to 1,024
     */
    public int codebooks() {
        return layout.segments().codebooks();
    }

    /**
     * How codes are stored.
     *
     * @return {@code int8} to {@code int64}, {@code uint8} to {@code uint64}, or {@code 10-bit} in an EnCodec stream
     */
    public String codeType() {
        return layout.codeType();
    }

    /**
     * The length of the audio that was encoded, at the codec's sample rate.
     *
     * @return samples, 0 or more; empty if the file has no {@code audio_length}, or none that is such a number
     */
    public OptionalLong audioLength() {
        return layout.audioLength();
    }

    /**
     * The number of segments: chunks that were encoded one by one and overlap in time.
     *
     * @return 1 for everything but 48 kHz clips longer than a second
     */
    public int segments() {
        return layout.segments().count();
    }

    /**
     * T, where the file alone tells it.
     *
     * @return the number of frames of the only segment, which may be beyond {@link FrameGrid#MAX_FRAMES}; empty if
     *     there are several segments
     */
    public OptionalInt frames() {
        return segments() == 1 ? OptionalInt.of(layout.segments().frames(0)) : OptionalInt.empty();
    }

    /**
     * Whether the file leaves open which frames a clip has: it holds several segments, or it is of a 48 kHz model, told
     * by scales in {@code audio_scales} or by the header of an EnCodec stream.
     *
     * @return true if {@link #grid} wants a rate
     */
    public boolean isAmbiguous() {
        return layout.ambiguous();
    }

    /**
     * Whether the number of frames is what a codec makes of the audio's length: T = ceil(audio length / hop).
     *
     * @param rate the codec's sample rate and hop, such as {@link FrameGrid.Rate#ENCODEC_24KHZ}
     * @return false if the two contradict each other; true also where the file doesn't tell the length, or
     *     {@linkplain #isAmbiguous() is ambiguous}
     */
    public boolean fitsAudioLength(FrameGrid.Rate rate) {
        return isAmbiguous()
                || audioLength().isEmpty()
                || frames().isEmpty()
                || rate.framesToCover(audioLength().getAsLong()) == frames().getAsInt();
    }

    /**
     * The frame grid of the clip. Without a stated rate it is that of EnCodec 24 kHz: hop 320, 75 frames per second,
     * and T as stored. With a stated rate T is as stored too, except in an {@linkplain #isAmbiguous() ambiguous} file,
     * where T = ceil(audio length / hop).
     *
     * @param stated sample rate and hop, if the caller knows them
     * @return the grid
     * @throws SidecarException UNSUPPORTED if the file is ambiguous, and no rate is stated or the file does not tell
     *     the length of its audio; LIMIT if T is beyond {@link FrameGrid#MAX_FRAMES}
     */
    public FrameGrid grid(Optional<FrameGrid.Rate> stated) {
        FrameGrid.Rate rate = stated.orElse(FrameGrid.Rate.ENCODEC_24KHZ);
        if (container() == Container.NATIVE && stated.isPresent()) {
            checkModel(rate);
        }
        if (!isAmbiguous()) {
            return grid(rate, layout.segments().frames(0));
        }
        if (stated.isEmpty()) {
            throw failure(
                    UNSUPPORTED,
                    "48 kHz tokens, or tokens in chunks (" + segments() + " here), do not tell their frame grid; state"
                            + " it, in the builder with grid(rate, hop), in the command with --grid RATE:HOP,"
                            + " such as --grid 48000:320");
        }
        if (audioLength().isEmpty()) {
            throw failure(
                    UNSUPPORTED,
                    "48 kHz tokens, or tokens in chunks, have as many frames as cover their audio, and this file lacks"
                            + " its audio_length");
        }
        return grid(rate, rate.framesToCover(audioLength().getAsLong()));
    }

    /** A native stream names its model, so a stated rate can be wrong. */
    private void checkModel(FrameGrid.Rate stated) {
        FrameGrid.Rate model = isAmbiguous() ? FrameGrid.Rate.ENCODEC_48KHZ : FrameGrid.Rate.ENCODEC_24KHZ;
        if (!stated.equals(model)) {
            throw failure(
                    MISMATCH,
                    "this stream says that its grid is " + model.sampleRate() + ":" + model.hop() + ", stated was "
                            + stated.sampleRate() + ":" + stated.hop());
        }
    }

    private FrameGrid grid(FrameGrid.Rate rate, long frames) {
        checkFrames(frames);
        try {
            return rate.grid(frames);
        } catch (SidecarException e) {
            throw e.within(Place.file(path));
        }
    }

    /**
     * The codes of a file with one segment.
     *
     * @return the codes; they are read when they are asked for, and fail with MISMATCH if the file has changed since it
     *     was opened, with FORMAT if it is too short or holds a code that is no {@code int}
     * @throws SidecarException UNSUPPORTED if there are several segments, or the codes are packed with a language
     *     model; LIMIT if T is beyond {@link FrameGrid#MAX_FRAMES}
     */
    public Codes codes() {
        if (segments() != 1) {
            throw failure(
                    UNSUPPORTED,
                    "the codes are in " + segments() + " segments that overlap, not on one time line; read them one by"
                            + " one with segment(index)");
        }
        return segment(0);
    }

    /**
     * The codes of one segment.
     *
     * @param index from 0 to {@link #segments()} - 1
     * @return the codes, as in {@link #codes()}
     * @throws SidecarException USAGE if there is no such segment; UNSUPPORTED if the codes are packed with a language
     *     model; LIMIT if the segment's T is beyond {@link FrameGrid#MAX_FRAMES}
     */
    public Codes segment(int index) {
        if (index < 0 || index >= segments()) {
            throw failure(USAGE, "there is no segment " + index + ", the file has " + segments());
        }
        checkFrames(layout.segments().frames(index));
        layout.segments().checkDecodable(path);
        return new SegmentCodes(path, stamp, limits, layout.segments(), index);
    }

    private void checkFrames(long frames) {
        long most = limits.get(ReadLimits.Limit.FRAMES);
        if (frames > most) {
            throw failure(LIMIT, "a clip has at most " + most + " frames, this one claims " + frames);
        }
    }

    private SidecarException failure(Kind kind, String reason) {
        return new SidecarException(kind, Place.file(path), reason);
    }

    /** The path, the kind, codebooks and T, for people. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(path.toString()) + " (" + container() + ", " + codebooks() + " codebooks, "
                + (frames().isPresent() ? frames().getAsInt() + " frames" : segments() + " segments") + ")";
    }
}
