package dev.sidecar.spi;

import dev.sidecar.frame.FrameGrid;
import java.nio.file.Path;
import java.util.Optional;

/** Opens stores on folders; found by {@link java.util.ServiceLoader}. */
public interface SidecarStoreProvider {
    /**
     * What a store is opened with.
     *
     * @param root the folder with the token files
     * @param condRoot the folder in which the tree is mirrored for the sidecars; empty to keep them beside the tokens
     * @param rate the caller's word on sample rate and hop; empty to go by the token files
     * @param durability what a finished sidecar survives
     */
    record Settings(Path root, Optional<Path> condRoot, Optional<FrameGrid.Rate> rate, Durability durability) {}

    /**
     * The store's name.
     *
     * @return such as {@code npy}
     */
    String name();

    /**
     * Opens a store. Nothing is read or written yet.
     *
     * @param settings where and how
     * @return the store
     */
    SidecarStore open(Settings settings);
}
