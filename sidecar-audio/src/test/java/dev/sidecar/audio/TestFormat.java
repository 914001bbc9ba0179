package dev.sidecar.audio;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.UnsupportedAudioFileException;
import javax.sound.sampled.spi.AudioFileReader;

/**
 * A format that only a service provider of Java Sound knows: "TEST", a letter, and bytes. The letter says what they are:
 * {@code p} PCM of 16 bits at 24 kHz whose number is not stated, {@code s} two samples of such, {@code u} mu-law, which
 * is not PCM, {@code e} something that nothing can convert; {@code x} fails.
 */
public final class TestFormat extends AudioFileReader {
    private static final Encoding STRANGE = new Encoding("strange");

    @Override
    public AudioInputStream getAudioInputStream(InputStream stream) throws UnsupportedAudioFileException, IOException {
        byte[] head = stream.readNBytes(5);
        if (head.length < 5 || head[0] != 'T' || head[1] != 'E' || head[2] != 'S' || head[3] != 'T') {
            throw new UnsupportedAudioFileException("starts with something else");
        }
        AudioFormat pcm = new AudioFormat(24_000, 16, 1, true, false);
        return switch (head[4]) {
            case 'p' -> new AudioInputStream(stream, pcm, -1);
            case 's' -> new AudioInputStream(stream, pcm, 2);
            case 'u' -> new AudioInputStream(stream, new AudioFormat(Encoding.ULAW, 8000, 8, 1, 1, 8000, false), -1);
            case 'e' -> new AudioInputStream(stream, new AudioFormat(STRANGE, 8000, 8, 1, 1, 8000, false), -1);
            default -> throw new IllegalStateException("as ordered");
        };
    }

    @Override
    public AudioFileFormat getAudioFileFormat(InputStream stream) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AudioFileFormat getAudioFileFormat(URL url) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AudioFileFormat getAudioFileFormat(File file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AudioInputStream getAudioInputStream(URL url) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AudioInputStream getAudioInputStream(File file) {
        throw new UnsupportedOperationException();
    }
}
