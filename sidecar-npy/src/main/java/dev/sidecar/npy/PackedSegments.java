package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Codes of 10 bits, least significant bit first, all codebooks of a frame together. Each segment starts on a byte.
 *
 * @param start where the first segment starts
 * @param samples the clip's length
 * @param segmentSamples the length of every segment but the last
 * @param strideSamples from the start of a segment to the start of the next
 * @param scaleBytes what stands before the codes of each segment
 * @param entropyCoded whether the codes need EnCodec's language model instead
 */
record PackedSegments(
        long start,
        long samples,
        long segmentSamples,
        long strideSamples,
        int scaleBytes,
        int codebooks,
        boolean entropyCoded)
        implements Segments {
    static final long SEGMENT_48KHZ = 48_000;
    static final long STRIDE_48KHZ = 47_520;

    private static final int CODE_BITS = 10;
    private static final int CODE_MASK = (1 << CODE_BITS) - 1;
    private static final int FRAMES_AT_ONCE = 1024;

    /** How many frames an encoder makes of a number of samples: both models have the same hop. */
    static long framesOf(long samples) {
        return FrameGrid.Rate.ENCODEC_24KHZ.framesToCover(samples);
    }

    @Override
    public int count() {
        return (int) ((samples - 1) / strideSamples) + 1;
    }

    @Override
    public int frames(int segment) {
        return (int) framesOf(Math.min(segmentSamples, samples - segment * strideSamples));
    }

    @Override
    public void checkDecodable(Path path) {
        if (entropyCoded) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(path),
                    "the codes are packed with EnCodec's language model (lm), which this library does not have; encode"
                            + " the clip again without it");
        }
    }

    @Override
    public void checkSize(Path path, long fileBytes, int segment) {
        long end = end(segment);
        if (end > fileBytes) {
            throw new SidecarException(
                    FORMAT,
                    Place.file(path).offset(fileBytes),
                    "truncated: segment " + segment + " of the codes ends at byte " + end);
        }
    }

    @Override
    public void read(PositionalFile file, int segment, int from, int frames, int[][] into) {
        checkSize(file.path(), file.size(), segment);
        long position = position(segment);
        for (int done = 0; done < frames; done += FRAMES_AT_ONCE) {
            int now = Math.min(FRAMES_AT_ONCE, frames - done);
            unpack(file, position + scaleBytes, from + done, now, into, done);
        }
    }

    private void unpack(PositionalFile file, long codes, int from, int frames, int[][] into, int index) {
        long firstBit = (long) from * codebooks * CODE_BITS;
        long lastBit = firstBit + (long) frames * codebooks * CODE_BITS;
        long firstByte = firstBit / Byte.SIZE;
        ByteBuffer bytes = file.read(codes + firstByte, (int) ((lastBit + Byte.SIZE - 1) / Byte.SIZE - firstByte));
        int bit = (int) (firstBit % Byte.SIZE);
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < codebooks; k++, bit += CODE_BITS) {
                int at = bit / Byte.SIZE;
                int both = Byte.toUnsignedInt(bytes.get(at)) | (Byte.toUnsignedInt(bytes.get(at + 1)) << Byte.SIZE);
                into[k][index + t] = (both >> (bit % Byte.SIZE)) & CODE_MASK;
            }
        }
    }

    /** Only the last two segments can be short: every other one is followed by more than a stride of samples twice. */
    private long position(int segment) {
        if (segment == 0) {
            return start;
        }
        return start + (segment - 1) * bytes((int) framesOf(segmentSamples)) + bytes(frames(segment - 1));
    }

    private long end(int segment) {
        return position(segment) + bytes(frames(segment));
    }

    private long bytes(int frames) {
        return scaleBytes + ((long) frames * codebooks * CODE_BITS + Byte.SIZE - 1) / Byte.SIZE;
    }
}
