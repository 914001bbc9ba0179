package dev.sidecar.npy;

import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStoreProvider;

/**
 * Opens trees of {@code .ecdc} token files with {@code .cond.npy} and {@code .cond.json} sidecars, on any NIO file
 * system. Found by {@link java.util.ServiceLoader}; there is no need to call it.
 *
 * <p>On file systems without locks (Jimfs pretends to have them) only one process at a time may write; on those that
 * cannot open a folder, {@link dev.sidecar.spi.Durability#POWER_LOSS} makes files durable but not their names.
 */
public final class FileStoreProvider implements SidecarStoreProvider {
    /** For {@link java.util.ServiceLoader}. */
    public FileStoreProvider() {}

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public SidecarStore open(Settings settings) {
        return new FileStore(settings);
    }
}
