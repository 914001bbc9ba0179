package dev.sidecar.audio;

import java.nio.ByteBuffer;

/** Decodes {@link SampleEncoding#SIGNED_16}: copies the bytes into an array of shorts first, of which a loop is fast. */
final class Pcm16Decoder implements SampleDecoder {
    private final short[] shorts = new short[2048];

    @Override
    public void decode(ByteBuffer bytes, float[] into, int offset, int count) {
        for (int done = 0; done < count; done += shorts.length) {
            int block = Math.min(shorts.length, count - done);
            bytes.asShortBuffer().get(shorts, 0, block);
            bytes.position(bytes.position() + block * Short.BYTES);
            for (int i = 0; i < block; i++) {
                into[offset + done + i] = shorts[i] * 0x1p-15f;
            }
        }
    }
}
