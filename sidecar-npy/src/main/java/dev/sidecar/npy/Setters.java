package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the setters of builders have in common. */
final class Setters {
    private Setters() {}

    /** The new value of what can be set once. */
    static <T> T once(String setter, @Nullable T old, T value) {
        Objects.requireNonNull(value, setter);
        if (old != null) {
            throw usage(setter + " was set before, to " + old);
        }
        return value;
    }

    static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }
}
