package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Writes a token file, byte for byte as torch 1.13 saves it. */
final class TokenWriter {
    private static final int BLOCK = 8 << 10;
    private static final byte[] VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);

    /** The top folder in files that torch saves to no path. */
    private static final String NO_NAME = "archive";

    private final Path path;
    private final int[][] codes;
    private final int frames;
    private final long audioLength;

    private TokenWriter(Path path, int[][] codes, int frames, long audioLength) {
        this.path = path;
        this.codes = codes;
        this.frames = frames;
        this.audioLength = audioLength;
    }

    static void write(Path path, Codes codes, long audioLength) {
        check(path, codes, audioLength);
        int frames = codes.frames();
        TokenWriter writer = new TokenWriter(path, codes.window(0, frames), frames, audioLength);
        WholeFile.write(path, writer::write);
    }

    private static void check(Path path, Codes codes, long audioLength) {
        if (audioLength < 0) {
            throw failure(path, USAGE, "the audio has 0 samples or more, not " + audioLength);
        }
        if (codes.codebooks() < 1 || codes.codebooks() > Checkpoint.MAX_CODEBOOKS) {
            throw failure(
                    path,
                    LIMIT,
                    "a token file has 1 to " + Checkpoint.MAX_CODEBOOKS + " codebooks, not " + codes.codebooks());
        }
        if (codes.frames() > FrameGrid.MAX_FRAMES) {
            throw failure(path, LIMIT, "a clip has at most " + FrameGrid.MAX_FRAMES + " frames, not " + codes.frames());
        }
        long bytes = (long) codes.codebooks() * codes.frames() * Long.BYTES;
        if (bytes > StoredZip.MAX_BYTES) {
            throw failure(
                    path,
                    LIMIT,
                    "the codes of a token file have at most " + StoredZip.MAX_BYTES + " bytes, these " + bytes);
        }
    }

    private static SidecarException failure(Path path, Kind kind, String reason) {
        return new SidecarException(kind, Place.file(path), reason);
    }

    private void write(OutputStream out) throws IOException {
        StoredZip zip = new StoredZip(folder(), out);
        byte[] pickle = pickle();
        zip.add("data.pkl", pickle.length, entry -> entry.write(pickle));
        zip.add("data/0", (long) codes.length * frames * Long.BYTES, this::writeCodes);
        zip.add("version", VERSION.length, entry -> entry.write(VERSION));
        zip.finish();
    }

    /** The file's name without its last extension, as torch has it; a name that this leaves nothing of is none to torch. */
    private String folder() {
        Path fileName = path.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        name = name.substring(name.lastIndexOf('\\') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return Set.of("", ".", "..").contains(stem) ? NO_NAME : stem;
    }

    /** {@code {'audio_codes': int64[1, 1, Cb, T], 'audio_scales': [None], 'audio_length': N}}. */
    private byte[] pickle() {
        long row = Math.max(frames, 1);
        long all = codes.length * row;
        return new PickleWriter()
                .make(PickleMachine.EMPTY_DICT)
                .op(PickleMachine.MARK)
                .text("audio_codes")
                .global(PickleGlobal.REBUILD_TENSOR_V2)
                .op(PickleMachine.MARK)
                .op(PickleMachine.MARK)
                .text("storage")
                .global(PickleGlobal.LONG_STORAGE)
                .text("0")
                .text("cpu")
                .natural((long) codes.length * frames)
                .make(PickleMachine.TUPLE)
                .op(PickleMachine.BINPERSID)
                .natural(0)
                .tuple(1, 1, codes.length, frames)
                .tuple(all, all, row, 1)
                .op(PickleMachine.NEWFALSE)
                .global(PickleGlobal.ORDERED_DICT)
                .make(PickleMachine.EMPTY_TUPLE, PickleMachine.REDUCE)
                .make(PickleMachine.TUPLE)
                .make(PickleMachine.REDUCE)
                .text("audio_scales")
                .make(PickleMachine.EMPTY_LIST)
                .op(PickleMachine.NONE, PickleMachine.APPEND)
                .text("audio_length")
                .natural(audioLength)
                .op(PickleMachine.SETITEMS)
                .finish();
    }

    private void writeCodes(OutputStream out) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < codes.length; k++) {
            for (int t = 0; t < frames; t++) {
                block.putLong(code(k, t));
                if (!block.hasRemaining()) {
                    out.write(block.array());
                    block.clear();
                }
            }
        }
        out.write(block.array(), 0, block.position());
    }

    private int code(int codebook, int frame) {
        int code = codes[codebook][frame];
        if (code < 0) {
            throw new SidecarException(
                    USAGE,
                    Place.file(path).frame(frame),
                    "codes are numbers from 0 on, codebook " + codebook + " has " + code);
        }
        return code;
    }
}
