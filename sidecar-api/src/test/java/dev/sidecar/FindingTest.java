package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.spi.Finding.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingTest {
    @ParameterizedTest
    @EnumSource
    void everyCodeIsALowerCaseWordWithAHintOfOneLine(Code code) {
        assertThat(code.text()).matches("[a-z]+(_[a-z]+)*");
        assertThat(code.hint()).matches("[^\\n]+[^.\\n]");
        assertThat(code.severity().text()).isIn("error", "warning", "note");
    }
}
