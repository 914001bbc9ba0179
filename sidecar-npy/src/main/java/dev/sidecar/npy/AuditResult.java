package dev.sidecar.npy;

import dev.sidecar.spi.Finding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What an audit found in one place: in a clip and its sidecar, or in a file that belongs to no clip. */
public sealed interface AuditResult {
    /**
     * The token file.
     *
     * @return a clip's id, or the path of something else relative to the root; empty if it is not about tokens
     */
    String tokens();

    /**
     * The sidecar.
     *
     * @return the path of its data, or of something else, relative to the sidecars' root, with {@code /} between folders;
     *     empty if it is not about a sidecar
     */
    String sidecar();

    /**
     * What is wrong or odd.
     *
     * @return findings; none if all is well
     */
    List<Finding> findings();

    /**
     * A clip.
     *
     * @param tokens the clip's id
     * @param sidecar where its sidecar's data is, or belongs
     * @param frames T of the tokens; empty if they cannot be read
     * @param codebooks of the tokens; empty if they cannot be read
     * @param framesPerSecond of the tokens, by the stated grid or as the tokens tell; empty if they cannot be read
     * @param width D of the sidecar; empty if there is none that can be read
     * @param dtype how the sidecar stores values, such as {@code float32}; empty if there is none that can be read
     * @param findings what is wrong or odd
     */
    record Clip(
            String tokens,
            String sidecar,
            OptionalInt frames,
            OptionalInt codebooks,
            OptionalDouble framesPerSecond,
            OptionalInt width,
            Optional<String> dtype,
            List<Finding> findings)
            implements AuditResult {}

    /**
     * Something else that lies in the tree.
     *
     * @param tokens its path relative to the root, or empty
     * @param sidecar its path relative to the sidecars' root, or empty
     * @param finding what it is
     */
    record Stray(String tokens, String sidecar, Finding finding) implements AuditResult {
        @Override
        public List<Finding> findings() {
            return List.of(finding);
        }
    }
}
