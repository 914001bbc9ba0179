package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Audio in files. What a file is, its first bytes tell, not its name:
 *
 * <ul>
 *   <li>WAV (RIFF, RF64, BW64; extensible or not), AIFF, AIFF-C and AU: PCM of 8, 16, 24 and 32 bits, floats of 32 and
 *       64 bits, A-law, mu-law;
 *   <li>FLAC, of any width; all its checksums are checked;
 *   <li>OGG Vorbis, with {@code org.jcraft:jorbis} on the class path;
 *   <li>anything else that a service provider of {@link javax.sound.sampled.spi} on the class path reads, such as one
 *       for MP3. These are as strict and as careful with memory as the provider is; for samples that are not PCM in the
 *       file nothing tells whether the end is missing.
 * </ul>
 *
 * <p>Samples become float32 as libsndfile has them: integers of n bits are divided by 2<sup>n-1</sup>, A-law and mu-law
 * are 16 bits, floats are as they are (values beyond -1 to 1 too). Several channels become their mean, in float32 and to
 * the bit as {@code numpy.mean} gives it.
 *
 * <p>A file that is cut off is an error, never a short stream. Where a program that wrote to a pipe left the number of
 * samples open (a WAV size of 0, 0x7FFFF000 or 0xFFFFFFFF, an AU size of 0xFFFFFFFF), samples go on to the end of the
 * file. Limits: 1 to 64 channels, 1,000 to 768,000 samples per second, 10,000 chunks before the samples. Memory does not
 * grow with the length; links are followed; every path of any NIO file system will do.
 */
public final class AudioFile {
    private static final String JORBIS = "org.jcraft:jorbis:0.0.17";

    private AudioFile() {}

    /**
     * Opens a file, and reads what comes before the samples.
     *
     * @param path a file with audio
     * @return its samples from the first on, to be closed by the caller
     * @throws SidecarException IO if it cannot be read; FORMAT if it is no audio, broken, or cut off; UNSUPPORTED for
     *     codecs that are not read, or need a library that is missing, which the message names; LIMIT if channels, rate
     *     or chunks are beyond the limits above
     */
    public static AudioStream open(Path path) {
        AudioInput file = AudioInput.open(path);
        try {
            return new MonoStream(file, reader(file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static ChannelReader reader(AudioInput file) {
        return switch (file.peekText(4)) {
            case "RIFF", "RF64", "BW64" -> new PcmReader(file, WavHeader.read(file));
            case "FORM" -> new PcmReader(file, AiffHeader.read(file));
            case ".snd" -> new PcmReader(file, AuHeader.read(file));
            case "fLaC" -> new FlacReader(file);
            case "OggS" -> vorbis(file);
            default -> provided(file);
        };
    }

    private static ChannelReader vorbis(AudioInput file) {
        try {
            return VorbisReader.open(file);
        } catch (NoClassDefFoundError e) {
            throw file.failure(UNSUPPORTED, "OGG Vorbis is read with a library that is not here; add " + JORBIS, e);
        }
    }

    private static ChannelReader provided(AudioInput file) {
        String head = file.peekText(24);
        return ProviderReader.open(file).orElseThrow(() -> foreign(file, head));
    }

    private static SidecarException foreign(AudioInput file, String head) {
        if (head.isEmpty()) {
            return file.failure(FORMAT, "the file is empty; it was not written to its end, or not copied");
        }
        if (head.startsWith("ID3") || (head.charAt(0) == 0xFF && head.length() > 1 && head.charAt(1) >= 0xE0)) {
            return unread(file, "MP3");
        }
        if (head.startsWith("ftyp", 4)) {
            return unread(file, "MP4");
        }
        if (head.startsWith("version https://git-lfs")) {
            return file.failure(FORMAT, "a git-lfs pointer, the file itself is elsewhere; run git lfs pull");
        }
        String start = head.substring(0, Math.min(head.length(), 4));
        return file.failure(
                FORMAT,
                "no audio that is known here: it starts with \"" + start
                        + "\"; WAV, AIFF, AU, FLAC and OGG Vorbis are read"
                        + (head.stripLeading().toLowerCase(Locale.ROOT).startsWith("<") ? ", this is a web page" : ""));
    }

    private static SidecarException unread(AudioInput file, String format) {
        return file.failure(
                UNSUPPORTED,
                format + " is not read; convert it to WAV or FLAC, or add a provider of Java Sound for it to the class"
                        + " path");
    }
}
