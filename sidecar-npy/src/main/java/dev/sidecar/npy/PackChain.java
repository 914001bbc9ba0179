package dev.sidecar.npy;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the files of a packed tree hold up to some point, as a SHA-256. */
record PackChain(String digest) {
    static final PackChain START = new PackChain(Sha256.of(new byte[0]));

    /** This, and the digests of further clips by their ids. */
    PackChain with(Map<String, String> digests) {
        StringBuilder text = new StringBuilder(digest).append('\n');
        digests.forEach(
                (id, content) -> text.append(content).append(' ').append(id).append('\n'));
        return new PackChain(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
