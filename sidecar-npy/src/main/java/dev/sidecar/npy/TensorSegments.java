package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;

/** Codes in a tensor whose axes are segments, codebooks and frames. Offset and strides count elements. */
record TensorSegments(
        TensorStorage storage,
        ElementType element,
        long offset,
        int count,
        long segmentStride,
        int codebooks,
        long codebookStride,
        int frames,
        long frameStride)
        implements Segments {
    /** By a stride of 0, or compressed, a byte could stand for any number of codes. */
    private static final int MAX_CODES_PER_BYTE = 64;

    @Override
    public int frames(int segment) {
        return frames;
    }

    @Override
    public void checkSize(Path path, long fileBytes, int segment) {
        if ((long) codebooks * frames / MAX_CODES_PER_BYTE > fileBytes) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(path),
                    "claims " + codebooks + " x " + frames + " codes, more than " + MAX_CODES_PER_BYTE
                            + " for each byte of the file; save a contiguous copy of them with torch.save");
        }
    }

    @Override
    public void read(PositionalFile file, int segment, int from, int window, int[][] into) {
        if (window == 0) {
            return;
        }
        long first = offset + segment * segmentStride + from * frameStride;
        long codebookSpan = (codebooks - 1) * codebookStride + 1;
        long windowSpan = (window - 1) * frameStride + 1;
        long span = codebookSpan + windowSpan - 1;
        TensorStorage.Content content = storage.open(file, first * element.bytes(), (first + span) * element.bytes());

        if (frameStride <= codebookStride) {
            boolean dense = codebookStride <= windowSpan;
            TensorReader reader = new TensorReader(content, element, frameStride, dense ? span : windowSpan);
            for (int k = 0; k < codebooks; k++) {
                long row = first + k * codebookStride;
                reader.until(dense ? first + span : row + windowSpan);
                for (int t = 0; t < window; t++) {
                    into[k][t] = code(reader.get(row + t * frameStride), k, from + t, file);
                }
            }
        } else {
            boolean dense = frameStride <= codebookSpan;
            TensorReader reader = new TensorReader(content, element, codebookStride, dense ? span : codebookSpan);
            for (int t = 0; t < window; t++) {
                long column = first + t * frameStride;
                reader.until(dense ? first + span : column + codebookSpan);
                for (int k = 0; k < codebooks; k++) {
                    into[k][t] = code(reader.get(column + k * codebookStride), k, from + t, file);
                }
            }
        }
    }

    private int code(long value, int codebook, int frame, PositionalFile file) {
        if (!element.fitsInt(value)) {
            throw new SidecarException(
                    FORMAT,
                    Place.file(file.path()).frame(frame),
                    "codes are integers of 32 bits, codebook " + codebook + " has " + element.text(value));
        }
        return (int) value;
    }
}
