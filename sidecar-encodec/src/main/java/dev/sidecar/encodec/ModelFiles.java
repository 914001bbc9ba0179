package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the files of a model lie. */
final class ModelFiles {
    private static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");
    private static final String PUBLISHED = "models--facebook--encodec_24khz";

    private ModelFiles() {}

    /** The file with the weights, from a path to it or to its folder. */
    static Path weights(Path path) {
        if (Files.isDirectory(path)) {
            return inFolder(path)
                    .orElseThrow(() -> absent(path, "this folder has no " + String.join(" and no ", WEIGHTS)));
        }
        if (Files.exists(path)) {
            return path;
        }
        throw absent(path, "there is no such model");
    }

    private static Optional<Path> inFolder(Path folder) {
        return WEIGHTS.stream().map(folder::resolve).filter(Files::exists).findFirst();
    }

    /**
     * The folder of the published model in the cache of Hugging Face's tools: the snapshot that its main branch names, else
     * the only one with weights.
     *
     * @param environment with {@code HF_HUB_CACHE}, {@code HF_HOME} and {@code XDG_CACHE_HOME}, which move the cache
     */
    static Path cached(Map<String, String> environment, Path home) {
        Path model = cache(environment, home).resolve(PUBLISHED);
        Path snapshots = model.resolve("snapshots");
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(snapshots)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(snapshots)) {
                folders.forEach(found::add);
                Path main = model.resolve("refs").resolve("main");
                if (Files.isRegularFile(main)) {
                    String revision = Files.readString(main).strip();
                    found.sort((a, b) -> Boolean.compare(b.endsWith(revision), a.endsWith(revision)));
                }
            } catch (IOException e) {
                throw SidecarException.io(snapshots, e);
            }
        }
        return found.stream()
                .filter(folder -> inFolder(folder).isPresent())
                .findFirst()
                .orElseThrow(() -> absent(model, "the cache has no weights of this model"));
    }

    private static Path cache(Map<String, String> environment, Path home) {
        @Nullable String hub = environment.get("HF_HUB_CACHE");
        if (hub != null) {
            return home.resolve(hub);
        }
        @Nullable String root = environment.get("HF_HOME");
        if (root != null) {
            return home.resolve(root).resolve("hub");
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", ".cache");
        return home.resolve(caches).resolve("huggingface").resolve("hub");
    }

    private static SidecarException absent(Path path, String reason) {
        return new SidecarException(IO, Place.file(path), reason + ". " + EncodecModel.HOW_TO_GET_ONE);
    }
}
