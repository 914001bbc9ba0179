package dev.sidecar.spi;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds clips, and reads and writes their frames. The run merges; a store only keeps.
 *
 * <p>All methods may be called from several threads at once, and fail with {@link SidecarException} only.
 */
public interface SidecarStore extends AutoCloseable {
    /** One thing that listing comes across. */
    sealed interface Entry {
        /**
         * What identifies it.
         *
         * @return a clip's id, or the path of something else relative to the root
         */
        String id();

        /**
         * A clip; nothing of it has been read.
         *
         * @param id the clip's id
         */
        record Token(String id) implements Entry {}

        /**
         * Something that looks like a clip and is left out.
         *
         * @param id its path relative to the root
         * @param finding why
         */
        record Ignored(String id, Finding finding) implements Entry {}

        /**
         * Something that cannot be listed, such as an unreadable folder.
         *
         * @param id its path relative to the root
         * @param failure why
         */
        record Unreadable(String id, SidecarException failure) implements Entry {}
    }

    /** What a clip's sidecar was when it was read; the base of a compare-and-swap. */
    interface Snapshot {
        /**
         * Whether there is a sidecar.
         *
         * @return false for a clip that has none yet
         */
        boolean exists();

        /**
         * The sidecar's columns.
         *
         * @return a frame with the sidecar's own number of frames, which need not be the clip's
         */
        FeatureFrame frame();

        /**
         * How the sidecar stores values.
         *
         * @return empty if there is no sidecar, or if it is of another type than this library writes
         */
        Optional<DType> dtype();

        /**
         * Whether it is certain which column is which. Nothing is merged into a sidecar where it isn't.
         *
         * @return true by default, and for a clip without a sidecar
         */
        default boolean labelled() {
            return true;
        }

        /**
         * Whether data and metadata are of two different commits, as a crash can leave them. Nothing is merged into such
         * a sidecar.
         *
         * @return true if the sidecar needs {@link SidecarStore#recover}
         */
        default boolean torn() {
            return false;
        }

        /**
         * What is odd about the sidecar, or about the clip itself.
         *
         * @return findings; by default none
         */
        default List<Finding> findings() {
            return List.of();
        }
    }

    /** A change that is ready to be made. */
    interface Change {
        /**
         * Whether it would change anything at all.
         *
         * @return false if every byte would stay as it is
         */
        boolean isNeeded();

        /**
         * Makes the change, if the sidecar still is what the snapshot says.
         *
         * @return false if it is not; then nothing was written, and the caller reads again
         */
        boolean apply();
    }

    /**
     * Puts right what interrupted writers left behind, where it is certain what is right. Runs that write call this once,
     * before anything else.
     *
     * @return what was done, and what could not be; possibly nothing
     */
    default List<Finding> recover() {
        return List.of();
    }

    /**
     * Puts right what an interrupted writer left of one clip's sidecar, where it is certain what is right. Runs that write
     * call this when they meet a {@linkplain Snapshot#torn() torn} sidecar.
     *
     * @param clip a clip that this store opened
     * @return what was done; possibly nothing
     */
    default List<Finding> recover(Clip clip) {
        return List.of();
    }

    /**
     * The clips in the order of their ids, and what cannot or should not be read, in its place among them.
     *
     * @return a lazy stream, to be closed by the caller
     */
    Stream<Entry> list();

    /**
     * Opens a clip: reads T and the number of codebooks, not the codes.
     *
     * @param id a clip's id, as listed
     * @return the clip, without columns
     */
    Clip open(String id);

    /**
     * Reads a clip's sidecar.
     *
     * @param clip a clip that this store opened
     * @return the sidecar as it is now
     */
    Snapshot read(Clip clip);

    /**
     * Prepares to write a clip's sidecar. Nothing is written yet. Columns that are in the snapshot keep what the
     * store knows about them beyond what a column holds.
     *
     * @param clip a clip that this store opened
     * @param base what was read
     * @param frame the whole new frame, T frames, already rounded to {@code dtype}
     * @param dtype how to store values
     * @return the change
     */
    Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype);

    /**
     * Prepares to write a sidecar some of whose columns were renamed. A store that knows more about a column than it holds
     * carries that over to the new name.
     *
     * @param clip a clip that this store opened
     * @param base what was read, under the old names
     * @param frame the whole new frame, under the new names
     * @param dtype how to store values
     * @param renamed new names by old ones; names that the base does not have mean nothing
     * @return the change
     */
    default Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype, Map<String, String> renamed) {
        return prepare(clip, base, frame, dtype);
    }

    /** Releases locks and channels. The store can be used again; it acquires them anew. */
    @Override
    void close();
}
