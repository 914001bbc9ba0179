package dev.sidecar.audio;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** Decodes {@link SampleEncoding#SIGNED_16}: copies the bytes into an array of shorts first, of which a loop is fast. */
final class Pcm16Decoder implements SampleDecoder {
    private final ByteBuffer bytes;
    /** The buffer's shorts from its first byte on, and from the next. */
    private final ShortBuffer[] views;

    private final short[] shorts = new short[2048];

    Pcm16Decoder(ByteBuffer bytes) {
        this.bytes = bytes;
        this.views = new ShortBuffer[] {view(bytes, 0), view(bytes, 1)};
    }

    private static ShortBuffer view(ByteBuffer bytes, int from) {
        return bytes.duplicate()
                .clear()
                .position(from)
                .slice()
                .order(bytes.order())
                .asShortBuffer();
    }

    @Override
    public void decode(float[] into, int offset, int count) {
        int position = bytes.position();
        ShortBuffer view = views[position % Short.BYTES];
        for (int done = 0; done < count; done += shorts.length) {
            int block = Math.min(shorts.length, count - done);
            view.get(position / Short.BYTES + done, shorts, 0, block);
            for (int i = 0; i < block; i++) {
                into[offset + done + i] = shorts[i] * 0x1p-15f;
            }
        }
        bytes.position(position + count * Short.BYTES);
    }
}
