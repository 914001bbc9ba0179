package dev.sidecar.spi;

/** What a finished sidecar survives. */
public enum Durability {
    /** The death of the process at any moment. The default. */
    PROCESS_KILL,
    /**
     * Also the loss of power: files and folders are forced to the device, which costs four syncs per clip, and five where
     * there was no sidecar of this library before.
     */
    POWER_LOSS
}
