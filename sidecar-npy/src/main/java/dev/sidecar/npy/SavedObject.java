package dev.sidecar.npy;

import dev.sidecar.npy.PickleValue.Storage;
import java.util.function.Function;

/**
 * What {@code torch.save} was given.
 *
 * @param storages where the content of a storage is that {@code root} mentions
 */
record SavedObject(PickleValue root, Function<Storage, TensorStorage> storages) {}
