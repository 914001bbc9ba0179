package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.Locale;

/** Where in a token frame the windows of features that have one are centred. */
public enum WindowCentre {
    /** On the frame's first sample, t · hop, as librosa does it. */
    START {
        @Override
        int offset(FrameGrid.Rate rate) {
            return 0;
        }
    },
    /** On the middle of the frame, t · hop + floor(hop / 2). */
    MIDDLE {
        @Override
        int offset(FrameGrid.Rate rate) {
            return rate.hop() / 2;
        }
    };

    /** The name in descriptions. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The centre's distance from the frame's first sample. */
    abstract int offset(FrameGrid.Rate rate);
}
