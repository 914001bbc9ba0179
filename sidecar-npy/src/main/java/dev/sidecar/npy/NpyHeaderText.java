package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The text of an NPY header: a Python dictionary with the keys {@code descr}, {@code fortran_order} and {@code shape}.
 * Read by a tokenizer for just this; nothing is evaluated.
 */
final class NpyHeaderText {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final int MAX_DIGITS = 19;
    private static final int MAX_AXES = 32;
    private static final int END = -1;

    private final PositionalFile file;
    private final String text;
    private final int textStart;
    private int at;

    private final Set<String> seen = new HashSet<>();
    private String descr = "";
    private boolean fortranOrder;
    private long[] shape = {};

    private NpyHeaderText(PositionalFile file, String text, int textStart) {
        this.file = file;
        this.text = text;
        this.textStart = textStart;
    }

    static NpyHeaderText parse(PositionalFile file, String text, int textStart) {
        NpyHeaderText header = new NpyHeaderText(file, text, textStart);
        header.dictionary();
        return header;
    }

    String descr() {
        return descr;
    }

    boolean fortranOrder() {
        return fortranOrder;
    }

    /** The sizes of the axes; none is negative, and their product is less than 2^63. */
    long[] shape() {
        return shape;
    }

    private void dictionary() {
        expect('{');
        while (peek() != '}') {
            String key = string();
            if (!KEYS.contains(key)) {
                throw malformed("the keys are descr, fortran_order and shape, found '" + key + "'");
            }
            expect(':');
            if (!seen.add(key)) {
                throw malformed("the key '" + key + "' appears twice");
            }
            switch (key) {
                case "descr" -> descr = type();
                case "shape" -> shape = tuple();
                default -> fortranOrder = bool();
            }
            if (peek() != '}') {
                expect(',');
            }
        }
        expect('}');
        if (peek() != END) {
            throw malformed("text after the dictionary");
        }
        if (!seen.equals(KEYS)) {
            throw malformed("the keys descr, fortran_order and shape are needed, found only " + seen);
        }
    }

    private String type() {
        if (peek() == '[') {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file.path()).offset(textStart + at),
                    "NPY header: expected numbers, found structured values");
        }
        return string();
    }

    private String string() {
        int quote = peek();
        if (quote != '\'' && quote != '"') {
            throw malformed("expected a quoted text");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw malformed("a quoted text does not end");
        }
        String string = text.substring(at + 1, end);
        if (string.indexOf('\\') >= 0) {
            throw malformed("escapes in quoted texts are not read");
        }
        at = end + 1;
        return string;
    }

    private boolean bool() {
        peek();
        for (boolean value : new boolean[] {true, false}) {
            String word = value ? "True" : "False";
            if (text.startsWith(word, at)) {
                at += word.length();
                return value;
            }
        }
        throw malformed("expected True or False");
    }

    private long[] tuple() {
        expect('(');
        List<Long> sizes = new ArrayList<>();
        boolean comma = true;
        while (peek() != ')') {
            if (!comma || sizes.size() == MAX_AXES) {
                throw malformed("expected a comma between at most " + MAX_AXES + " sizes");
            }
            sizes.add(size());
            comma = peek() == ',';
            if (comma) {
                at++;
            }
        }
        expect(')');
        if (sizes.size() == 1 && !comma) {
            throw malformed("expected a tuple of sizes, found a number in parentheses");
        }
        return checkedProduct(sizes.stream().mapToLong(Long::longValue).toArray());
    }

    private long[] checkedProduct(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (Math.multiplyHigh(product, size) != 0 || product * size < 0) {
                throw badShape("the sizes' product overflows");
            }
            product *= size;
        }
        return sizes;
    }

    private long size() {
        int start = at;
        if (peek() == '-') {
            throw badShape("a size is negative");
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int digits = at - start;
        if (digits == 0 || digits > MAX_DIGITS) {
            throw malformed("expected a size of 1 to " + MAX_DIGITS + " digits");
        }
        String number = text.substring(start, at);
        if (at < text.length() && text.charAt(at) == 'L') { // a long of Python 2
            at++;
        }
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw badShape("the size " + number + " is beyond 64 bits");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed("expected '" + c + "'");
        }
        at++;
    }

    /** The next character that is not white space, or {@link #END}. */
    private int peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private SidecarException badShape(String reason) {
        return new SidecarException(
                FORMAT, Place.file(file.path()).offset(textStart + at), "NPY header: " + reason, new BadShape());
    }

    private SidecarException malformed(String reason) {
        return file.malformed(textStart + at, "NPY header: " + reason);
    }
}
