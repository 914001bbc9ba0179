package dev.sidecar.spi;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opens stores on folders; found by {@link java.util.ServiceLoader}. */
public interface SidecarStoreProvider {
    /**
     * What a store is opened with.
     *
     * @param root the folder with the token files
     * @param condRoot the folder in which the tree is mirrored for the sidecars; empty to keep them beside the tokens
     * @param rate the caller's word on sample rate and hop; empty to go by the token files
     * @param durability what a finished sidecar survives
     * @param suffix what the name of a sidecar's data has in place of the token file's suffix
     */
    record Settings(
            Path root, Optional<Path> condRoot, Optional<FrameGrid.Rate> rate, Durability durability, String suffix) {
        /** The suffix that everybody expects. */
        public static final String DEFAULT_SUFFIX = ".cond.npy";

        private static final Pattern SUFFIX = Pattern.compile("\\.[A-Za-z][A-Za-z0-9_-]*\\.npy");

        /**
         * Checks the suffix.
         *
         * @param root the folder with the token files
         * @param condRoot the folder in which the tree is mirrored for the sidecars; empty to keep them beside the tokens
         * @param rate the caller's word on sample rate and hop; empty to go by the token files
         * @param durability what a finished sidecar survives
         * @param suffix what the name of a sidecar's data has in place of the token file's suffix
         * @throws SidecarException (USAGE) if the suffix is none
         */
        public Settings {
            checkedSuffix(suffix);
        }

        /**
         * A text that can be the suffix of sidecars: a dot, a word, and {@code .npy}. The word begins with a letter and
         * goes on with letters, digits, {@code _} and {@code -}.
         *
         * @param suffix a text, such as {@code .cond.npy}
         * @return the same text
         * @throws SidecarException (USAGE) if it is anything else
         */
        public static String checkedSuffix(String suffix) {
            if (!SUFFIX.matcher(suffix).matches()) {
                throw new SidecarException(
                        USAGE,
                        Place.NOWHERE,
                        "the suffix of sidecars is a word between a dot and .npy, such as " + DEFAULT_SUFFIX
                                + ", found \"" + suffix + "\"");
            }
            return suffix;
        }
    }

    /**
     * The store's name.
     *
     * @return such as {@code npy}
     */
    String name();

    /**
     * Opens a store. Nothing is read or written yet.
     *
     * @param settings where and how
     * @return the store
     */
    SidecarStore open(Settings settings);
}
