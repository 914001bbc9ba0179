package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("const", "lin", "from_filename");

    @ParameterizedTest
    @CsvSource({
        "cosnt, const",
        "CONST, const",
        "constant,",
        "ln, lin",
        "line, lin",
        "xyz,",
        "from-file-name, from_filename"
    })
    void theNearestNameIsNotFar(String name, String nearest) {
        assertThat(NearestName.to(name, KNOWN).orElse(null)).isEqualTo(nearest);
    }

    @Test
    void ofTwoEquallyNearTheFirstByName() {
        assertThat(NearestName.to("gan", List.of("gain", "gab"))).contains("gab");
    }

    @Test
    void hugeNamesCostNothing() {
        assertThat(NearestName.to("x".repeat(1_000_000), List.of("y".repeat(1_000_000))))
                .isEmpty();
    }
}
