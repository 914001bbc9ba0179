package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.SidecarException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call failed with. */
final class Failures {
    private Failures() {}

    static SidecarException of(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof SidecarException failure) {
            return failure;
        }
        throw new AssertionError("expected a SidecarException, got " + thrown, thrown);
    }
}
