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
    /** How much a finding matters. */
    public enum Severity {
        /** Something is wrong, or cannot be used. */
        ERROR,
        /** A doubt, or something that a reader may trip over. */
        WARNING,
        /** Worth knowing. */
        NOTE;

        /**
         * The severity as it is printed.
         *
         * @return such as {@code error}
         */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The known findings. */
    public enum Code {
        /** A column that was to be dropped or renamed is not there. */
        NO_SUCH_COLUMN(Severity.WARNING, "check the name; sidecar show lists the columns of a sidecar"),
        /** Two producers of one run made a column of the same name; the last one was kept. */
        COLUMN_COLLISION(Severity.NOTE, "drop one of the two producers, or rename its column"),
        /** The run has no clips. */
        NO_CLIPS(Severity.WARNING, "check the root; token files end in .ecdc"),
        /** A {@code ._} file, which macOS leaves beside real ones; left out. */
        APPLE_DOUBLE(Severity.NOTE, "delete it"),
        /** The token suffix in upper or mixed case; left out. */
        SUFFIX_CASE(Severity.WARNING, "rename the file so that it ends in .ecdc"),
        /** A folder that cannot be read, or a name that this process cannot represent. */
        UNREADABLE(Severity.ERROR, "mend its rights or its name"),
        /** A token file that cannot be read. */
        BAD_ECDC(Severity.ERROR, "encode the clip anew, or state the grid of 48 kHz tokens"),
        /** T is not what the recorded length of the audio gives. */
        AUDIO_LENGTH(Severity.WARNING, "check whether the tokens were trimmed or the grid is another"),
        /** A clip without a sidecar. */
        MISSING_SIDECAR(Severity.ERROR, "run a producer over it"),
        /** Metadata without data. */
        MISSING_DATA(Severity.ERROR, "restore the data, or run the producers anew"),
        /** Data without metadata. */
        MISSING_JSON(Severity.ERROR, "restore the metadata, or delete the data and run the producers anew"),
        /** Data that cannot be read. */
        BAD_SIDECAR(Severity.ERROR, "restore it, or delete it and run the producers anew"),
        /** Metadata that cannot be read. */
        BAD_JSON(Severity.ERROR, "mend it, or delete both files and run the producers anew"),
        /** Data that is no matrix [T, D]: it has another number of axes, or sizes that are negative or too large. */
        BAD_SHAPE(Severity.ERROR, "make it anew as a matrix with a row per frame"),
        /** A sidecar of another T than the tokens'. */
        FRAME_MISMATCH(Severity.ERROR, "make it anew for these tokens, replacing the stale sidecar"),
        /** Data of another type than the caller expects. */
        DTYPE_MISMATCH(Severity.ERROR, "rewrite it with the expected dtype"),
        /** The frame rate in the metadata is none, or not the one that is expected. */
        FPS_MISMATCH(Severity.ERROR, "check the grid; a run writes the tokens' rate"),
        /** The number of names is not the number of columns. */
        NAMES_LENGTH_MISMATCH(Severity.ERROR, "mend the names, or make the sidecar anew"),
        /** Two lists of names in one file contradict each other. */
        NAMES_DISAGREE(Severity.ERROR, "make names and the keys of features the same"),
        /** A column name appears twice. */
        DUPLICATE_NAMES(Severity.ERROR, "rename one of the columns"),
        /** A column name is blank. */
        EMPTY_NAME(Severity.ERROR, "name the column"),
        /** Columns are required by name, and the metadata names none. */
        MISSING_NAMES(Severity.ERROR, "add names to the metadata"),
        /** Columns that are required are missing. */
        MISSING_FEATURES(Severity.ERROR, "run the producers that make them"),
        /** Column statistics that are not numbers. */
        NORM_INVALID(Severity.ERROR, "write numbers, or null where unknown"),
        /** The number of statistics is not the number of columns. */
        NORM_LENGTH_MISMATCH(Severity.ERROR, "write one number per column"),
        /** A maximum below its minimum. */
        NORM_INVERTED(Severity.ERROR, "exchange the two, or state the true range"),
        /** Values below the stated minimum. */
        RANGE_BELOW_MIN(Severity.ERROR, "state a wider range, or make the column anew"),
        /** Values above the stated maximum. */
        RANGE_ABOVE_MAX(Severity.ERROR, "state a wider range, or make the column anew"),
        /** Values that cannot be compared with a range, because none is stated. */
        RANGE_UNVERIFIABLE(Severity.WARNING, "state min and max"),
        /** Values that are NaN or infinite. */
        NON_FINITE(Severity.WARNING, "make the column anew without them, if the reader cannot take them"),
        /** Data and metadata are of two different commits, as a crash leaves them. */
        TORN_PAIR(Severity.ERROR, "repair the tree; else delete both files and run the producers anew"),
        /** Somebody changed the metadata since it was written; its digest no longer vouches for the data. */
        EDITED(Severity.NOTE, "nothing, if the change is right; the next run that writes vouches anew"),
        /** A schema version that no known writer uses. */
        UNSUPPORTED_VERSION(Severity.WARNING, "check that its keys mean what they seem to"),
        /** A sidecar without tokens. */
        ORPHAN_SIDECAR(Severity.WARNING, "restore the token file, or delete the sidecar"),
        /** A sidecar under a name that an older writer gave it. */
        FOREIGN_NAME(Severity.WARNING, "repair the tree, or rename it"),
        /** Data of a type or order that will be rewritten as float32 rows. */
        CONVERTED(Severity.WARNING, "any run that changes the sidecar converts it"),
        /** A temporary file that a writer left behind. */
        LEFTOVER(Severity.WARNING, "repair the tree, or delete the file"),
        /** A torn pair that was put right. */
        REPAIRED(Severity.NOTE, "nothing"),
        /** The file system cannot do something that was asked for. */
        DEGRADED(Severity.WARNING, "use another file system, or ask for less");

        private final Severity severity;
        private final String hint;

        Code(Severity severity, String hint) {
            this.severity = severity;
            this.hint = hint;
        }

        /**
         * The code as it is printed.
         *
         * @return such as {@code names_length_mismatch}
         */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * How much it matters.
         *
         * @return the same for every finding of this code
         */
        public Severity severity() {
            return severity;
        }

        /**
         * How to mend it.
         *
         * @return one line for people
         */
        public String hint() {
            return hint;
        }
    }

    /** The finding on one line. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(subject + ": " + message) + " [" + code.text() + "]";
    }
}
