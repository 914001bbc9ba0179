package dev.sidecar.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PythonPatternTest {
    @ParameterizedTest
    @MethodSource("matches")
    void findsWhatPythonFinds(Golden.Case golden) {
        assertThat(found(PythonPattern.compile(golden.pattern()), golden.text()))
                .isEqualTo(golden.found());
    }

    static List<Golden.Case> matches() {
        return Golden.cases("matches.txt");
    }

    private static List<String> found(PythonPattern pattern, String text) {
        List<String> found = new ArrayList<>();
        for (MatchResult match : pattern.findAll(text)) {
            found.add("m " + text.codePointCount(0, match.start()) + " " + text.codePointCount(0, match.end()));
            for (int group = 1; group <= match.groupCount(); group++) {
                found.add(match.group(group) == null ? "n" : "g " + match.group(group));
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatPythonRefuses(String pattern) {
        assertThatThrownBy(() -> PythonPattern.compile(pattern))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("invalid regex \"" + SidecarException.onOneLine(pattern) + "\"");
    }

    static List<String> refused() {
        return Golden.lines("refused.txt").stream().map(Golden::unescaped).toList();
    }

    @Test
    void classesHoldTheCharactersThatPythonsHold() {
        PythonPattern word = PythonPattern.compile("\\w");
        PythonPattern digit = PythonPattern.compile("[\\d]");
        PythonPattern space = PythonPattern.compile("\\s");
        PythonPattern notWord = PythonPattern.compile("[^\\w]");
        PythonPattern beforeWordEnd = PythonPattern.compile("\\b\\Z");
        SoftAssertions softly = new SoftAssertions();
        for (String line : Golden.lines("classes.txt")) {
            String[] run = line.split(" ", -1);
            for (int c = Integer.parseInt(run[0], 16); c <= Integer.parseInt(run[1], 16); c++) {
                String text = Character.toString(c);
                String kinds = (word.findAll(text).isEmpty() ? "" : "w")
                        + (digit.findAll(text).isEmpty() ? "" : "d")
                        + (space.findAll(text).isEmpty() ? "" : "s");
                boolean isWord = run[2].contains("w");
                if (!kinds.equals(run[2].replace("-", ""))
                        || notWord.findAll(text).isEmpty() != isWord
                        || beforeWordEnd.findAll(text).isEmpty() == isWord) {
                    softly.fail("U+%04X is %s, expected %s", c, kinds, run[2]);
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void ignoringCaseMatchesWhatPythonMatchesButForThreePairs() {
        Set<Integer> known = Set.of(0x390, 0x1fd3, 0x3b0, 0x1fe3, 0xfb05, 0xfb06);
        List<List<Integer>> groups = Golden.lines("ignoring_case.txt").stream()
                .map(line -> List.of(line.split(" ", -1)).stream()
                        .map(c -> Integer.parseInt(c, 16))
                        .toList())
                .toList();
        StringBuilder all = new StringBuilder();
        groups.forEach(group -> group.forEach(all::appendCodePoint));
        for (List<Integer> group : groups) {
            for (int c : group) {
                Set<Integer> found = new HashSet<>();
                for (String form : List.of("(?i)%s", "(?i)[%s]")) {
                    String regex = form.formatted(Character.toString(c));
                    PythonPattern.compile(regex)
                            .findAll(all.toString())
                            .forEach(match -> found.add(match.group().codePointAt(0)));
                    assertThat(found).as(regex).isEqualTo(known.contains(c) ? Set.of(c) : new HashSet<>(group));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a\\h 1 [ \\t\\xa0]",
                "[\\p{L}] 1 [^\\W\\d_]",
                "ab\\z 2 \\Z",
                "\\Qa\\E 0 escape",
                "\\R 0 (?:\\r\\n|\\n|\\r)",
                "\\k<a> 0 (?P=name)",
                "(a)?(?(1)b|c) 4 alternatives",
                "(?a)\\w 0 [A-Za-z0-9_]",
                "(?L)x 0 [A-Za-z0-9_]",
                "x(?i)y 1 (?i:...)",
                "\\N{DASH} 0 \\uXXXX",
                "\\ud83d 0 \\UXXXXXXXX",
            })
    void refusalsTellThePositionAndWhatToWrite(String regex, int position, String remedy) {
        assertThatThrownBy(() -> PythonPattern.compile(regex))
                .hasMessageContaining("at position " + position + " ")
                .hasMessageContaining(remedy);
    }

    @Test
    void positionsCountCodePoints() {
        assertThatThrownBy(() -> PythonPattern.compile("\ud83d\ude00("))
                .hasMessageContaining("the group does not end, at position 1");
    }

    @Test
    void javasNamedGroupsAreUnderstood() {
        PythonPattern pattern = PythonPattern.compile("(?<first_name>a)(?P=first_name)(?P<\u00e9_2>b)");
        assertThat(pattern.group("first_name")).isEqualTo(1);
        assertThat(pattern.group("\u00e9_2")).isEqualTo(2);
        assertThat(found(pattern, "aab")).containsExactly("m 0 3", "g a", "g b");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> PythonPattern.compile("(".repeat(50_000) + ")".repeat(50_000)))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("nested 100 deep");
        assertThat(PythonPattern.compile("(".repeat(100) + ")".repeat(100)).findAll(""))
                .hasSize(1);
    }

    @Test
    void anyTextIsAPatternOrAUsageError() {
        String[] pieces = {
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "?",
            "*",
            "+",
            "|",
            "\\",
            "^",
            "$",
            ".",
            "-",
            "a",
            "b",
            "1",
            "0",
            ",",
            "(?",
            "P<",
            "(?P=",
            "(?i)",
            "(?x:",
            "#",
            " ",
            "\\w",
            "\\b",
            "\\x4",
            "&&",
            "(?<=",
            "(?>",
            "\ud83d\ude00",
            "\n",
            "\ud800",
            "{1,2}"
        };
        long seed = 20_240_521;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder regex = new StringBuilder();
            for (int length = random.nextInt(1, 9); length > 0; length--) {
                regex.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                PythonPattern.compile(regex.toString()).findAll("ab1 \ud83d\ude00a\nb");
            } catch (SidecarException e) {
                assertThat(e.kind()).as("seed %d, regex %s", seed, regex).isEqualTo(Kind.USAGE);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", regex " + regex, e);
            }
        }
    }
}
