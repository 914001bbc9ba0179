package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import java.nio.file.Path;

/** Audio in files. */
public final class AudioFile {
    private AudioFile() {}

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
            default -> throw file.failure(FORMAT, "not audio");
        };
    }
}
