package dev.sidecar.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShorthandTest {
    /** A provider of producers that make nothing. */
    private record FakeProvider(String shorthand) implements ProducerProvider {
        @Override
        public String name() {
            return "lin";
        }

        @Override
        public String summary() {
            return "for tests";
        }

        @Override
        public List<ProducerOption<?>> options() {
            return List.of(
                    ProducerOption.text("name", ""),
                    ProducerOption.number("start", ""),
                    ProducerOption.number("end", ""),
                    ProducerOption.number("at", "").repeatable());
        }

        @Override
        public Producer create(ProducerOptions options) {
            return clip -> FeatureFrame.empty(clip.frames());
        }
    }

    @Test
    void itIsReadFromTheLastSeparatorBack() {
        Shorthand shorthand = Shorthand.of(new FakeProvider("NAME=START:END")).orElseThrow();
        assertThat(shorthand.options()).containsExactly("name", "start", "end");
        assertThat(shorthand).hasToString("NAME=START:END");
        assertThat(shorthand.parse("gain=0:1")).isEqualTo(Map.of("name", "gain", "start", "0", "end", "1"));
        assertThat(shorthand.parse("a=b:c=-1:.5")).isEqualTo(Map.of("name", "a=b:c", "start", "-1", "end", ".5"));
        assertThatThrownBy(() -> shorthand.parse("gain=1"))
                .hasMessage("expected NAME=START:END, found \"gain=1\" (producer lin) [USAGE]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME=NAME", "NAME=OTHER", "NAME=AT"})
    void itNamesOptionsOnce(String form) {
        assertThatThrownBy(() -> Shorthand.of(new FakeProvider(form)))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRODUCER))
                .hasMessageContaining("the shorthand " + form + " must name options");
    }

    @Test
    void aProviderNeedNotHaveOne() {
        assertThat(Shorthand.of(new FakeProvider(""))).isEmpty();
    }
}
