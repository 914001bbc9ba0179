package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private static String print(Table table) {
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out, true));
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void alignsLeftAndRight() {
        Table table = new Table("lrl");
        table.add(List.of("a", "1", "x"));
        table.add(List.of("gain", "10.5", ""));
        assertThat(print(table)).isEqualTo("  a        1  x\n  gain  10.5\n");
    }

    @Test
    void aVeryWideCellMovesItsOwnLineOnly() {
        Table table = new Table("lr");
        table.add(List.of("n".repeat(100), "1"));
        table.add(List.of("b", "2"));
        assertThat(print(table)).isEqualTo("  " + "n".repeat(100) + "  1\n  b" + " ".repeat(39) + "  2\n");
    }

    /** The widths by Python's unicodedata: two for east_asian_width W and F, none for combining characters. */
    @ParameterizedTest
    @CsvSource({"gain,4", "e\u0301,1", "\u97f3\u91cf,4", "\uac00,2", "\uff21,2", "\u00e9,1", "\ud83c\udfb5,2", "'',0"})
    void knowsHowWideTextIs(String text, int width) {
        assertThat(Table.width(text)).isEqualTo(width);
    }
}
