package dev.sidecar.npy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged token files: whatever is done to them, only the one documented exception comes out. */
@Tag("hostile")
class TokenFuzzTest {
    private final ForeignBytes foreign = new ForeignBytes();

    @AfterEach
    void forget() throws IOException {
        foreign.close();
    }

    @Test
    void damagedCheckpointsFailInOneWay() {
        Fuzz.check(7_000, Samples.tokens(Samples::isZip)::apply, foreign::tokens);
    }

    @Test
    void damagedOldCheckpointsFailInOneWay() {
        Fuzz.check(4_000, Samples.tokens(Samples::isLegacy)::apply, foreign::tokens);
    }

    @Test
    void damagedStreamsFailInOneWay() {
        Fuzz.check(4_000, Samples.tokens(Samples::isNative)::apply, foreign::tokens);
    }

    @Test
    void damagedPicklesInSoundFilesFailInOneWay() {
        Fuzz.check(7_000, Samples.picklesInZips(), foreign::tokens);
    }

    @Test
    void damagedPicklesAloneFailInOneWay() {
        Fuzz.check(7_000, Samples.pickles()::apply, foreign::pickle);
    }
}
