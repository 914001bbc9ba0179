package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON files of others. A key that appears twice is an error. */
final class Json {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** What Jackson says about its own settings. */
    private static final Pattern ASIDE = Pattern.compile(" \\(start marker at \\[.*?\\]\\)|, from `[^`]*`");

    private Json() {}

    /** A whole file as maps in order, lists, texts, {@code Double}s, {@code Boolean}s and null. */
    static @Nullable Object read(Path file) {
        try (JsonParser json = FACTORY.createParser(Rows.reader(file))) {
            json.nextToken();
            Object value = value(json);
            if (json.nextToken() != null) {
                throw new SidecarException(FORMAT, Place.file(file), "expected one JSON value, found more after it");
            }
            return value;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                map.put(key, value(json));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(json));
            }
            return list;
        }
        if (token == null || token == JsonToken.VALUE_NULL) {
            return null;
        }
        return token.isNumeric()
                ? (Object) json.getDoubleValue()
                : token.isBoolean() ? (Object) json.getBooleanValue() : json.getText();
    }

    static SidecarException failure(Path file, IOException cause) {
        if (cause instanceof JacksonException syntax) {
            return new SidecarException(
                    cause instanceof StreamConstraintsException ? LIMIT : FORMAT,
                    Place.file(file),
                    "cannot be read as JSON: "
                            + ASIDE.matcher(syntax.getOriginalMessage()).replaceAll("")
                            + (syntax.getLocation() == null
                                    ? ""
                                    : " in line " + syntax.getLocation().getLineNr()),
                    cause);
        }
        return Rows.failure(file, cause);
    }
}
