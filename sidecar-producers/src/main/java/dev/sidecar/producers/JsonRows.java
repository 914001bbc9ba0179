package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON lines: an object per row, whose values are texts, numbers, and true or false; null is as good as a missing key. */
final class JsonRows implements Rows {
    private final Path file;
    private final JsonParser json;
    private @Nullable Row ahead;

    JsonRows(Path file) {
        this.file = file;
        try {
            json = Json.FACTORY.createParser(Rows.reader(file));
        } catch (IOException e) {
            throw Rows.failure(file, e);
        }
        try {
            ahead = read();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Those of the first row. */
    @Override
    public List<String> columns() {
        return ahead == null ? List.of() : List.copyOf(ahead.cells().keySet());
    }

    @Override
    public @Nullable Row next() {
        Row next = ahead;
        ahead = next == null ? null : read();
        return next;
    }

    private @Nullable Row read() {
        try {
            JsonToken token = json.nextToken();
            if (token == null) {
                return null;
            }
            long line = json.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw failure(
                        line,
                        "expected an object such as {\"id\": \"a.ecdc\", \"tempo\": 120}, found "
                                + Row.found(json.getText()));
            }
            Map<String, String> cells = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String column = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isStructStart()) {
                    throw failure(line, "expected a text or a number for \"" + column + "\", found a nested value");
                }
                if (value != JsonToken.VALUE_NULL) {
                    cells.put(column, json.getText().strip());
                }
            }
            return new Row(file, line, cells);
        } catch (IOException e) {
            throw Json.failure(file, e);
        }
    }

    private SidecarException failure(long line, String reason) {
        return new SidecarException(FORMAT, Place.file(file), "line " + line + ": " + reason);
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }
}
