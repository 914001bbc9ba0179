package dev.sidecar.audio;

import java.nio.ByteOrder;

/**
 * Where in a file which samples lie, as its header says and the file's size allows.
 *
 * @param shape channels and rate
 * @param encoding how a sample is stored
 * @param order how its bytes are ordered
 * @param offset where the first sample is
 * @param samples how many samples each channel has
 */
record PcmLayout(AudioShape shape, SampleEncoding encoding, ByteOrder order, long offset, long samples) {

    /** Samples that take up so many bytes, all of which must be there. */
    static PcmLayout of(
            AudioInput file, AudioShape shape, SampleEncoding encoding, ByteOrder order, long offset, long bytes) {
        long found = Math.max(file.size() - offset, 0);
        if (bytes > found) {
            throw file.malformed(
                    offset,
                    "truncated: expected " + bytes + " bytes of samples, found " + found + " to the file's end");
        }
        int each = encoding.bytes() * shape.channels();
        if (bytes % each != 0) {
            throw file.malformed(
                    offset,
                    "expected whole samples of " + each + " bytes (" + shape.channels() + " channels), found " + bytes
                            + " bytes; part of the last one is missing");
        }
        return new PcmLayout(shape, encoding, order, offset, bytes / each);
    }
}
