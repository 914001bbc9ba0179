package dev.sidecar.testkit;

import dev.sidecar.SidecarException;
import org.jspecify.annotations.Nullable;

/** A producer broke the contract. Becomes the failure of an assertion in the thread of the test. */
final class Breach extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Breach(String producer, String when, String found, String remedy, @Nullable Throwable cause) {
        super(
                "producer " + SidecarException.onOneLine(producer) + " breaks the contract of producers"
                        + "\n  when:  " + when
                        + "\n  found: " + found
                        + "\n  to do: " + remedy,
                cause);
    }
}
