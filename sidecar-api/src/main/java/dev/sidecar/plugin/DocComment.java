package dev.sidecar.plugin;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class's documentation comment as plain text.
 *
 * @param summary its first sentence on one line, without the full stop
 * @param rest what follows
 */
record DocComment(String summary, String rest) {
    static DocComment of(@Nullable String comment) {
        if (comment == null) {
            return new DocComment("", "");
        }
        String text = Arrays.stream(comment.split("\\R"))
                .map(String::strip)
                .takeWhile(line -> !line.startsWith("@"))
                .collect(Collectors.joining("\n"))
                .replaceAll("\\{@\\w+\\s+([^{}]*)}", "$1")
                .replaceAll("</?[a-zA-Z][^<>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
        int end = endOfFirstSentence(text);
        String summary = text.substring(0, end).replaceAll("\\s+", " ").strip();
        return new DocComment(
                summary.endsWith(".") ? summary.substring(0, summary.length() - 1) : summary,
                text.substring(end).strip());
    }

    private static int endOfFirstSentence(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean stop =
                    text.charAt(i) == '.' && (i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1)));
            if (stop) {
                return i + 1;
            }
            if (text.startsWith("\n\n", i)) {
                return i;
            }
        }
        return text.length();
    }
}
