package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;

/** The windows of steps: odd, so that they have a middle. */
final class Window {
    /** 13 seconds at 75 frames per second. */
    static final int MAX = 1_001;

    private Window() {}

    static void check(String step, int frames, int least) {
        if (frames < least || frames > MAX || frames % 2 == 0) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    step + " takes a window of an odd number of frames, " + least + " to " + MAX + ", found " + frames);
        }
    }
}
