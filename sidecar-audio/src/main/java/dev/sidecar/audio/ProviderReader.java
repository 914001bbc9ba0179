package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import javax.sound.sampled.spi.AudioFileReader;

/**
 * What a service provider of Java Sound makes of a file: PCM, or something that another provider turns into PCM. The
 * providers of the JDK itself are not asked; what they read is read here, but for MIDI, which is no audio.
 */
final class ProviderReader implements ChannelReader {
    private static final int DEFAULT_BITS = 16;
    private static final int BLOCK = 4096;
    private static final int MAX_EMPTY_READS = 1000;

    private final AudioInput file;
    private final AudioInputStream stream;
    private final AudioShape shape;
    private final SampleDecoder decoder;
    private final ByteBuffer bytes;
    private final int each;

    /** How many samples there must be at least; 0 where nothing that can be trusted says so. */
    private long owed;

    private ProviderReader(AudioInput file, AudioInputStream source) {
        this.file = file;
        AudioFormat stated = source.getFormat();
        boolean pcm = isPcm(stated.getEncoding());
        this.shape = AudioShape.checked(file, stated.getChannels(), Math.round((double) stated.getSampleRate()));
        this.stream = pcm ? source : converted(source);
        AudioFormat format = stream.getFormat();
        SampleEncoding encoding = encoding(format);
        this.each = encoding.bytes() * shape.channels();
        if (format.getChannels() != shape.channels() || format.getFrameSize() != each) {
            throw file.failure(UNSUPPORTED, "a provider of Java Sound gives " + format + ", which cannot be read");
        }
        this.owed = pcm ? Math.max(source.getFrameLength(), 0) : 0;
        this.bytes = ByteBuffer.allocate(BLOCK * each)
                .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .limit(0);
        this.decoder = encoding.decoder(bytes);
    }

    /** The samples as the first provider has them that knows the format; empty if none does. */
    static Optional<ChannelReader> open(AudioInput file) {
        return guarded(file, () -> {
            for (AudioFileReader provider : ServiceLoader.load(AudioFileReader.class)) {
                if (provider.getClass().getModule() == AudioFileReader.class.getModule()) {
                    continue;
                }
                file.seek(0);
                try {
                    InputStream bytes = new BufferedInputStream(new Bytes(file));
                    return Optional.of(new ProviderReader(file, provider.getAudioInputStream(bytes)));
                } catch (UnsupportedAudioFileException notThisOne) { // the next one may know it
                }
            }
            return Optional.empty();
        });
    }

    private static boolean isPcm(Encoding encoding) {
        return encoding.equals(Encoding.PCM_SIGNED)
                || encoding.equals(Encoding.PCM_UNSIGNED)
                || encoding.equals(Encoding.PCM_FLOAT);
    }

    private AudioInputStream converted(AudioInputStream source) {
        AudioFormat stated = source.getFormat();
        int bits = stated.getSampleSizeInBits();
        int width = bits > DEFAULT_BITS && bits % 8 == 0 && bits <= 32 ? bits : DEFAULT_BITS;
        int channels = shape.channels();
        float rate = stated.getSampleRate();
        AudioFormat pcm =
                new AudioFormat(Encoding.PCM_SIGNED, rate, width, channels, width / 8 * channels, rate, false);
        if (!AudioSystem.isConversionSupported(pcm, stated)) {
            throw file.failure(
                    UNSUPPORTED, "a provider of Java Sound knows it as " + stated + ", none converts that to PCM");
        }
        return AudioSystem.getAudioInputStream(pcm, source);
    }

    private SampleEncoding encoding(AudioFormat format) {
        Encoding name = format.getEncoding();
        int bits = format.getSampleSizeInBits();
        SampleEncoding encoding = null;
        if (name.equals(Encoding.PCM_SIGNED)) {
            encoding = switch (bits) {
                case 8 -> SampleEncoding.SIGNED_8;
                case 16 -> SampleEncoding.SIGNED_16;
                case 24 -> SampleEncoding.SIGNED_24;
                case 32 -> SampleEncoding.SIGNED_32;
                default -> null;
            };
        } else if (name.equals(Encoding.PCM_UNSIGNED) && bits == 8) {
            encoding = SampleEncoding.UNSIGNED_8;
        } else if (name.equals(Encoding.PCM_FLOAT)) {
            encoding = bits == 32 ? SampleEncoding.FLOAT_32 : bits == 64 ? SampleEncoding.FLOAT_64 : null;
        }
        if (encoding == null) {
            throw file.failure(UNSUPPORTED, "a provider of Java Sound gives " + format + ", which is not PCM");
        }
        return encoding;
    }

    @Override
    public AudioShape shape() {
        return shape;
    }

    @Override
    public int read(float[] into, int offset, int most) {
        if (bytes.remaining() < each && !guarded(file, this::fill)) {
            return -1;
        }
        int samples = Math.min(most, bytes.remaining() / each);
        decoder.decode(into, offset, samples * shape.channels());
        owed = Math.max(owed - samples, 0);
        return samples;
    }

    private boolean fill() throws IOException {
        bytes.compact();
        int emptyReads = 0;
        while (bytes.position() < each) {
            int room = bytes.remaining() / each * each;
            int read = stream.read(bytes.array(), bytes.position(), room == 0 ? bytes.remaining() : room);
            if (read < 0) {
                if (owed > 0 || bytes.position() > 0) {
                    throw file.failure(FORMAT, "truncated: " + Math.max(owed, 1) + " more samples were expected");
                }
                bytes.flip();
                return false;
            }
            if (read == 0 && ++emptyReads > MAX_EMPTY_READS) {
                throw file.failure(FORMAT, "a provider of Java Sound gives no samples, and no end");
            }
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
        return true;
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Nobody knows what a provider throws. */
    private static <T> T guarded(AudioInput file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (SidecarException e) {
            throw e;
        } catch (IOException | RuntimeException | ServiceConfigurationError | LinkageError e) {
            throw file.failure(FORMAT, "a provider of Java Sound could not read it: " + e, e);
        }
    }

    /** The rest of a file as a stream. */
    private static final class Bytes extends InputStream {
        private final AudioInput file;

        Bytes(AudioInput file) {
            this.file = file;
        }

        @Override
        public int read() {
            return file.fill(1) ? Byte.toUnsignedInt(file.ahead(1).get()) : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!file.fill(1)) {
                return -1;
            }
            ByteBuffer next = file.ahead(1);
            int count = Math.min(length, next.remaining());
            next.get(into, offset, count);
            return count;
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException | RuntimeException theFileIsClosedAnyway) { // and nothing else is held
        }
        file.close();
    }
}
