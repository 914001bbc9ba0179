package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Tells token files apart by their first bytes, and recognises what often lies in their place. */
final class TokenSniffer {
    /** Enough for the tar magic at 257, and for the pickle that a checkpoint starts with. */
    static final int HEAD_LENGTH = 512;

    private static final int TAR_MAGIC_POSITION = 257;

    private TokenSniffer() {}

    static TokenFile.Container container(BufferedFile file) {
        String head = StandardCharsets.ISO_8859_1.decode(file.head()).toString();
        if (head.startsWith("PK\3\4")) {
            return TokenFile.Container.TORCH_ZIP;
        }
        if (TorchLegacy.isAtStartOf(file)) {
            return TokenFile.Container.TORCH_LEGACY;
        }
        if (head.startsWith("ECDC")) {
            return TokenFile.Container.NATIVE;
        }
        if (head.startsWith("ustar", TAR_MAGIC_POSITION)) {
            throw file.failure(
                    UNSUPPORTED, "a torch file from before 2017 (a tar); load it in Python and save it again");
        }
        throw foreign(file, head);
    }

    private static SidecarException foreign(BufferedFile file, String head) {
        if (head.isEmpty()) {
            return file.failure(FORMAT, "the file is empty; it was not written to its end, or not copied");
        }
        String lower = head.stripLeading().toLowerCase(Locale.ROOT);
        String what;
        if (lower.startsWith("version https://git-lfs")) {
            what = "a git-lfs pointer, the file itself is elsewhere; run git lfs pull";
        } else if (lower.startsWith("<")) {
            what = "a web page; was it downloaded right?";
        } else if (head.startsWith("\u001f\u008b")) {
            what = "a gzip file; unpack it first";
        } else if (head.startsWith("7z\u00bc\u00af")) {
            what = "a 7z archive, which torch.save never writes";
        } else if (head.startsWith("\u0080") && head.length() > 1 && head.charAt(1) <= 5) {
            what = "a plain pickle; save the codes with torch.save";
        } else if (head.length() > 9 && head.charAt(8) == '{') {
            what = "a safetensors file, it seems; save a dict with the key audio_codes with torch.save";
        } else {
            what = "which neither torch.save nor EnCodec writes";
        }
        return file.failure(FORMAT, "not a token file: it starts with " + start(file.head()) + ", " + what);
    }

    private static String start(ByteBuffer head) {
        byte[] bytes = new byte[Math.min(head.remaining(), 8)];
        head.get(bytes);
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
