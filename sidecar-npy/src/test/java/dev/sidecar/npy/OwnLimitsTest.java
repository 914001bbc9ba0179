package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.RunReport;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written can be read again, up to the documented limits. */
class OwnLimitsTest {
    @TempDir
    private Path root;

    private void writeAndReadAgain(Producer producer, int width) {
        Tokens.write(root.resolve("x.ecdc"), 1);
        RunReport first = Trees.run(root).with(producer).build().run();
        assertThat(first.failures()).isEmpty();
        assertThat(first.created()).isEqualTo(1);
        RunReport second = Trees.run(root).with(producer).build().run();
        assertThat(second.failures()).isEmpty();
        assertThat(second.unchanged()).isEqualTo(1);
        try (SidecarFile sidecar = SidecarFile.open(root.resolve("x.ecdc"))) {
            assertThat(sidecar.width()).isEqualTo(width);
            assertThat(sidecar.findings()).isEmpty();
        }
    }

    @Test
    void asManyColumnsAsThereMayBe() {
        List<Column> columns = new ArrayList<>();
        for (int d = 0; d < NpyHeader.MAX_WIDTH; d++) {
            columns.add(Column.constant("column number " + d, 1, d));
        }
        writeAndReadAgain(clip -> FeatureFrame.of(1, columns), NpyHeader.MAX_WIDTH);
    }

    @Test
    void veryLongTexts() {
        String text = "x".repeat(70_000);
        Provenance provenance = new Provenance(text, text, Map.of(text, text));
        writeAndReadAgain(
                clip -> FeatureFrame.of(Column.constant(text, 1, 1)
                        .withUnits(text)
                        .withDoc(text)
                        .withProvenance(provenance)),
                1);
    }

    @Test
    void deeplyNestedOptions() {
        Object nested = 1;
        for (int depth = 0; depth < 30; depth++) {
            nested = Map.of("deeper", nested);
        }
        Provenance provenance = new Provenance("p", "1", Map.of("options", nested));
        writeAndReadAgain(clip -> FeatureFrame.of(Column.constant("x", 1, 1).withProvenance(provenance)), 1);
    }
}
