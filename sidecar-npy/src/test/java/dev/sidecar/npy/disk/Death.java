package dev.sidecar.npy.disk;

/** The end of the process: nothing that is done after it has any effect. */
public final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death() {
        super("the process died");
    }
}
