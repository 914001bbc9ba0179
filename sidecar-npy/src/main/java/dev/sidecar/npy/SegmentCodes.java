package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Codes;
import java.nio.file.Path;

/** The codes of one segment. The file is open while it is read, and must be the one that was opened. */
record SegmentCodes(Path path, FileStamp stamp, ReadLimits limits, Segments segments, int segment) implements Codes {

    @Override
    public int codebooks() {
        return segments.codebooks();
    }

    @Override
    public int frames() {
        return segments.frames(segment);
    }

    /** Looks at the size of the file before it makes room for what the file only claims to hold. */
    @Override
    public int[][] window(int from, int frames) {
        checkWindow(from, frames);
        segments.checkSize(path, stamp.size(), segment);
        return Codes.super.window(from, frames);
    }

    @Override
    public void read(int from, int frames, int[][] into) {
        checkWindow(from, frames);
        if (into.length < codebooks()) {
            throw usage("the caller's array has room for " + into.length + " of " + codebooks() + " codebooks");
        }
        for (int k = 0; k < codebooks(); k++) {
            if (into[k].length < frames) {
                throw usage("the caller's row " + k + " has room for " + into[k].length + " of " + frames + " frames");
            }
        }
        PositionalFile.readUnchanged(path, stamp, limits, file -> {
            segments.read(file, segment, from, frames, into);
            return into;
        });
    }

    private SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.file(path), reason);
    }
}
