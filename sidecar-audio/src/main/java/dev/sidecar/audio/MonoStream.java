package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import java.util.Objects;

/** The mean of all channels, in float32, summed in the order of {@code numpy.mean}. */
final class MonoStream implements AudioStream {
    private static final int BLOCK = 4096;

    private final AudioInput file;
    private final ChannelReader reader;
    private final int channels;
    private final float[] block;
    private long position;

    MonoStream(AudioInput file, ChannelReader reader) {
        this.file = file;
        this.reader = reader;
        this.channels = reader.shape().channels();
        this.block = new float[channels == 1 ? 0 : BLOCK * channels];
    }

    @Override
    public int sampleRate() {
        return reader.shape().sampleRate();
    }

    @Override
    public int read(float[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        int most = Math.min(length, BLOCK);
        int read = channels == 1 ? reader.read(into, offset, most) : mean(into, offset, most);
        if (read > 0) {
            checkFinite(into, offset, read);
            position += read;
        }
        return read;
    }

    /** The sign bit of the difference to the largest finite magnitude tells; a loop without branches is fast. */
    private void checkFinite(float[] samples, int offset, int count) {
        int above = 0;
        for (int i = 0; i < count; i++) {
            above |= 0x7f7f_ffff - (Float.floatToRawIntBits(samples[offset + i]) & 0x7fff_ffff);
        }
        if (above >= 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(samples[offset + i])) {
                throw file.failure(
                        FORMAT,
                        "sample " + (position + i) + " is " + samples[offset + i]
                                + ", audio is made of finite numbers");
            }
        }
    }

    private int mean(float[] into, int offset, int most) {
        int read = reader.read(block, 0, most);
        for (int i = 0; i < read; i++) {
            into[offset + i] = mean(i * channels);
        }
        return read;
    }

    /** One by one up to 7 channels, in eight sums from 8 on, as NumPy adds up to 128 numbers that lie side by side. */
    private float mean(int from) {
        float sum = 0;
        int next = from;
        int end = from + channels;
        if (channels >= 8) {
            float[] x = block;
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
            for (; next <= end - 8; next += 8) {
                s0 += x[next];
                s1 += x[next + 1];
                s2 += x[next + 2];
                s3 += x[next + 3];
                s4 += x[next + 4];
                s5 += x[next + 5];
                s6 += x[next + 6];
                s7 += x[next + 7];
            }
            sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        }
        for (; next < end; next++) {
            sum += block[next];
        }
        return sum / channels;
    }

    @Override
    public void close() {
        reader.close();
    }
}
