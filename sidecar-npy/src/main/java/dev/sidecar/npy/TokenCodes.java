package dev.sidecar.npy;

import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;

/** The codes of a clip: those of its token file, over the frames of its grid. The file is opened at every read. */
record TokenCodes(TokenFile tokens, FrameGrid grid) implements Codes {
    @Override
    public int frames() {
        return grid.frames();
    }

    @Override
    public int codebooks() {
        return tokens.codebooks();
    }

    @Override
    public void read(int from, int count, int[][] into) {
        checkWindow(from, count);
        tokens.codes().read(from, count, into);
    }

    @Override
    public int[][] window(int from, int count) {
        checkWindow(from, count);
        return tokens.codes().window(from, count);
    }

    /** Whether T is not what the recorded length of the audio makes. */
    boolean contradictAudioLength() {
        return !tokens.fitsAudioLength(grid.rate());
    }

    /** The recorded length of the audio in samples; -1 if it is not recorded. */
    long audioLength() {
        return tokens.audioLength().orElse(-1);
    }
}
