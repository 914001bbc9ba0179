package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;

/** Wrong use of the command that the parser does not find. */
final class Usage {
    private Usage() {}

    static SidecarException wrong(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }
}
