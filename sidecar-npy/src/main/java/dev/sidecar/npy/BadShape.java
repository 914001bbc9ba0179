package dev.sidecar.npy;

/** The cause of a failure to read data whose only fault is its shape. */
final class BadShape extends Exception {
    private static final long serialVersionUID = 1L;

    BadShape() {
        super("the shape is not that of a sidecar", null, false, false);
    }
}
