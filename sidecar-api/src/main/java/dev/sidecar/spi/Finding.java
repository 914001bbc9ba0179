package dev.sidecar.spi;

import dev.sidecar.SidecarException;
import java.util.Locale;

/**
 * Something about a clip or a file that is worth telling, and did not stop the work: a warning, or a doubt about a
 * file's meaning.
 *
 * @param code which finding, for programs
 * @param subject the clip's id or the file's path
 * @param message one line for people
 */
public record Finding(Code code, String subject, String message) {
    /** The known findings. */
    public enum Code {
        /** A column that was to be dropped or renamed is not there. */
        NO_SUCH_COLUMN,
        /** Two producers of one run made a column of the same name; the last one was kept. */
        COLUMN_COLLISION,
        /** The run has no clips. */
        NO_CLIPS,
        /** A {@code ._} file, which macOS leaves beside real ones; left out. */
        APPLE_DOUBLE,
        /** The token suffix in upper or mixed case; left out. */
        SUFFIX_CASE,
        /** The token file beside a sidecar cannot be read. */
        BAD_TOKENS,
        /** T is not what the recorded length of the audio gives. */
        AUDIO_LENGTH,
        /** Metadata without data. */
        MISSING_DATA,
        /** Data without metadata. */
        MISSING_JSON,
        /** The number of names is not the number of columns. */
        NAMES_LENGTH,
        /** Two lists of names in one file contradict each other. */
        NAMES_DISAGREE,
        /** A column name appears twice. */
        DUPLICATE_NAMES,
        /** A column name is blank. */
        EMPTY_NAME,
        /** The frame rate in the file is missing its meaning or is not the tokens'. */
        FPS_MISMATCH,
        /** Column statistics that are not numbers. */
        NORM_INVALID,
        /** The number of statistics is not the number of columns. */
        NORM_LENGTH,
        /** A maximum below its minimum. */
        NORM_INVERTED,
        /** A schema version that no known writer uses. */
        UNSUPPORTED_VERSION,
        /** Data and metadata are of two different commits, as a crash leaves them. */
        TORN_PAIR,
        /** Somebody changed the metadata since it was written; its digest no longer vouches for the data. */
        EDITED,
        /** A sidecar under a name that an older writer gave it. */
        FOREIGN_NAME,
        /** Data of a type or order that will be rewritten as float32 rows. */
        CONVERTED,
        /** A sidecar of another T than the tokens'. */
        FRAME_MISMATCH,
        /** A torn pair that was put right. */
        REPAIRED,
        /** The file system cannot do something that was asked for. */
        DEGRADED;

        /**
         * The code as it is printed.
         *
         * @return such as {@code names_length}
         */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The finding on one line. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(subject + ": " + message) + " [" + code.text() + "]";
    }
}
