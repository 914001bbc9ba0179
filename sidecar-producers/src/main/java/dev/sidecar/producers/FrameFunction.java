package dev.sidecar.producers;

import dev.sidecar.frame.Clip;

/** A value for every frame of a clip. It must be safe to call from several threads at once. */
@FunctionalInterface
public interface FrameFunction {
    /**
     * The value of one frame.
     *
     * @param clip the clip
     * @param frame 0 to T - 1
     * @return the value, to be rounded to float32
     */
    double value(Clip clip, int frame);
}
