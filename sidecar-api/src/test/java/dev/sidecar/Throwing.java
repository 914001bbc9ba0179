package dev.sidecar;

/** Code of a test that may throw anything at all. */
interface Throwing {
    /** A step without a result. */
    interface Step {
        void run() throws Throwable;
    }

    /** A step from one thing to another. */
    interface Function<A, B> {
        B apply(A argument) throws Throwable;
    }

    /** Throws anything, checked or not, as code in other languages can. */
    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    /** What code without null checks returns. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }
}
