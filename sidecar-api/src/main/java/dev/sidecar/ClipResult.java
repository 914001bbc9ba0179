package dev.sidecar;

import dev.sidecar.spi.Finding;
import java.util.List;

/** What became of one clip. */
public sealed interface ClipResult {
    /**
     * Which clip.
     *
     * @return its id
     */
    String clip();

    /**
     * What is worth telling besides.
     *
     * @return findings, possibly none
     */
    List<Finding> findings();

    /**
     * The sidecar was written; in a plan, it would be.
     *
     * @param clip the clip's id
     * @param created whether there was no sidecar before
     * @param columns the names of the columns that were added, replaced or renamed
     * @param findings what is worth telling
     */
    record Written(String clip, boolean created, List<String> columns, List<Finding> findings) implements ClipResult {}

    /**
     * Every byte would have stayed as it is, so nothing was written.
     *
     * @param clip the clip's id
     * @param findings what is worth telling
     */
    record Unchanged(String clip, List<Finding> findings) implements ClipResult {}

    /**
     * The clip has no sidecar, and the run does not make new ones.
     *
     * @param clip the clip's id
     * @param findings what is worth telling
     */
    record Skipped(String clip, List<Finding> findings) implements ClipResult {}

    /**
     * Something that looks like a clip and is left out, such as a {@code ._} file.
     *
     * @param clip its path relative to the root
     * @param findings why
     */
    record Ignored(String clip, List<Finding> findings) implements ClipResult {}

    /**
     * The clip failed; its sidecar is as it was.
     *
     * @param clip the clip's id; for an unreadable folder, its path relative to the root
     * @param failure why
     */
    record Failed(String clip, SidecarException failure) implements ClipResult {
        @Override
        public List<Finding> findings() {
            return List.of();
        }
    }
}
