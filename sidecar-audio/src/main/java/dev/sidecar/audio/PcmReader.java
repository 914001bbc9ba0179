package dev.sidecar.audio;

/** Samples that lie in a file as they are. */
final class PcmReader implements ChannelReader {
    private final AudioInput file;
    private final PcmLayout layout;
    private final SampleDecoder decoder;
    private long left;

    PcmReader(AudioInput file, PcmLayout layout) {
        this.file = file;
        this.layout = layout;
        this.left = layout.samples();
        file.seek(layout.offset());
        this.decoder = layout.encoding().decoder(file.ahead(0).order(layout.order()));
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
        int samples = (int) Math.min(Math.min(most, left), file.ahead(each).remaining() / each);
        decoder.decode(into, offset, samples * channels);
        left -= samples;
        return samples;
    }

    @Override
    public void close() {
        file.close();
    }
}
