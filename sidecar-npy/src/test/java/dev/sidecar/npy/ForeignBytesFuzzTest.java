package dev.sidecar.npy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Targets for Jazzer, which follows what the code does with its input. In a build each fixture is read once; a search goes
 * on for ten minutes:
 *
 * <pre>{@code JAZZER_FUZZ=1 mvn test -pl sidecar-npy -am -Dtest=ForeignBytesFuzzTest#tokens -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 *
 * <p>What it finds it leaves under {@code src/test/resources}, where later builds read it too.
 */
@Tag("jazzer")
class ForeignBytesFuzzTest {
    private static final ForeignBytes FOREIGN = new ForeignBytes();
    private static final String LONGEST = "10m";

    @AfterAll
    static void forget() throws IOException {
        FOREIGN.close();
    }

    private static void read(Fuzz.Reading reading, byte[] bytes) throws IOException {
        try {
            reading.read(bytes);
        } catch (SidecarException refused) {
            // the one way to fail
        }
    }

    private static Stream<Arguments> arguments(Damage samples) {
        return samples.files().stream().map(sample -> Arguments.of((Object) sample.bytes()));
    }

    static Stream<Arguments> tokenFiles() {
        return arguments(Samples.tokens(fixture -> true));
    }

    static Stream<Arguments> pickles() {
        return arguments(Samples.pickles());
    }

    static Stream<Arguments> weights() {
        return arguments(Samples.weights(""));
    }

    static Stream<Arguments> npyFiles() {
        return arguments(Samples.npy());
    }

    static Stream<Arguments> metadataFiles() {
        return arguments(Samples.metadata());
    }

    static Stream<Arguments> recipes() {
        return arguments(Samples.recipes());
    }

    @MethodSource("tokenFiles")
    @FuzzTest(maxDuration = LONGEST)
    void tokens(byte[] bytes) throws IOException {
        read(FOREIGN::tokens, bytes);
    }

    @MethodSource("pickles")
    @FuzzTest(maxDuration = LONGEST)
    void pickle(byte[] bytes) throws IOException {
        read(FOREIGN::pickle, bytes);
    }

    @MethodSource("weights")
    @FuzzTest(maxDuration = LONGEST)
    void tensors(byte[] bytes) throws IOException {
        read(FOREIGN::tensors, bytes);
    }

    @MethodSource("npyFiles")
    @FuzzTest(maxDuration = LONGEST)
    void matrix(byte[] bytes) throws IOException {
        read(FOREIGN::matrix, bytes);
    }

    @MethodSource("npyFiles")
    @FuzzTest(maxDuration = LONGEST)
    void array(byte[] bytes) throws IOException {
        read(FOREIGN::array, bytes);
    }

    @MethodSource("metadataFiles")
    @FuzzTest(maxDuration = LONGEST)
    void metadata(byte[] bytes) throws IOException {
        read(FOREIGN::metadata, bytes);
    }

    @MethodSource("metadataFiles")
    @FuzzTest(maxDuration = LONGEST)
    void centralMetadata(byte[] bytes) throws IOException {
        read(FOREIGN::centralMetadata, bytes);
    }

    @MethodSource("recipes")
    @FuzzTest(maxDuration = LONGEST)
    void json(byte[] bytes) throws IOException {
        read(FOREIGN::json, bytes);
    }

    @MethodSource("recipes")
    @FuzzTest(maxDuration = LONGEST)
    void recipe(byte[] bytes) throws IOException {
        read(FOREIGN::recipe, bytes);
    }
}
