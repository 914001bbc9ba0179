package dev.sidecar.audio;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Decodes {@link SampleEncoding#FLOAT_32} by copying. */
final class Float32Decoder implements SampleDecoder {
    private final ByteBuffer bytes;
    /** The buffer's floats from each of its first bytes on. */
    private final FloatBuffer[] views;

    Float32Decoder(ByteBuffer bytes) {
        this.bytes = bytes;
        this.views = IntStream.range(0, Float.BYTES)
                .mapToObj(
                        from -> bytes.duplicate().clear().position(from).slice().order(bytes.order()))
                .map(ByteBuffer::asFloatBuffer)
                .toArray(FloatBuffer[]::new);
    }

    @Override
    public void decode(float[] into, int offset, int count) {
        int position = bytes.position();
        views[position % Float.BYTES].get(position / Float.BYTES, into, offset, count);
        bytes.position(position + count * Float.BYTES);
    }
}
