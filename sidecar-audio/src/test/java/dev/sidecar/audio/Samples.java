package dev.sidecar.audio;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FrameGrid;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Audio in memory. */
final class Samples implements AudioSource {
    private final float[] values;
    private final int sampleRate;
    private final IntUnaryOperator cut;

    Samples(float[] values) {
        this(values, 24_000, read -> Integer.MAX_VALUE);
    }

    /**
     * Some audio.
     *
     * @param values one per sample; not copied
     * @param cut how many samples a read gives at most, by the number of the read
     */
    Samples(float[] values, int sampleRate, IntUnaryOperator cut) {
        this.values = values;
        this.sampleRate = sampleRate;
        this.cut = cut;
    }

    static Samples generate(int count, IntToDoubleFunction sample) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) sample.applyAsDouble(i);
        }
        return new Samples(values);
    }

    static Samples sine(int count, double amplitude, double hertz) {
        return generate(count, i -> amplitude * Math.sin(2 * Math.PI * hertz * i / 24_000));
    }

    Samples cut(IntUnaryOperator lengths) {
        return new Samples(values, sampleRate, lengths);
    }

    float[] values() {
        return values;
    }

    /** A clip of EnCodec 24 kHz tokens that this audio fits. */
    Clip clip(String id) {
        return Clip.of(id, grid());
    }

    FrameGrid grid() {
        FrameGrid.Rate rate = FrameGrid.Rate.ENCODEC_24KHZ;
        return rate.grid(rate.framesToCover(values.length));
    }

    @Override
    public AudioStream open(Clip clip) {
        return open();
    }

    AudioStream open() {
        return new AudioStream() {
            private int position;
            private int reads;

            @Override
            public int sampleRate() {
                return sampleRate;
            }

            @Override
            public int read(float[] into, int offset, int length) {
                int count = Math.min(Math.min(length, values.length - position), cut.applyAsInt(reads++));
                System.arraycopy(values, position, into, offset, count);
                position += count;
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
    }
}
