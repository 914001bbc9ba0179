package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.spi.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of findings lists all codes, as they are. */
class FindingsPageTest {
    @Test
    void everyCodeHasItsRow() throws IOException {
        List<String> rows = Files.readAllLines(Page.REPOSITORY.resolve("docs/findings.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).hasSameSizeAs(Finding.Code.values());
        Arrays.stream(Finding.Code.values())
                .forEach(code -> assertThat(rows)
                        .as(code.text())
                        .anyMatch(row -> row.startsWith("| `" + code.text() + "` | "
                                        + code.severity().text() + " | ")
                                && row.endsWith(" | " + code.hint() + " |")));
    }
}
