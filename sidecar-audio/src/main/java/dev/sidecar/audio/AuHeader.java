package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** AU, the sound file of Sun and NeXT. */
final class AuHeader {
    private static final int LENGTH = 24;
    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

    private AuHeader() {}

    static PcmLayout read(AudioInput file) {
        ByteBuffer header = file.take(LENGTH, ByteOrder.BIG_ENDIAN);
        long offset = Integer.toUnsignedLong(header.getInt(4));
        long size = Integer.toUnsignedLong(header.getInt(8));
        SampleEncoding encoding = encoding(file, header.getInt(12));
        AudioShape shape = AudioShape.checked(
                file, Integer.toUnsignedLong(header.getInt(20)), Integer.toUnsignedLong(header.getInt(16)));
        if (offset < LENGTH || offset > file.size()) {
            throw file.malformed(
                    4, "the samples begin at byte " + LENGTH + " to " + file.size() + ", the header says " + offset);
        }
        return PcmLayout.of(
                file,
                shape,
                encoding,
                ByteOrder.BIG_ENDIAN,
                offset,
                size == UNKNOWN_SIZE ? file.size() - offset : size);
    }

    private static SampleEncoding encoding(AudioInput file, int code) {
        return switch (code) {
            case 1 -> SampleEncoding.MU_LAW;
            case 2 -> SampleEncoding.SIGNED_8;
            case 3 -> SampleEncoding.SIGNED_16;
            case 4 -> SampleEncoding.SIGNED_24;
            case 5 -> SampleEncoding.SIGNED_32;
            case 6 -> SampleEncoding.FLOAT_32;
            case 7 -> SampleEncoding.FLOAT_64;
            case 27 -> SampleEncoding.A_LAW;
            default ->
                throw file.failure(
                        UNSUPPORTED,
                        "AU samples of encoding " + Integer.toUnsignedString(code)
                                + "; PCM of 8 to 32 bits (2 to 5), float (6, 7), mu-law (1) and A-law (27) are read,"
                                + " convert it to one of them");
        };
    }
}
