package dev.sidecar.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes WAV files by hand. */
final class Wav {
    static final int PCM = 1;
    static final int FLOAT = 3;

    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    private Wav() {}

    static Wav make() {
        return new Wav();
    }

    static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A chunk with its true size, and a byte after it if that is odd. */
    Wav chunk(String id, byte... content) {
        return chunk(id, content.length, content);
    }

    /** A chunk that claims a size. */
    Wav chunk(String id, long size, byte... content) {
        chunks.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(content(little(4).putInt((int) size)));
        chunks.writeBytes(content);
        if (size == content.length && size % 2 == 1) {
            chunks.write(0);
        }
        return this;
    }

    /** A chunk {@code fmt} whose numbers agree. */
    Wav format(int tag, int channels, int rate, int bits) {
        return format(tag, channels, rate, bits, channels * bits / 8);
    }

    Wav format(int tag, int channels, int rate, int bits, int align) {
        return chunk("fmt ", content(fields(16, tag, channels, rate, bits, align)));
    }

    /** The same, extensible. */
    Wav extensible(int tag, int channels, int rate, int bits) {
        ByteBuffer fields = fields(40, 0xFFFE, channels, rate, bits, channels * bits / 8);
        fields.putShort(16, (short) 22).putShort(18, (short) bits);
        fields.putInt(24, tag).putInt(28, 0x0010_0000).putLong(32, 0x719B_3800_AA00_0080L);
        return chunk("fmt ", content(fields));
    }

    /** All bytes of a buffer. */
    static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer fields(int length, int tag, int channels, int rate, int bits, int align) {
        return little(length)
                .putShort(0, (short) tag)
                .putShort(2, (short) channels)
                .putInt(4, rate)
                .putInt(8, rate * align)
                .putShort(12, (short) align)
                .putShort(14, (short) bits);
    }

    byte[] bytes() {
        return bytes("RIFF", chunks.size() + 4L);
    }

    byte[] bytes(String magic, long riffSize) {
        return content(little(12 + chunks.size())
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .putInt((int) riffSize)
                .put("WAVE".getBytes(StandardCharsets.US_ASCII))
                .put(chunks.toByteArray()));
    }

    /** One channel of floats. */
    static byte[] floats(int rate, float... samples) {
        ByteBuffer data = little(4 * samples.length);
        for (float sample : samples) {
            data.putFloat(sample);
        }
        return make().format(FLOAT, 1, rate, 32).chunk("data", content(data)).bytes();
    }
}
