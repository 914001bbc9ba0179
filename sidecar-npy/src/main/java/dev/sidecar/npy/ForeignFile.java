package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Recognises by its first bytes what often lies in a file's place. */
final class ForeignFile {
    private ForeignFile() {}

    /**
     * The failure of not being the file that was expected.
     *
     * @param otherwise what else is to be said of a file that is none of the usual ones
     */
    static SidecarException failure(BufferedFile file, String expected, String otherwise) {
        ByteBuffer start = file.head();
        if (!start.hasRemaining()) {
            return file.failure(FORMAT, "the file is empty; it was not written to its end, or not copied");
        }
        return file.failure(
                FORMAT, "not " + expected + ": it starts with " + hex(start) + ", " + what(start, otherwise));
    }

    private static String what(ByteBuffer start, String otherwise) {
        String head = StandardCharsets.ISO_8859_1.decode(start).toString();
        String lower = head.stripLeading().toLowerCase(Locale.ROOT);
        if (lower.startsWith("version https://git-lfs")) {
            return "a git-lfs pointer, the file itself is elsewhere; run git lfs pull";
        }
        if (lower.startsWith("<")) {
            return "a web page; was it downloaded right?";
        }
        if (head.startsWith("\u001f\u008b")) {
            return "a gzip file; unpack it first";
        }
        if (head.startsWith("7z\u00bc\u00af")) {
            return "a 7z archive, which torch.save never writes";
        }
        if (head.startsWith("\u0080") && head.length() > 1 && head.charAt(1) <= 5) {
            return "a plain pickle; save its content with torch.save";
        }
        return otherwise;
    }

    private static String hex(ByteBuffer start) {
        byte[] bytes = new byte[Math.min(start.remaining(), 8)];
        start.duplicate().get(bytes);
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
