package dev.sidecar.npy;

import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStoreProvider;
import java.util.Objects;

/**
 * Opens trees of {@code .ecdc} token files with {@code .cond.npy} and {@code .cond.json} sidecars, on any NIO file
 * system. Found by {@link java.util.ServiceLoader}; there is no need to call it.
 *
 * <p>On file systems without locks (Jimfs pretends to have them) only one process at a time may write; on those that
 * cannot open a folder, {@link dev.sidecar.spi.Durability#POWER_LOSS} makes files durable but not their names.
 */
public final class FileStoreProvider implements SidecarStoreProvider {
    private final ReadLimits limits;

    /** For {@link java.util.ServiceLoader}: opens stores with the default limits. */
    public FileStoreProvider() {
        this(ReadLimits.DEFAULT);
    }

    /**
     * Opens stores with other limits, each of which can be passed to a run.
     *
     * @param limits how much a token file or a sidecar may ask for
     */
    public FileStoreProvider(ReadLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public SidecarStore open(Settings settings) {
        return new FileStore(settings, limits);
    }
}
