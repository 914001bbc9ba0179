package dev.sidecar.producers;

import dev.sidecar.frame.FrameGrid;

/** What positions in a clip are counted in. In options they are called as here, in lower case. */
public enum TimeAxis {
    /** Frames: frame <i>t</i> is at <i>t</i>, from 0 to T - 1. */
    FRAMES {
        @Override
        double position(FrameGrid grid, int frame) {
            return frame;
        }
    },
    /** Seconds from the start of the clip: frame <i>t</i> is where it starts, at <i>t</i> · hop / sample rate. */
    SECONDS {
        @Override
        double position(FrameGrid grid, int frame) {
            return grid.startSeconds(frame);
        }
    },
    /**
     * Fractions of the clip: frame <i>t</i> is at <i>t</i> / (T - 1), the first frame at 0, the last one at 1. The frame of a
     * clip that has one alone is at 0.
     */
    FRACTION {
        @Override
        double position(FrameGrid grid, int frame) {
            return frame == 0 ? 0 : (double) frame / (grid.frames() - 1);
        }
    };

    abstract double position(FrameGrid grid, int frame);
}
