package dev.sidecar.npy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as it is written in sidecars: lower-case hex. */
final class Sha256 {
    private static final int CHUNK_BYTES = 64 << 10;

    private Sha256() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] bytes) {
        MessageDigest digest = start();
        digest.update(bytes);
        return hex(digest);
    }

    static String of(PositionalFile file) {
        MessageDigest digest = start();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(file.size(), CHUNK_BYTES));
        for (long at = 0; at < file.size(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), file.size() - at));
            file.read(at, chunk);
            digest.update(chunk.flip());
        }
        return hex(digest);
    }
}
