package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that a repair does to one file. No content changes.
 *
 * @param action what is done
 * @param file the file as it lies there before
 * @param target where it lies afterwards; empty if it is deleted
 */
public record RepairStep(Action action, Path file, Optional<Path> target) {
    /** What a repair does to a file. */
    public enum Action {
        /** Moves a half that an interrupted writer had not yet moved into place, and so completes a torn pair. */
        COMPLETE,
        /** Moves a half from the name that an older writer gave it to its right one. */
        RENAME,
        /** Deletes a temporary file that nobody needs, or the second copy of metadata that was moved. */
        DELETE
    }

    /** The step on one line. */
    @Override
    public String toString() {
        return action.name().toLowerCase(Locale.ROOT) + " "
                + SidecarException.onOneLine(
                        file + target.map(path -> " -> " + path.getFileName()).orElse(""));
    }
}
