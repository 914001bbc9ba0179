package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import java.util.Arrays;

/** One channel of a FLAC frame: a constant, plain samples, or a linear prediction and what is left of the signal. */
final class FlacSubframe {
    private static final int[][] FIXED_PREDICTORS = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

    private final AudioInput file;
    private final FlacBits bits;

    FlacSubframe(AudioInput file, FlacBits bits) {
        this.file = file;
        this.bits = bits;
    }

    /** Decodes {@code size} samples of so many bits. */
    void decode(int sampleBits, long[] into, int size) {
        int head = bits.unsignedInt(8);
        int type = (head >> 1) & 63;
        long wasted = (head & 1) == 0 ? 0 : bits.unary() + 1;
        if ((head & 0x80) != 0 || wasted >= sampleBits) {
            throw malformed("is no header of a subframe");
        }
        int width = sampleBits - (int) wasted;
        if (type == 0) {
            Arrays.fill(into, 0, size, bits.signed(width));
        } else if (type == 1) {
            verbatim(width, into, size);
        } else if (type >= 8 && type <= 12) {
            int[] predictor = FIXED_PREDICTORS[type - 8];
            verbatim(width, into, order(predictor.length, size));
            predict(predictor, 0, into, size);
        } else if (type >= 32) {
            linear(type - 31, width, into, size);
        } else {
            throw malformed("names a type of subframe, " + type + ", that is reserved");
        }
        for (int i = 0; i < size && wasted > 0; i++) {
            into[i] <<= wasted;
        }
    }

    private int order(int order, int size) {
        if (order > size) {
            throw malformed("predicts from " + order + " samples where there are " + size);
        }
        return order;
    }

    private void verbatim(int width, long[] into, int size) {
        for (int i = 0; i < size; i++) {
            into[i] = bits.signed(width);
        }
    }

    private void linear(int order, int width, long[] into, int size) {
        verbatim(width, into, order(order, size));
        int precision = bits.unsignedInt(4) + 1;
        int shift = (int) bits.signed(5);
        if (precision == 16 || shift < 0) {
            throw malformed("has a predictor of a precision or shift that is not allowed");
        }
        int[] predictor = new int[order];
        for (int i = 0; i < order; i++) {
            predictor[i] = (int) bits.signed(precision);
        }
        predict(predictor, shift, into, size);
    }

    private void predict(int[] predictor, int shift, long[] into, int size) {
        int order = predictor.length;
        residual(order, into, size);
        for (int i = order; i < size; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += predictor[j] * into[i - 1 - j];
            }
            into[i] += sum >> shift;
        }
    }

    private void residual(int order, long[] into, int size) {
        int method = bits.unsignedInt(2);
        if (method > 1) {
            throw malformed("has a residual of a coding that is reserved");
        }
        int parameterBits = method == 0 ? 4 : 5;
        int escape = (1 << parameterBits) - 1;
        int partitionOrder = bits.unsignedInt(4);
        int length = size >> partitionOrder;
        if (length << partitionOrder != size || length < order) {
            throw malformed("has a residual in 2^" + partitionOrder + " parts, which " + size + " samples do not have");
        }
        int next = order;
        for (int end = length; end <= size; end += length) {
            int parameter = bits.unsignedInt(parameterBits);
            if (parameter == escape) {
                int width = bits.unsignedInt(5);
                for (; next < end; next++) {
                    into[next] = bits.signed(width);
                }
            } else {
                for (; next < end; next++) {
                    long folded = (bits.unary() << parameter) | bits.unsigned(parameter);
                    into[next] = (folded >>> 1) ^ -(folded & 1);
                }
            }
        }
    }

    private SidecarException malformed(String reason) {
        return file.malformed(file.position(), "what comes before this byte " + reason + "; the FLAC stream is broken");
    }
}
