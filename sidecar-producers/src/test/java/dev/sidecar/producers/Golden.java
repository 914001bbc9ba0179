package dev.sidecar.producers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code src/test/python/make_golden.py} wrote. */
final class Golden {
    private static final Pattern ESCAPE = Pattern.compile("<U\\+([0-9A-F]{4,6})>");

    private Golden() {}

    static byte[] bytes(String resource) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines after the heading. */
    static List<String> lines(String resource) {
        List<String> lines =
                new String(bytes(resource), StandardCharsets.US_ASCII).lines().toList();
        return lines.subList(1, lines.size());
    }

    /** A pattern, a text, and lines of what was found. */
    record Case(String pattern, String text, List<String> found) {
        @Override
        public String toString() {
            return pattern + " in " + text;
        }
    }

    static List<Case> cases(String resource) {
        List<Case> cases = new ArrayList<>();
        String pattern = "";
        for (String line : lines(resource)) {
            if (line.startsWith("p ")) {
                pattern = text(line);
            } else if (line.startsWith("t ")) {
                cases.add(new Case(pattern, text(line), new ArrayList<>()));
            } else if (!line.isEmpty()) {
                cases.get(cases.size() - 1).found().add(unescaped(line));
            }
        }
        return cases;
    }

    private static String text(String line) {
        return unescaped(line.substring(2));
    }

    static String unescaped(String line) {
        return ESCAPE.matcher(line)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    }
}
