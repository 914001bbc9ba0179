package dev.sidecar.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns, for a terminal. */
final class Table {
    /** A wider cell pushes the rest of its own line to the right, and not that of all lines. */
    private static final int WIDEST = 40;

    private final List<List<String>> lines = new ArrayList<>();
    private final boolean[] right;

    /** Columns as wide as their cells; {@code alignment} has an {@code l} or {@code r} for each. */
    Table(String alignment) {
        right = new boolean[alignment.length()];
        for (int i = 0; i < right.length; i++) {
            right[i] = alignment.charAt(i) == 'r';
        }
    }

    void add(List<String> cells) {
        lines.add(cells);
    }

    /** Prints all lines, two spaces before each cell. Nothing follows the last cell of a line. */
    void print(PrintWriter out) {
        int[] widths = new int[right.length];
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                widths[i] = Math.max(widths[i], Math.min(width(line.get(i)), WIDEST));
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                String cell = line.get(i);
                String padding = " ".repeat(Math.max(0, widths[i] - width(cell)));
                text.append("  ").append(right[i] ? padding + cell : cell + padding);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** How many places a text takes on a terminal: none for combining marks, two for CJK, Hangul and emoji. */
    static int width(String text) {
        return text.codePoints().map(Table::places).sum();
    }

    private static int places(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f) // Hangul Jamo
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f) // CJK, Kana, Yi
                || (c >= 0xac00 && c <= 0xd7a3) // Hangul
                || (c >= 0xf900 && c <= 0xfaff) // CJK compatibility
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60) // fullwidth forms
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff) // emoji
                || (c >= 0x20000 && c <= 0x3fffd); // CJK extensions
        return wide ? 2 : 1;
    }
}
