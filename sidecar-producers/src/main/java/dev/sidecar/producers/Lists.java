package dev.sidecar.producers;

import java.util.Arrays;
import java.util.List;

/** Lists as options have them: given several times, and each time separated by commas. */
final class Lists {
    private Lists() {}

    static String[] split(List<String> given) {
        return given.stream()
                .flatMap(texts -> Arrays.stream(texts.split(",", -1)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toArray(String[]::new);
    }
}
