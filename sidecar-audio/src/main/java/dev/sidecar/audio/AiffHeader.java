package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.audio.Chunks.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** AIFF, and AIFF-C as far as its samples are not compressed, or G.711. */
final class AiffHeader {
    private static final int COMM_LENGTH = 18;
    private static final int COMPRESSION_LENGTH = 4;
    private static final int SSND_LENGTH = 8;
    private static final int EXPONENT_BIAS = 16383;

    private final AudioInput file;
    private final boolean compressible;
    private @Nullable Common common;
    private @Nullable Sound sound;

    /** What the chunk {@code COMM} says. */
    private record Common(AudioShape shape, Coding coding, long samples) {}

    private record Coding(SampleEncoding encoding, ByteOrder order) {}

    /** Where the chunk {@code SSND} has samples. */
    private record Sound(long offset, long bytes) {}

    private AiffHeader(AudioInput file) {
        this.file = file;
        file.take(8, ByteOrder.BIG_ENDIAN);
        String form = file.takeText(4);
        this.compressible = form.equals("AIFC");
        if (!compressible && !form.equals("AIFF")) {
            throw file.failure(UNSUPPORTED, "an IFF file of the form \"" + form + "\"; AIFF and AIFC are read");
        }
    }

    static PcmLayout read(AudioInput file) {
        return new AiffHeader(file).layout();
    }

    private PcmLayout layout() {
        Chunks chunks = new Chunks(file, ByteOrder.BIG_ENDIAN);
        for (Chunk chunk = chunks.next(); chunk != null && (common == null || sound == null); chunk = chunks.next()) {
            switch (chunk.id()) {
                case "COMM" -> common = common(chunk, chunks);
                case "SSND" -> sound = sound(chunk, chunks);
                default -> {}
            }
        }
        if (common == null) {
            throw file.failure(FORMAT, "truncated, or not audio: no chunk \"COMM\" in " + file.size() + " bytes");
        }
        if (sound == null) {
            sound = new Sound(file.size(), 0);
        }
        Coding coding = common.coding();
        PcmLayout layout =
                PcmLayout.of(file, common.shape(), coding.encoding(), coding.order(), sound.offset(), sound.bytes());
        if (layout.samples() != common.samples()) {
            throw file.malformed(
                    sound.offset(), "expected " + common.samples() + " samples, found " + layout.samples());
        }
        return layout;
    }

    private static Sound sound(Chunk chunk, Chunks chunks) {
        long skip = Integer.toUnsignedLong(
                chunks.content(chunk, SSND_LENGTH, SSND_LENGTH).getInt(0));
        long offset = chunk.offset() + SSND_LENGTH + skip;
        return new Sound(offset, Math.max(chunk.size() - SSND_LENGTH - skip, 0));
    }

    private Common common(Chunk chunk, Chunks chunks) {
        int length = compressible ? COMM_LENGTH + COMPRESSION_LENGTH : COMM_LENGTH;
        ByteBuffer content = chunks.content(chunk, length, length);
        int bits = Short.toUnsignedInt(content.getShort(6));
        String compression = compressible
                ? StandardCharsets.ISO_8859_1
                        .decode(content.slice(COMM_LENGTH, COMPRESSION_LENGTH))
                        .toString()
                : "NONE";
        Coding coding = coding(compression, bits);
        AudioShape shape =
                AudioShape.checked(file, Short.toUnsignedInt(content.getShort(0)), sampleRate(content, chunk));
        return new Common(shape, coding, Integer.toUnsignedLong(content.getInt(2)));
    }

    /** From a float of 80 bits: sign, 15 bits of exponent, 64 bits of mantissa with the leading one. */
    private long sampleRate(ByteBuffer content, Chunk chunk) {
        int exponent = content.getShort(8) - EXPONENT_BIAS;
        long mantissa = content.getLong(10);
        if (mantissa == 0) {
            return 0;
        }
        if (exponent < 0 || exponent > 62 || mantissa << (exponent + 1) != 0) {
            throw file.malformed(
                    chunk.offset() + 8, "the sample rate is not a whole number of Hz; convert the file to one that is");
        }
        return mantissa >>> (63 - exponent);
    }

    private Coding coding(String compression, int bits) {
        SampleEncoding encoding = switch (compression) {
            case "NONE", "twos", "sowt", "in24", "in32" ->
                switch (bits) {
                    case 8 -> SampleEncoding.SIGNED_8;
                    case 16 -> SampleEncoding.SIGNED_16;
                    case 24 -> SampleEncoding.SIGNED_24;
                    case 32 -> SampleEncoding.SIGNED_32;
                    default -> null;
                };
            case "raw " -> bits == 8 ? SampleEncoding.UNSIGNED_8 : null;
            case "fl32", "FL32" -> SampleEncoding.FLOAT_32;
            case "fl64", "FL64" -> SampleEncoding.FLOAT_64;
            case "alaw", "ALAW" -> SampleEncoding.A_LAW;
            case "ulaw", "ULAW" -> SampleEncoding.MU_LAW;
            default -> null;
        };
        if (encoding == null) {
            throw file.failure(
                    UNSUPPORTED,
                    "AIFF samples of type \"" + compression + "\" with " + bits + " bits; PCM of 8 to 32 bits, float,"
                            + " A-law and mu-law are read, convert it to one of them");
        }
        return new Coding(encoding, compression.equals("sowt") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
}
