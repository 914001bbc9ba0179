package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void optionsBecomePlainDataInTheOrderOfTheirNames() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("text", "a");
        options.put("flag", true);
        options.put("int", 7);
        options.put("float", 0.5f);
        options.put("list", List.of((short) 1, Map.of("deep", (byte) 2)));
        Provenance provenance = new Provenance("p", "1", options);
        assertThat(provenance.options().toString())
                .isEqualTo("{flag=true, float=0.5, int=7, list=[1, {deep=2}], text=a}");
        assertThat(provenance.options().get("int")).isEqualTo(7L);
        assertThat(provenance.options().get("float")).isEqualTo(0.5d);
        assertThat(provenance.options().get("list")).isEqualTo(List.of(1L, Map.of("deep", 2L)));
    }

    @Test
    void optionsAreCopied() {
        Map<String, Object> options = new LinkedHashMap<>(Map.of("a", 1L));
        Provenance provenance = new Provenance("p", "1", options);
        options.put("b", 2L);
        assertThat(provenance.options()).containsOnlyKeys("a");
        assertThatThrownBy(() -> provenance.options().put("b", 2L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsNotPlainDataIsRefused() {
        for (Object option : List.of(Path.of("x"), new int[1], 'c', Kind.IO, List.of(new Object()))) {
            assertUsage(Map.of("option", option));
        }
    }

    @Test
    void nullIsNotPlainData() {
        assertUsage(Collections.singletonMap("option", null));
        assertUsage(Map.of("option", Arrays.asList("a", null)));
    }

    private static void assertUsage(Map<String, Object> options) {
        assertThatThrownBy(() -> new Provenance("p", "1", options))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("plain data");
    }

    @Test
    void aProducerHasAName() {
        assertThatThrownBy(() -> new Provenance(" ", "1", Map.of()))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
        assertThat(Provenance.custom()).isEqualTo(new Provenance("custom", "", Map.of()));
    }

    @Test
    void anotherVersionOfTheSameIsRecognised() {
        Provenance one = new Provenance("p", "1", Map.of("a", 1));
        assertThat(one.sameButForVersion(new Provenance("p", "2", Map.of("a", 1L))))
                .isTrue();
        assertThat(one.sameButForVersion(new Provenance("p", "1", Map.of("a", 2))))
                .isFalse();
        assertThat(one.sameButForVersion(new Provenance("q", "1", Map.of("a", 1))))
                .isFalse();
    }

    @Test
    void textsAreWellFormedAndNestingIsBounded() {
        Object nested = 1;
        for (int depth = 0; depth < 40; depth++) {
            nested = List.of(nested);
        }
        List<Map<String, Object>> bad = List.of(
                Map.of("a", "\ud800"), Map.of("\udc00", 1), Map.of("a", List.of("\ud800")), Map.of("a", nested));
        assertThat(bad)
                .allSatisfy(options -> assertThatThrownBy(() -> new Provenance("p", "1", options))
                        .isInstanceOf(SidecarException.class));
        assertThatThrownBy(() -> new Provenance("p\ud800", "1", Map.of())).isInstanceOf(SidecarException.class);
        assertThatThrownBy(() -> new Provenance("p", "\ud800", Map.of())).isInstanceOf(SidecarException.class);
    }
}
