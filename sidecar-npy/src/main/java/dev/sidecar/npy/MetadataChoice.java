package dev.sidecar.npy;

import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the files that may describe a matrix does: {@code NAME.cond.json}, then {@code NAME.cond.cond.json}, then the
 * nearest {@code conditioning_config.json} in a folder above; the first whose number of names is the number of columns,
 * or else the first.
 *
 * @param metadata what was chosen; null if there is none
 * @param all everything that was found beside the data, the chosen one first
 */
record MetadataChoice(@Nullable CondMetadata metadata, List<CondMetadata> all, List<Finding> findings) {
    private static final String CENTRAL = "conditioning_config.json";

    /**
     * @param own the bytes of {@code NAME.cond.json}; null if there is none
     */
    static MetadataChoice of(SidecarPaths paths, @Nullable ByteBuffer own, int width) {
        List<CondMetadata> found = new ArrayList<>();
        if (own != null) {
            CondMetadata metadata = CondJsonReader.read(paths.json(), paths.limits(), own);
            if (metadata.own() != null || metadata.fits(width)) {
                return new MetadataChoice(metadata, List.of(metadata), List.of());
            }
            found.add(metadata);
        }
        Path doubled = paths.doubledJson().orElse(null);
        ByteBuffer doubledBytes = doubled == null ? null : PairState.bytesIfThere(doubled, paths.limits());
        if (doubled != null && doubledBytes != null) {
            found.add(CondJsonReader.read(doubled, paths.limits(), doubledBytes));
        }
        CondMetadata chosen = found.stream()
                .filter(metadata -> metadata.fits(width))
                .findFirst()
                .orElse(null);
        if (chosen == null && width > 0) {
            CondMetadata central = central(paths.folder(), paths.limits());
            chosen = central != null && (central.fits(width) || found.isEmpty()) ? central : null;
        }
        if (chosen == null && !found.isEmpty()) {
            chosen = found.get(0);
        }
        if (chosen != null && found.remove(chosen)) {
            found.add(0, chosen);
        }
        Path foreign = chosen != null && chosen.path().equals(doubled) ? doubled : null;
        return new MetadataChoice(
                chosen,
                List.copyOf(found),
                foreign == null
                        ? List.of()
                        : List.of(new Finding(
                                Code.FOREIGN_NAME,
                                foreign.toString(),
                                "metadata under the name that an older writer gave it; it belongs into "
                                        + paths.json().getFileName())));
    }

    private static @Nullable CondMetadata central(Path nearest, ReadLimits limits) {
        Path folder = nearest.toAbsolutePath().normalize();
        while (folder != null) {
            Path file = folder.resolve(CENTRAL);
            ByteBuffer bytes = PairState.bytesIfThere(file, limits);
            if (bytes != null) {
                return CondJsonReader.readCentral(file, limits, bytes);
            }
            folder = folder.getParent();
        }
        return null;
    }

    UnknownKeys unknownKeys() {
        return all.stream().map(UnknownKeys::of).reduce(UnknownKeys.NONE, UnknownKeys::orElse);
    }
}
