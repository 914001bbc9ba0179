package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** How samples are stored in a WAV file of one channel. */
public enum WavEncoding {
    /** As they are, in 32 bits. */
    FLOAT32(3, 4) {
        @Override
        void put(ByteBuffer bytes, float sample) {
            bytes.putFloat(sample);
        }
    },
    /** In 16 bits: 32768 times the sample, rounded half to even, and cut off at -32768 and 32767. */
    PCM16(1, 2) {
        @Override
        void put(ByteBuffer bytes, float sample) {
            bytes.putShort((short) Math.max(-32_768, Math.min(32_767, Math.rint(sample * 32_768.0))));
        }
    };

    private static final int HEADER_BYTES = 44;
    private static final int CHUNK = 1 << 13;

    private final int formatTag;
    private final int bytesPerSample;

    WavEncoding(int formatTag, int bytesPerSample) {
        this.formatTag = formatTag;
        this.bytesPerSample = bytesPerSample;
    }

    abstract void put(ByteBuffer bytes, float sample);

    /**
     * Writes a WAV file. Memory does not grow with its length.
     *
     * @param audio read to its end, not closed
     * @param samples how many samples it has, which the file says before them
     * @param out where to; not closed
     * @throws SidecarException LIMIT if the file would be larger than the 4 GiB that a WAV file can be; MISMATCH if the audio
     *     has another number of samples; or if it cannot be read
     * @throws IOException if the output cannot be written
     */
    public void write(AudioStream audio, long samples, OutputStream out) throws IOException {
        long size = samples * bytesPerSample;
        if (samples < 0 || size > 0xFFFF_FFFFL - HEADER_BYTES) {
            throw new SidecarException(
                    LIMIT, Place.NOWHERE, "a WAV file has at most 4 GiB, " + samples + " samples need more");
        }
        out.write(header(audio.sampleRate(), size));
        float[] chunk = new float[CHUNK];
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * bytesPerSample).order(ByteOrder.LITTLE_ENDIAN);
        long written = 0;
        for (int count = audio.read(chunk, 0, CHUNK); count > 0; count = audio.read(chunk, 0, CHUNK)) {
            written += count;
            if (written > samples) {
                break;
            }
            bytes.clear();
            for (int i = 0; i < count; i++) {
                put(bytes, chunk[i]);
            }
            out.write(bytes.array(), 0, bytes.position());
        }
        if (written != samples) {
            throw new SidecarException(
                    MISMATCH,
                    Place.NOWHERE,
                    "expected audio of " + samples + " samples, found " + (written > samples ? "more" : "" + written));
        }
    }

    private byte[] header(int sampleRate, long size) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt((int) (size + HEADER_BYTES - 8))
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) formatTag)
                .putShort((short) 1)
                .putInt(sampleRate)
                .putInt(sampleRate * bytesPerSample)
                .putShort((short) bytesPerSample)
                .putShort((short) (8 * bytesPerSample))
                .put(ascii("data"))
                .putInt((int) size)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
