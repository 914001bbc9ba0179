package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Column;
import dev.sidecar.npy.ReadLimits.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over strict JSON: UTF-8 only, no duplicate keys, bounded depth and size, and bare NaN and Infinity, which
 * Python writes. Values that nobody asks about can be kept as the text they are.
 */
final class JsonText {
    /** What Jackson says about its own settings. */
    private static final Pattern ASIDE = Pattern.compile(" \\(start marker at \\[.*?\\]\\)|, from `[^`]*`");

    /** The largest JSON document that is written, so that all readers take it, in bytes. */
    static final int MAX_BYTES = (int) Limit.JSON_BYTES.byDefault();

    private static final int MAX_NUMBER = 300;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** How JSON is parsed here, within the default limits. */
    static final JsonFactory FACTORY = factory(ReadLimits.DEFAULT);

    private final Path path;
    private final String text;
    private final JsonParser parser;

    private static JsonFactory factory(ReadLimits limits) {
        return JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.count(Limit.JSON_DEPTH))
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(limits.count(Limit.JSON_BYTES))
                        .maxStringLength(limits.count(Limit.JSON_BYTES))
                        .build())
                .build();
    }

    private JsonText(Path path, String text, JsonParser parser) {
        this.path = path;
        this.text = text;
        this.parser = parser;
    }

    /** What is done with a document while it is open. */
    interface Reading<T> {
        T read(JsonText json) throws IOException;
    }

    /** Reads one object from a file of at most so many bytes; {@code reading} is as in {@link #readObject}. */
    static <T> T readFile(Path path, int most, String what, Reading<T> reading) {
        ByteBuffer bytes;
        try (PositionalFile file = PositionalFile.open(path)) {
            if (file.size() > most) {
                throw new SidecarException(
                        LIMIT, Place.file(path), what + " may have at most " + most + " bytes, it has " + file.size());
            }
            bytes = file.read(0, (int) file.size());
        }
        return readObject(path, ReadLimits.DEFAULT, bytes, reading);
    }

    /** Reads one object; {@code reading} starts at its first key, and must consume it to its end. */
    static <T> T readObject(Path path, ReadLimits limits, ByteBuffer bytes, Reading<T> reading) {
        String text = decode(path, bytes);
        if (text.isBlank()) {
            throw new SidecarException(FORMAT, Place.file(path), "expected a JSON object, found an empty file");
        }
        JsonFactory factory = limits.equals(ReadLimits.DEFAULT) ? FACTORY : factory(limits);
        try (JsonParser parser = factory.createParser(text)) {
            JsonText json = new JsonText(path, text, parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw json.malformed("expected a JSON object");
            }
            T result = reading.read(json);
            if (parser.nextToken() != null) {
                throw json.malformed("text after the end of the object");
            }
            return result;
        } catch (StreamConstraintsException e) {
            throw new SidecarException(LIMIT, Place.file(path), reason(e), e);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new SidecarException(
                    FORMAT,
                    Place.file(path),
                    "not valid JSON" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                            + ": " + reason(e),
                    e);
        } catch (IOException e) {
            throw SidecarException.io(path, e);
        }
    }

    private static String reason(JsonProcessingException e) {
        return ASIDE.matcher(e.getOriginalMessage()).replaceAll("");
    }

    private static String decode(Path path, ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SidecarException(FORMAT, Place.file(path), "the text is not UTF-8", e);
        }
    }

    /** Moves to the next key of the current object, or past its end, which gives false. */
    boolean nextKey() throws IOException {
        return parser.nextToken() == JsonToken.FIELD_NAME;
    }

    /** The current key. */
    String key() throws IOException {
        return checked(parser.currentName());
    }

    /** Moves from a key to its value. */
    JsonToken value() throws IOException {
        return parser.nextToken();
    }

    /** Moves to the next element of the current array, or past its end, which gives false. */
    boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    JsonToken token() {
        return parser.currentToken();
    }

    /** The current value as text: strings as they are, numbers and booleans as they are written. */
    String text() throws IOException {
        return checked(parser.getText());
    }

    private String checked(String string) {
        if (!Column.isWellFormed(string)) {
            throw malformed("a text with half a surrogate pair, which cannot be written as UTF-8");
        }
        return string;
    }

    /**
     * The current value as a statistic: null, and the bare words NaN and Infinity, are unknown.
     *
     * @throws NotANumber for anything else that is not a finite number
     */
    OptionalDouble statistic() throws IOException, NotANumber {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return OptionalDouble.empty();
        }
        if (!token.isNumeric()) {
            parser.skipChildren();
            throw new NotANumber();
        }
        double value = parser.getDoubleValue();
        if (Double.isFinite(value)) {
            return OptionalDouble.of(value);
        }
        if (isDigits(parser.getText())) {
            throw new NotANumber();
        }
        return OptionalDouble.empty();
    }

    private static boolean isDigits(String number) {
        return number.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /** A value that should be a number is something else, or too large to be one. */
    static final class NotANumber extends Exception {
        private static final long serialVersionUID = 1L;

        private NotANumber() {
            super(null, null, false, false);
        }
    }

    boolean isInteger() {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    }

    /** The rest of the current object as plain values: texts, {@code Long}, {@code Double}, booleans, lists, maps, null. */
    Map<String, @Nullable Object> object() throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (nextKey()) {
            String key = key();
            value();
            object.put(key, plain());
        }
        return Collections.unmodifiableMap(object);
    }

    private @Nullable Object plain() throws IOException {
        return switch (token()) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (nextElement()) {
                    list.add(plain());
                }
                yield Collections.unmodifiableList(list);
            }
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> fraction();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private long whole() throws IOException {
        try {
            return Long.parseLong(parser.getText());
        } catch (NumberFormatException e) {
            throw malformed("a whole number is one from -2^63 to 2^63 - 1");
        }
    }

    private double fraction() throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value) && isDigits(parser.getText())) {
            throw malformed("a number is beyond what a double can hold");
        }
        return value;
    }

    /** The current value as a whole number from 0 to 2<sup>63</sup> - 1. */
    long natural() throws IOException {
        if (isInteger() && parser.getText().charAt(0) != '-') {
            return whole();
        }
        throw malformed("expected a whole number from 0 to 2^63 - 1");
    }

    double number() throws IOException {
        return parser.getDoubleValue();
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    /** The current value as the text it is in the file, byte for byte; moves to its end. */
    String raw() throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return text.substring(start, end);
    }

    SidecarException malformed(String reason) {
        JsonLocation at = parser.currentTokenLocation();
        return new SidecarException(
                FORMAT, Place.file(path), reason + ", at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
}
