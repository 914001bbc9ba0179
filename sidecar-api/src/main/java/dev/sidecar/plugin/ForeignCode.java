package dev.sidecar.plugin;

import static dev.sidecar.SidecarException.Kind.PRODUCER;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls into plug-ins: whatever they throw becomes a {@link SidecarException} that says which plug-in it was. */
final class ForeignCode {
    private ForeignCode() {}

    /**
     * What a call returns.
     *
     * @param what is called, for the message
     */
    static <T> T call(Place place, String what, Callable<@Nullable T> call) {
        T result;
        try {
            result = call.call();
        } catch (SidecarException e) {
            throw e.within(place);
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            Throwable thrown = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            throw new SidecarException(PRODUCER, place, what + " threw " + thrown, e);
        }
        if (result == null) {
            throw new SidecarException(PRODUCER, place, what + " returned null");
        }
        return result;
    }
}
