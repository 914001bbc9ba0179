package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One part of a corpus that several machines share: the clips whose id has a SHA-1 whose first 32 bits, as an unsigned
 * integer, are {@code index} modulo {@code count}.
 *
 * @param index 0 to count - 1
 * @param count at least 1
 */
public record Shard(int index, int count) {
    /** The whole corpus. */
    public static final Shard ALL = new Shard(0, 1);

    /**
     * Checks both numbers.
     *
     * @param index 0 to count - 1
     * @param count at least 1
     * @throws SidecarException (USAGE) if a number is out of range
     */
    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a shard's index is 0 to count - 1, found index " + index + " of count " + count);
        }
    }

    /**
     * Whether a clip is in this part.
     *
     * @param id the clip's id
     * @return true in exactly one of the {@code count} parts
     */
    public boolean contains(String id) {
        return count == 1 || Integer.remainderUnsigned(firstBits(id), count) == index;
    }

    private static int firstBits(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(id.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
