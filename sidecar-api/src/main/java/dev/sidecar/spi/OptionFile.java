package dev.sidecar.spi;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The files that options name. They are recorded by name and content, so that records do not depend on where they lay. */
final class OptionFile {
    private static final String FILE = "file";
    private static final String SHA256 = "sha256";

    private OptionFile() {}

    /** What is recorded of a file; {@link #locate} understands it. */
    static Map<String, Object> record(Path file) {
        return Map.of(FILE, file.getFileName().toString(), SHA256, sha256(file));
    }

    /**
     * A file as it was given: by its path, or by what was recorded of it.
     *
     * @param option the option's name
     * @param folder where relative paths begin
     */
    static Path locate(String option, Object given, Path folder) {
        if (given instanceof Path path) {
            return existing(option, folder.resolve(path));
        }
        if (given instanceof String text) {
            return existing(option, resolve(option, text, folder));
        }
        if (given instanceof Map<?, ?> recorded
                && recorded.get(FILE) instanceof String name
                && recorded.get(SHA256) instanceof String digest) {
            Path file = existing(option, resolve(option, name, folder));
            String found = sha256(file);
            if (!found.equals(digest)) {
                throw new SidecarException(
                        MISMATCH,
                        Place.file(file),
                        "is not the file that was recorded for the option \"" + option + "\": expected the SHA-256 "
                                + digest + ", found " + found + "; bring back the old file, or take " + SHA256
                                + " out of the record");
            }
            return file;
        }
        if (given instanceof Map<?, ?> recorded && recorded.get(FILE) instanceof String name) {
            return existing(option, resolve(option, name, folder));
        }
        throw new SidecarException(
                USAGE,
                Place.NOWHERE,
                "the option \"" + option + "\" takes the path of a file, found \"" + given + "\"");
    }

    private static Path resolve(String option, String path, Path folder) {
        try {
            return folder.resolve(path);
        } catch (InvalidPathException e) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "the option \"" + option + "\" takes the path of a file, and \"" + path + "\" is none: "
                            + e.getReason(),
                    e);
        }
    }

    private static Path existing(String option, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SidecarException(
                    USAGE, Place.file(file), "there is no such file, and the option \"" + option + "\" names it");
        }
        return file;
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
