package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioSource;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Codes;
import java.util.Map;

/** {@link EncodecModel#audioSource}. */
record TokenAudio(EncodecModel model) implements AudioSource {
    @Override
    public AudioStream open(Clip clip) {
        try {
            if (!clip.grid().rate().equals(model.rate())) {
                throw new SidecarException(
                        MISMATCH,
                        Place.NOWHERE,
                        "the model decodes clips of " + model.rate().sampleRate() + " Hz and hop "
                                + model.rate().hop() + ", this one has "
                                + clip.grid().sampleRate() + " Hz and hop "
                                + clip.grid().hop());
            }
            Codes codes = clip.codes();
            return model.decoder().open(codes);
        } catch (SidecarException e) {
            throw e.within(Place.clip(clip.id()));
        }
    }

    @Override
    public Map<String, Object> description() {
        return Map.of("audio-source", TokenAudioProvider.NAME, TokenAudioProvider.DIGEST.name(), model.sha256());
    }
}
