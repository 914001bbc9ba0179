package dev.sidecar.cli;

import dev.sidecar.Sidecar;
import dev.sidecar.producers.Producers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The five bundled clips, and what the Python workflow makes of them. */
final class Dataset {
    static final List<String> CLIPS = List.of(
            "a/noise_tempo_90_gain_-6.5.ecdc",
            "a/sweep_tempo_120.0.ecdc",
            "b/pluck_tempo_72.ecdc",
            "b/speech.take2_pitch_57.25.ecdc",
            "square.ecdc");

    private Dataset() {}

    static Path resource(String name) {
        try {
            return Path.of(Dataset.class.getResource("/dataset/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Copies the token files and their audio into {@code root/ecdc}. */
    static Path copyWithAudioTo(Path root) {
        Path ecdc = copyTo(root);
        try {
            for (String clip : CLIPS) {
                String wav = sidecarOf(clip, ".wav");
                Files.copy(resource("ecdc").resolve(wav), ecdc.resolve(wav));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ecdc;
    }

    /** Copies the token files into {@code root/ecdc}, on any file system. */
    static Path copyTo(Path root) {
        Path ecdc = root.resolve("ecdc");
        try {
            for (String clip : CLIPS) {
                Path target = ecdc.resolve(clip);
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(resource("ecdc").resolve(clip)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ecdc;
    }

    /** The run whose results the fixtures hold. */
    static Sidecar.Builder run(Path root) {
        return Sidecar.builder()
                .root(root)
                .with(Producers.constant("scene_id", 7))
                .with(Producers.constant("instrument", 2))
                .with(Producers.linear("gain", 0, 1))
                .with(Producers.linear("pos", -1.5, 3))
                .with(Producers.fromFilename());
    }

    static String sidecarOf(String clip, String suffix) {
        return clip.substring(0, clip.length() - ".ecdc".length()) + suffix;
    }

    /** The bytes of all sidecars below a folder, by path. */
    static Map<String, byte[]> sidecars(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, byte[]> contents = new TreeMap<>();
            for (Path file :
                    files.filter(path -> path.toString().contains(".cond.")).toList()) {
                contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One digest over the names and bytes of all sidecars below a folder. */
    static String treeHash(Path root) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            sidecars(root).forEach((name, bytes) -> {
                digest.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
