package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where the audio of clips comes from. Safe for several threads. */
@FunctionalInterface
public interface AudioSource {
    /**
     * Opens a clip's audio.
     *
     * @param clip the clip
     * @return its audio, at any sample rate, to be closed by the caller
     * @throws SidecarException if there is none, or it is not clear which, or it cannot be opened
     */
    AudioStream open(Clip clip);

    /**
     * What is recorded of this source beside the producer's options, by the names of options of {@code from_audio}. Sources
     * of the same description give the same samples for a clip.
     *
     * @return plain data, as {@link dev.sidecar.frame.Provenance} has it; empty by default
     */
    default Map<String, Object> description() {
        return Map.of();
    }

    /**
     * Files beside the tokens, under the same name: {@code a/x_120.0.ecdc} has its audio in {@code a/x_120.0.wav},
     * {@code .flac}, {@code .aif}, {@code .aiff}, {@code .au} or {@code .ogg}, a suffix also in upper case or with a
     * capital. The suffix does not decide how a file is read; see {@link AudioFile}.
     *
     * <p>Opening fails with IO if there is no such file, MISMATCH if there are several, UNSUPPORTED for a clip without a
     * path, and as {@link AudioFile#open} does.
     *
     * @return the source
     */
    static AudioSource besideTokens() {
        return clip -> NamedAudio.besideTokens(clip).open();
    }

    /**
     * The same, for audio in a tree of its own: the clip {@code a/x_120.0.ecdc} has its audio in
     * {@code root/a/x_120.0.wav}, or with another of the suffixes. Clips need no path.
     *
     * <p>Opening fails also with FORBIDDEN for an id that leads out of the root.
     *
     * @param root the folder that mirrors the root of the tokens
     * @return the source
     */
    static AudioSource under(Path root) {
        Objects.requireNonNull(root, "root");
        return clip -> NamedAudio.under(root, clip).open();
    }

    /**
     * The clip whose audio a file is, by the names of {@link #besideTokens}: {@code a/x_120.0.wav} is the audio of
     * {@code a/x_120.0.ecdc}.
     *
     * @param audio the name of a file, or its path relative to the root
     * @return the name of the token file, or the clip's id; empty for a name that no audio has
     */
    static Optional<String> clipOf(String audio) {
        return NamedAudio.clipOf(audio);
    }
}
