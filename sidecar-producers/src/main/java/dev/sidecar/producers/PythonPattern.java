package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as Python's {@code re} reads it for {@code str}, run by {@code java.util.regex}.
 *
 * <p>The pattern is rewritten so that none of Java's own readings is left: flags other than {@code i} become part of the
 * text, named groups become numbered ones, so that any Python identifier can name one, and the classes are spelled out,
 * because what {@code \b} and {@code \w} mean differs between JDKs.
 *
 * <p>Known differences, all in Java's engine: under {@code (?i)} three pairs of compatibility letters (U+0390 and U+1FD3,
 * U+03B0 and U+1FE3, U+FB05 and U+FB06) are told apart, and a range such as {@code [A-Z]} does not take in far variants
 * of its letters (the Kelvin sign); a lookbehind may have several lengths, and cannot refer to a group.
 */
final class PythonPattern {
    private static final String WORD = "[\\p{L}\\p{N}_]";
    private static final String NOT_WORD = "[^\\p{L}\\p{N}_]";
    private static final String SPACE_MEMBERS =
            "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
    private static final Pattern OUTER_SPACE =
            Pattern.compile("\\A[" + SPACE_MEMBERS + "]++|[" + SPACE_MEMBERS + "]++\\z");

    private static final Map<Character, String> SETS = Map.ofEntries(
            Map.entry('d', "\\p{Nd}"),
            Map.entry('D', "\\P{Nd}"),
            Map.entry('w', WORD),
            Map.entry('W', NOT_WORD),
            Map.entry('s', "[" + SPACE_MEMBERS + "]"),
            Map.entry('S', "[^" + SPACE_MEMBERS + "]"));

    private static final Map<Character, String> ANCHORS = Map.ofEntries(
            Map.entry('A', "\\A"),
            Map.entry('Z', "\\z"),
            Map.entry('b', "(?:(?<=W)(?!W)|(?<!W)(?=W))".replace("W", WORD)),
            Map.entry('B', "(?:(?<=W)(?=W)|(?<!W)(?!W))".replace("W", WORD)));

    private static final Map<Character, Integer> CONTROLS =
            Map.of('a', 0x07, 't', 0x09, 'n', 0x0a, 'v', 0x0b, 'f', 0x0c, 'r', 0x0d);

    /** What Java alone has, and what to write for it. */
    private static final Map<Character, String> REMEDIES = Map.ofEntries(
            Map.entry('Q', "escape each character with a backslash"),
            Map.entry('E', "escape each character with a backslash"),
            Map.entry('G', "every match is found, one after the other, without it"),
            Map.entry('z', "write \\Z for the end of the text"),
            Map.entry('h', "write [ \\t\\xa0] for horizontal space"),
            Map.entry('H', "write [^ \\t\\xa0] for all but horizontal space"),
            Map.entry('V', "write [^\\n] for all but line ends"),
            Map.entry('R', "write (?:\\r\\n|\\n|\\r) for a line end"),
            Map.entry('X', "write \\w for a letter or number, . for any character"),
            Map.entry('p', "write [^\\W\\d_] for letters, \\d for digits, or list the characters"),
            Map.entry('P', "write [\\W\\d_] for all but letters, \\D for all but digits, or list the characters"),
            Map.entry('k', "write (?P=name) for what the group matched"),
            Map.entry('e', "write \\x1b"),
            Map.entry('c', "write \\xhh"),
            Map.entry('N', "write the character itself, or \\uXXXX"));

    /**
     * Appended to every pattern; adds nothing to a match. Java's lookbehind steps by code points only if the text of
     * the pattern from there on has a supplementary character.
     */
    private static final String BY_CODE_POINTS = "(?:\ud800\udc00){0}";

    private static final int MAX_DEPTH = 100;

    private final String regex;
    private final Pattern pattern;
    /** Like {@link #pattern}, but does not match nothing at the place where a search starts. */
    private final Pattern advancing;

    private final Map<String, Integer> groups;

    private PythonPattern(String regex, String java, Map<String, Integer> groups) {
        this.regex = regex;
        this.pattern = Pattern.compile(java + BY_CODE_POINTS);
        this.advancing = Pattern.compile("(?:" + java + ")(?!\\G)" + BY_CODE_POINTS);
        this.groups = groups;
    }

    /**
     * Translates and compiles.
     *
     * @throws SidecarException (USAGE) if Python would refuse the pattern, or Java cannot run it; with the position in
     *     code points, as Python counts
     */
    static PythonPattern compile(String regex) {
        Translator translator = new Translator(regex);
        String java = translator.translate();
        try {
            return new PythonPattern(regex, java, translator.groups);
        } catch (PatternSyntaxException e) {
            throw invalid(regex, "Java cannot run it: " + e.getDescription());
        }
    }

    private static SidecarException invalid(String regex, String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, "invalid regex \"" + regex + "\": " + reason);
    }

    /**
     * The number of a named group.
     *
     * @throws SidecarException (USAGE) if there is none of that name
     */
    int group(String name) {
        Integer group = groups.get(name);
        if (group == null) {
            throw invalid(regex, "no group \"" + name + "\"; write (?P<" + name + ">...)");
        }
        return group;
    }

    /** The matches that {@code re.finditer} finds. */
    List<MatchResult> findAll(String text) {
        List<MatchResult> matches = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            matches.add(matcher.toMatchResult());
            from = matcher.end();
            matcher.usePattern(matcher.start() == from ? advancing : pattern);
        }
        return matches;
    }

    /** Takes off what {@code str.strip()} takes off. */
    static String strip(String text) {
        return OUTER_SPACE.matcher(text).replaceAll("");
    }

    /** The pattern as it was given. */
    @Override
    public String toString() {
        return regex;
    }

    /** One pass over the pattern; positions are code points. */
    private static final class Translator {
        private static final int END = -1;

        /** What a repeat would belong to. */
        private enum Last {
            NOTHING,
            ANCHOR,
            ITEM,
            REPEAT
        }

        private record Flags(boolean dotAll, boolean multiline, boolean verbose) {
            Flags with(String on, String off) {
                return new Flags(
                        (dotAll || on.contains("s")) && !off.contains("s"),
                        (multiline || on.contains("m")) && !off.contains("m"),
                        (verbose || on.contains("x")) && !off.contains("x"));
            }
        }

        /** A member of a class: one character, or a set ({@code literal} is then -1). */
        private record Member(String java, int literal) {}

        private final String text;
        private final int[] regex;
        private final StringBuilder java = new StringBuilder();
        private final Map<String, Integer> groups = new LinkedHashMap<>();
        private final BitSet openGroups = new BitSet();
        private int groupCount;
        private int depth;
        private int lookbehinds;
        private int at;
        private Flags flags = new Flags(false, false, false);

        Translator(String text) {
            this.text = text;
            this.regex = text.codePoints().toArray();
        }

        String translate() {
            alternatives();
            if (at < regex.length) {
                throw error("unbalanced parenthesis", at);
            }
            return java.toString();
        }

        private SidecarException error(String reason, int position) {
            return invalid(text, reason + ", at position " + position);
        }

        private int peek() {
            return at < regex.length ? regex[at] : END;
        }

        private boolean accept(int c) {
            if (peek() == c) {
                at++;
                return true;
            }
            return false;
        }

        /** Everything up to a closing parenthesis or the end. */
        private void alternatives() {
            Last last = Last.NOTHING;
            boolean first = true;
            while (peek() != END && peek() != ')') {
                int start = at;
                int c = regex[at++];
                if (flags.verbose() && isPatternSpace(c)) {
                    continue;
                }
                if (flags.verbose() && c == '#') {
                    skipPast('\n');
                    continue;
                }
                if (c == '(') {
                    if (group(start, first && depth == 0)) {
                        first = false;
                        last = Last.ITEM;
                    }
                    continue;
                }
                first = false;
                if (c == '|') {
                    java.append('|');
                    last = Last.NOTHING;
                } else if (c == '*' || c == '+' || c == '?' || (c == '{' && isRepeat())) {
                    if (last == Last.NOTHING || last == Last.ANCHOR) {
                        throw error("nothing to repeat", start);
                    }
                    if (last == Last.REPEAT) {
                        throw error("multiple repeat", start);
                    }
                    repeat(c, start);
                    last = Last.REPEAT;
                } else if (c == '^') {
                    java.append(flags.multiline() ? "(?<![^\\n])" : "\\A");
                    last = Last.ANCHOR;
                } else if (c == '$') {
                    java.append(flags.multiline() ? "(?![^\\n])" : "(?=\\n?\\z)");
                    last = Last.ANCHOR;
                } else if (c == '\\' && ANCHORS.containsKey(asciiOrNul(peek()))) {
                    java.append(ANCHORS.get((char) regex[at++]));
                    last = Last.ANCHOR;
                } else {
                    item(c, start);
                    last = Last.ITEM;
                }
            }
        }

        private void item(int c, int start) {
            if (c == '.') {
                java.append(flags.dotAll() ? "(?s:.)" : "[^\\n]");
            } else if (c == '[') {
                characterClass(start);
            } else if (c != '\\') {
                java.append(literal(c));
            } else if (peek() >= '1' && peek() <= '9' && !isOctal(3)) {
                int group = digits(2);
                if (group > groupCount) {
                    throw error("there is no group " + group + " before it", start);
                }
                backReference(group, start);
            } else {
                java.append(escape(start).java());
            }
        }

        private void backReference(int group, int start) {
            if (openGroups.get(group)) {
                throw error("a group cannot refer to itself", start);
            }
            java.append("(?:\\").append(group).append(')');
        }

        /** The repeat that starts at {@code c}; {@link #isRepeat} was asked before if that is a brace. */
        private void repeat(int c, int start) {
            boolean bounded = c == '?';
            if (c == '{') {
                bounded = bounds(start);
            } else {
                java.append((char) c);
            }
            if (!bounded && lookbehinds > 0) {
                throw error("a lookbehind has a bounded length", start);
            }
            if (peek() == '?' || peek() == '+') {
                java.append((char) regex[at++]);
            }
        }

        /** What stands in the braces of a repeat; false if it has no upper bound. */
        private boolean bounds(int start) {
            int min = digits(Integer.MAX_VALUE);
            boolean exact = !accept(',');
            boolean bounded = exact || peek() != '}';
            int max = exact ? min : digits(Integer.MAX_VALUE);
            if (bounded && max < min) {
                throw error("the minimum of a repeat is greater than its maximum", start);
            }
            at++;
            java.append('{').append(min).append(',').append(bounded ? max : "").append('}');
            return bounded;
        }

        /** Whether what follows an opening brace makes it a repeat; it is a plain character otherwise. */
        private boolean isRepeat() {
            int end = pastDigits(at);
            if (end < regex.length && regex[end] == ',') {
                end = pastDigits(end + 1);
            }
            return end > at && end < regex.length && regex[end] == '}';
        }

        private int pastDigits(int from) {
            int end = from;
            while (end < regex.length && isDigit(regex[end])) {
                end++;
            }
            return end;
        }

        /** A number of at most so many digits; 0 if there are none. */
        private int digits(int atMost) {
            int start = at;
            long number = 0;
            while (isDigit(peek()) && at - start < atMost) {
                number = number * 10 + regex[at++] - '0';
                if (number > Integer.MAX_VALUE) {
                    throw error("the number is too large", start);
                }
            }
            return (int) number;
        }

        /** The group that starts at {@code start}; false if it was but a comment or flags. */
        private boolean group(int start, boolean flagsAllowed) {
            Flags outside = flags;
            int lookbehindsOutside = lookbehinds;
            int capture = 0;
            if (!accept('?')) {
                java.append('(');
                capture = ++groupCount;
            } else if (accept('#')) {
                if (!skipPast(')')) {
                    throw error("the comment does not end", start);
                }
                return false;
            } else if (accept('P')) {
                if (accept('=')) {
                    String name = name(')');
                    Integer group = groups.get(name);
                    if (group == null) {
                        throw error("there is no group \"" + name + "\" before it", start);
                    }
                    backReference(group, start);
                    return true;
                }
                if (!accept('<')) {
                    throw error("after (?P comes <name> or =name", start);
                }
                capture = namedGroup();
            } else if (accept('<')) {
                if (peek() == '=' || peek() == '!') {
                    java.append("(?<").append((char) regex[at++]);
                    lookbehinds++;
                } else {
                    capture = namedGroup();
                }
            } else if (peek() == ':' || peek() == '=' || peek() == '!' || peek() == '>') {
                java.append("(?").append((char) regex[at++]);
            } else if (peek() == '(') {
                throw error("conditional groups are not supported; write the two cases as alternatives", start);
            } else if (!scopedFlags(start, flagsAllowed)) {
                return false;
            }
            if (++depth > MAX_DEPTH) {
                throw error("groups may be nested " + MAX_DEPTH + " deep", start);
            }
            openGroups.set(capture);
            alternatives();
            if (!accept(')')) {
                throw error("the group does not end", start);
            }
            openGroups.clear(capture);
            depth--;
            flags = outside;
            lookbehinds = lookbehindsOutside;
            java.append(')');
            return true;
        }

        private int namedGroup() {
            int start = at;
            String name = name('>');
            if (groups.putIfAbsent(name, ++groupCount) != null) {
                throw error("the group \"" + name + "\" is there twice", start);
            }
            java.append('(');
            return groupCount;
        }

        private String name(char end) {
            int start = at;
            if (!skipPast(end)) {
                throw error("a group's name ends with " + end, start);
            }
            String name = new String(regex, start, at - 1 - start);
            boolean identifier = !name.isEmpty()
                    && (name.charAt(0) == '_' || Character.isUnicodeIdentifierStart(name.codePointAt(0)))
                    && name.codePoints()
                            .allMatch(c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
            if (!identifier) {
                throw error(
                        "a group's name is made of letters, numbers and _, and does not start with a number, found \""
                                + name + "\"",
                        start);
            }
            return name;
        }

        /** Flags after {@code (?}; true if they open a group, false if they hold for the whole pattern. */
        private boolean scopedFlags(int start, boolean flagsAllowed) {
            String on = flagLetters();
            boolean minus = accept('-');
            String off = minus ? flagLetters() : "";
            if ((on + off).matches(".*[aL].*")) {
                throw error("the flags a and L are not supported; write [A-Za-z0-9_] for \\w, [0-9] for \\d", start);
            }
            boolean valid = (minus ? !off.isEmpty() && !off.contains("u") : !on.isEmpty())
                    && on.chars().noneMatch(c -> off.indexOf(c) >= 0)
                    && (peek() == ':' || (peek() == ')' && !minus));
            if (!valid) {
                throw error(
                        "after (? comes a kind of group or flags of imsx, found an unknown or incomplete one", start);
            }
            flags = flags.with(on, off);
            String ignoreCase = on.contains("i") ? "iu" : off.contains("i") ? "-iu" : "";
            if (accept(':')) {
                java.append("(?").append(ignoreCase).append(':');
                return true;
            }
            at++;
            if (!flagsAllowed) {
                throw error("flags for the whole pattern stand at its start; write (?" + on + ":...)", start);
            }
            java.append(ignoreCase.isEmpty() ? "" : "(?iu)");
            return false;
        }

        private String flagLetters() {
            StringBuilder letters = new StringBuilder();
            while (peek() != END && "aiLmsux".indexOf(peek()) >= 0) {
                letters.append((char) regex[at++]);
            }
            return letters.toString();
        }

        private void characterClass(int start) {
            java.append(accept('^') ? "[^" : "[");
            int first = at;
            while (at == first || peek() != ']') {
                int memberStart = at;
                Member from = member(start);
                java.append(from.java());
                if (peek() == '-' && at + 1 < regex.length && regex[at + 1] != ']') {
                    at++;
                    Member to = member(start);
                    if (from.literal() < 0 || to.literal() < from.literal()) {
                        throw error("the range goes from one character to a later one", memberStart);
                    }
                    java.append('-').append(to.java());
                }
            }
            at++;
            java.append(']');
        }

        private Member member(int classStart) {
            if (peek() == END) {
                throw error("the class does not end", classStart);
            }
            int start = at;
            int c = regex[at++];
            if (c != '\\') {
                return new Member(literal(c), c);
            }
            if (accept('b')) {
                return character('\b', start);
            }
            return isOctal(1) ? character(octal(), start) : escape(start);
        }

        /** What a backslash at {@code start} and the characters after it stand for, in a class or outside. */
        private Member escape(int start) {
            if (peek() == END) {
                throw error("a backslash at the end", start);
            }
            if (peek() == '0' || isOctal(3)) {
                return character(octal(), start);
            }
            int c = regex[at++];
            char letter = asciiOrNul(c);
            String set = SETS.get(letter);
            if (set != null) {
                return new Member(set, -1);
            }
            Integer control = CONTROLS.get(letter);
            if (control != null) {
                return character(control, start);
            }
            if (c == 'x' || c == 'u' || c == 'U') {
                return character(hexadecimal(c == 'x' ? 2 : c == 'u' ? 4 : 8, start), start);
            }
            if (isLetter(c) || isDigit(c)) {
                String remedy = REMEDIES.get(letter);
                throw error("\\" + letter + " is not known" + (remedy == null ? "" : "; " + remedy), start);
            }
            return new Member(literal(c), c);
        }

        private Member character(int c, int start) {
            if (!Character.isValidCodePoint(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                throw error("the escape is not a character; write \\UXXXXXXXX beyond \\uffff", start);
            }
            return new Member(literal(c), c);
        }

        private int hexadecimal(int length, int start) {
            long number = 0;
            for (int i = 0; i < length; i++) {
                int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
                if (digit < 0) {
                    throw error("the escape needs " + length + " hexadecimal digits", start);
                }
                number = number * 16 + digit;
                at++;
            }
            return (int) Math.min(number, Integer.MAX_VALUE);
        }

        private boolean isOctal(int length) {
            for (int i = at; i < at + length; i++) {
                if (i >= regex.length || regex[i] < '0' || regex[i] > '7') {
                    return false;
                }
            }
            return true;
        }

        private int octal() {
            int start = at;
            int number = 0;
            while (at - start < 3 && isOctal(1)) {
                number = number * 8 + regex[at++] - '0';
            }
            if (number > 0xff) {
                throw error("an octal escape goes up to \\377", start);
            }
            return number;
        }

        private boolean skipPast(int end) {
            while (peek() != END) {
                if (regex[at++] == end) {
                    return true;
                }
            }
            return false;
        }

        private static String literal(int c) {
            boolean plain = c <= ' ' || c >= 0x7f || isLetter(c) || isDigit(c);
            return (plain ? "" : "\\") + Character.toString(c);
        }

        private static char asciiOrNul(int c) {
            return c >= 0 && c < 0x80 ? (char) c : 0;
        }

        private static boolean isPatternSpace(int c) {
            return c == ' ' || (c >= '\t' && c <= '\r');
        }

        private static boolean isLetter(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        private static boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }
    }
}
