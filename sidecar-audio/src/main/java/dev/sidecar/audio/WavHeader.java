package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.audio.Chunks.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** RIFF WAVE, and RF64 with its sizes of 64 bits. */
final class WavHeader {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    private static final int FMT_LENGTH = 16;
    private static final int EXTENSIBLE_LENGTH = 40;

    /** What follows the tag in the names of formats that have a tag: {xxxx0000-0000-0010-8000-00AA00389B71}. */
    private static final long GUID_MIDDLE = 0x0010_0000_0000L;

    private static final long GUID_END = 0x719B_3800_AA00_0080L;

    private static final long UINT32_MAX = 0xFFFF_FFFFL;

    /** What sox and espeak-ng write as the size of samples of which they do not know how many will come. */
    private static final long PIPED = 0x7FFF_F000L;

    private final AudioInput file;
    private final boolean is64Bit;
    private final long riffSize;
    private final Chunks chunks;
    private @Nullable Format format;
    private long dataSize64 = -1;

    /** What the chunk {@code fmt} says. */
    private record Format(AudioShape shape, SampleEncoding encoding) {}

    private WavHeader(AudioInput file) {
        this.file = file;
        this.is64Bit = !file.takeText(4).equals("RIFF");
        this.riffSize =
                Integer.toUnsignedLong(file.take(4, ByteOrder.LITTLE_ENDIAN).getInt());
        String form = file.takeText(4);
        if (!form.equals("WAVE")) {
            throw file.failure(UNSUPPORTED, "a RIFF file of the form \"" + form + "\", only WAVE is audio");
        }
        this.chunks = new Chunks(file, ByteOrder.LITTLE_ENDIAN);
    }

    static PcmLayout read(AudioInput file) {
        return new WavHeader(file).layout();
    }

    private PcmLayout layout() {
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            switch (chunk.id()) {
                case "fmt " -> readFormat(chunk);
                case "ds64" -> readSizes(chunk);
                case "data" -> {
                    return layout(chunk);
                }
                default -> {}
            }
        }
        throw file.failure(
                FORMAT,
                "truncated, or not audio: no chunk \"data\" in " + file.size() + " bytes"
                        + (format == null ? ", and no \"fmt \"" : ""));
    }

    private PcmLayout layout(Chunk data) {
        if (format == null) {
            throw file.malformed(data.offset(), "the chunk \"data\" comes before \"fmt \", which says what is in it");
        }
        return PcmLayout.of(
                file, format.shape(), format.encoding(), ByteOrder.LITTLE_ENDIAN, data.offset(), dataSize(data));
    }

    private long dataSize(Chunk data) {
        if (is64Bit && data.size() == UINT32_MAX) {
            if (dataSize64 < 0) {
                throw file.malformed(
                        data.offset(), "the size of the samples is in a chunk \"ds64\", which is not here");
            }
            return dataSize64;
        }
        long rest = file.size() - data.offset();
        boolean complete = riffSize >= file.size() - 9 && riffSize != UINT32_MAX;
        boolean unknown =
                data.size() == UINT32_MAX || (data.size() == PIPED && rest < PIPED) || (data.size() == 0 && !complete);
        return unknown ? rest : data.size();
    }

    private void readSizes(Chunk chunk) {
        dataSize64 = chunks.content(chunk, 24, 24).getLong(8);
        if (dataSize64 < 0) {
            throw file.malformed(chunk.offset(), "more than 2^63 bytes of samples are claimed");
        }
    }

    private void readFormat(Chunk chunk) {
        if (format != null) {
            throw file.malformed(chunk.offset(), "a second chunk \"fmt \"; which one counts is anybody's guess");
        }
        ByteBuffer content = chunks.content(chunk, FMT_LENGTH, EXTENSIBLE_LENGTH);
        int tag = Short.toUnsignedInt(content.getShort(0));
        int channels = Short.toUnsignedInt(content.getShort(2));
        long sampleRate = Integer.toUnsignedLong(content.getInt(4));
        int align = Short.toUnsignedInt(content.getShort(12));
        int bits = Short.toUnsignedInt(content.getShort(14));

        SampleEncoding encoding = encoding(tag == EXTENSIBLE ? extendedTag(chunk, content) : tag, bits);
        AudioShape shape = AudioShape.checked(file, channels, sampleRate);
        if (align != encoding.bytes() * channels) {
            throw file.malformed(
                    chunk.offset() + 12,
                    channels + " channels of " + bits + " bits take " + encoding.bytes() * channels
                            + " bytes per sample, the header says " + align);
        }
        format = new Format(shape, encoding);
    }

    private int extendedTag(Chunk chunk, ByteBuffer content) {
        if (content.limit() < EXTENSIBLE_LENGTH) {
            throw file.malformed(
                    chunk.offset(),
                    "an extensible format has " + EXTENSIBLE_LENGTH + " bytes, found " + content.limit());
        }
        if (content.getLong(24) >>> 16 != GUID_MIDDLE || content.getLong(32) != GUID_END) {
            throw file.failure(
                    UNSUPPORTED,
                    String.format(
                            "samples of a format that has no tag, only a name that begins with %08x",
                            content.getInt(24)));
        }
        return Short.toUnsignedInt(content.getShort(24));
    }

    private SampleEncoding encoding(int tag, int bits) {
        SampleEncoding encoding = switch (tag) {
            case PCM ->
                switch (bits) {
                    case 8 -> SampleEncoding.UNSIGNED_8;
                    case 16 -> SampleEncoding.SIGNED_16;
                    case 24 -> SampleEncoding.SIGNED_24;
                    case 32 -> SampleEncoding.SIGNED_32;
                    default -> null;
                };
            case FLOAT ->
                switch (bits) {
                    case 32 -> SampleEncoding.FLOAT_32;
                    case 64 -> SampleEncoding.FLOAT_64;
                    default -> null;
                };
            case A_LAW -> bits == 8 ? SampleEncoding.A_LAW : null;
            case MU_LAW -> bits == 8 ? SampleEncoding.MU_LAW : null;
            default -> null;
        };
        if (encoding == null) {
            throw file.failure(
                    UNSUPPORTED,
                    String.format(
                            "WAV samples of format tag 0x%04x with %d bits; PCM of 8 to 32 bits (1), float (3), A-law"
                                    + " (6) and mu-law (7) are read, convert it to one of them",
                            tag, bits));
        }
        return encoding;
    }
}
