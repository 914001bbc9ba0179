package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KaiserSincTest {
    /** Values of scipy.special.i0. */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.5, 1.0634833707413234",
        "1, 1.2660658777520082",
        "3.75, 9.118945860844567",
        "5, 27.239871823604442",
        "20, 43558282.559553534"
    })
    void sumsTheBesselFunction(double x, double expected) {
        assertThat(KaiserSinc.besselI0(x)).isCloseTo(expected, Percentage.withPercentage(1e-13));
    }

    @Test
    void isEvenAndEnds() {
        KaiserSinc response = new KaiserSinc(0.2, 0.3, 80);
        assertThat(response.at(0)).isCloseTo(0.5, within(1e-15));
        assertThat(response.at(2.7)).isEqualTo(response.at(-2.7)).isNotZero();
        assertThat(response.at(response.halfWidth() - 1e-3)).isNotZero();
        assertThat(response.at(response.halfWidth())).isZero();
        assertThat(response.at(-1e9)).isZero();
    }
}
