package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import java.util.Arrays;
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

    /** The centre of a name in descriptions. */
    static WindowCentre ofLabel(String label) {
        return Arrays.stream(values())
                .filter(centre -> centre.label().equals(label))
                .findFirst()
                .orElseThrow(() -> SidecarException.unknownName(
                        Place.NOWHERE,
                        Parameter.WINDOW_CENTRE,
                        label,
                        Arrays.stream(values()).map(WindowCentre::label).toList()));
    }

    /** The name in descriptions. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The centre's distance from the frame's first sample. */
    abstract int offset(FrameGrid.Rate rate);
}
