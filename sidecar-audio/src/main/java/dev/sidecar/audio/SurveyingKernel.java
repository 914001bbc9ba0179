package dev.sidecar.audio;

/**
 * A kernel that has to know the whole clip before it computes the first frame, and so goes through the audio twice.
 *
 * @param <S> what it computes from
 */
interface SurveyingKernel<S> extends Kernel<S> {
    /** Looks at the next frame. Called for all frames before the first is computed. */
    void survey(S source);
}
