package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import java.nio.charset.StandardCharsets;

/** Tells token files apart by their first bytes. */
final class TokenSniffer {
    /** Enough for the tar magic at 257, and for the pickle that a checkpoint starts with. */
    static final int HEAD_LENGTH = 512;

    private static final int TAR_MAGIC_POSITION = 257;

    private TokenSniffer() {}

    static TokenFile.Container container(BufferedFile file) {
        String head = StandardCharsets.ISO_8859_1.decode(file.head()).toString();
        if (TorchZip.isAtStartOf(file)) {
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
        throw ForeignFile.failure(
                file,
                "a token file",
                Safetensors.isAtStartOf(file)
                        ? "a safetensors file, it seems; save a dict with the key audio_codes with torch.save"
                        : "which neither torch.save nor EnCodec writes");
    }
}
