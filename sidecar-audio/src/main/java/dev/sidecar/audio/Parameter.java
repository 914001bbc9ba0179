package dev.sidecar.audio;

/** What parameters are called wherever people meet them: as flags, in recipes, descriptions and messages. */
final class Parameter {
    static final String FEATURES = "audio-feats";
    static final String AUDIO_SOURCE = "audio-source";
    static final String WAV_ROOT = "wav-root";
    static final String WINDOW_CENTRE = "window-centre";
    static final String FRAME_LENGTH = "frame-length";
    static final String N_FFT = "n-fft";
    static final String N_MELS = "n-mels";
    static final String MEL_FMIN = "mel-fmin";
    static final String MEL_FMAX = "mel-fmax";
    static final String N_MFCC = "n-mfcc";
    static final String TOP_DB = "top-db";
    static final String TUNING = "tuning";
    static final String ROLL_PERCENT = "roll-percent";
    static final String FMIN = "fmin";
    static final String FMAX = "fmax";
    static final String TROUGH_THRESHOLD = "trough-threshold";

    private Parameter() {}
}
