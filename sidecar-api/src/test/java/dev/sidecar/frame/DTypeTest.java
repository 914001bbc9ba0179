package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DTypeTest {
    @Test
    void sizesAreThoseOfTheFormats() {
        assertThat(DType.FLOAT32.bytes()).isEqualTo(4);
        assertThat(DType.FLOAT16.bytes()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.30004883",
        "2049, 2048",
        "1e-8, 0",
        "-1e-8, -0.0",
        "65519.996, 65504",
        "65520, Infinity",
        "-70000, -Infinity",
        "6e-8, 5.9604645e-8",
        "NaN, NaN",
        "Infinity, Infinity",
    })
    void float16GivesBackWhatItCanHold(float value, Float stored) {
        assertThat(DType.FLOAT16.round(value)).isEqualTo(stored);
        assertThat(DType.FLOAT32.round(value)).isEqualTo(Float.valueOf(value));
    }
}
