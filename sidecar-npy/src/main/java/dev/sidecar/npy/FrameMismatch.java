package dev.sidecar.npy;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.util.Optional;

/** Compares T of tokens and of their sidecar, and guesses why they differ. */
final class FrameMismatch {
    private FrameMismatch() {}

    static Optional<Finding> find(String subject, FrameGrid tokens, int sidecar) {
        return tokens.frames() == sidecar
                ? Optional.empty()
                : Optional.of(new Finding(
                        Code.FRAME_MISMATCH,
                        subject,
                        "the tokens have " + tokens.frames() + " frames, the sidecar has " + sidecar + "; "
                                + cause(tokens, sidecar)));
    }

    private static String cause(FrameGrid tokens, int sidecar) {
        if (sidecar == 0) {
            return "it was begun and never filled";
        }
        if (sidecar == tokens.frames() + 1L) {
            return "probably features of centred windows, of which there are 1 + N // " + tokens.hop()
                    + " for N samples";
        }
        if (sidecar == 2L * tokens.frames()) {
            return "probably a feature of two values per frame that was flattened, or one at "
                    + Math.round(2 * tokens.framesPerSecond()) + " frames per second";
        }
        return "probably the tokens were encoded anew or trimmed since";
    }
}
