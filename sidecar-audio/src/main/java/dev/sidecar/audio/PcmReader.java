package dev.sidecar.audio;

import java.nio.ByteBuffer;

/** Samples that lie in a file as they are. */
final class PcmReader implements ChannelReader {
    private final AudioInput file;
    private final PcmLayout layout;
    private final SampleDecoder decoder;
    private long left;

    PcmReader(AudioInput file, PcmLayout layout) {
        this.file = file;
        this.layout = layout;
        this.decoder = layout.encoding().decoder();
        this.left = layout.samples();
        file.seek(layout.offset());
    }

    @Override
    public AudioShape shape() {
        return layout.shape();
    }

    @Override
    public int read(float[] into, int offset, int most) {
        if (left == 0) {
            return -1;
        }
        int channels = layout.shape().channels();
        int each = layout.encoding().bytes() * channels;
        ByteBuffer bytes = file.ahead(each).order(layout.order());
        int samples = (int) Math.min(Math.min(most, left), bytes.remaining() / each);
        decoder.decode(bytes, into, offset, samples * channels);
        left -= samples;
        return samples;
    }

    @Override
    public void close() {
        file.close();
    }
}
