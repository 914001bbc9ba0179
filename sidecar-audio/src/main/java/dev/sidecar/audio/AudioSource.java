package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;

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
}
