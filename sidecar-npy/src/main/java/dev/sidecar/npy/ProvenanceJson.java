package dev.sidecar.npy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sidecar.frame.Provenance;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A producer with its options as JSON: the keys {@code producer}, {@code version} and {@code options}. */
final class ProvenanceJson {
    private static final String PRODUCER = "producer";
    private static final String VERSION = "version";
    private static final String OPTIONS = "options";

    private ProvenanceJson() {}

    /** Writes the keys into the current object; those without content are left out. */
    static void writeKeys(JsonGenerator json, Provenance provenance) throws IOException {
        json.writeStringField(PRODUCER, provenance.producer());
        if (!provenance.version().isEmpty()) {
            json.writeStringField(VERSION, provenance.version());
        }
        if (!provenance.options().isEmpty()) {
            json.writeFieldName(OPTIONS);
            plain(json, provenance.options());
        }
    }

    private static void plain(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (var entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                plain(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                plain(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    /** What an object says of a producer; empty if it names none. */
    static Optional<Provenance> read(Map<?, ?> object) {
        if (!(object.get(PRODUCER) instanceof String producer) || producer.isBlank()) {
            return Optional.empty();
        }
        Map<String, Object> options = new LinkedHashMap<>();
        if (object.get(OPTIONS) instanceof Map<?, ?> found) {
            found.forEach((key, value) -> options.put((String) key, value));
        }
        String version = object.get(VERSION) instanceof String text ? text : "";
        return Optional.of(new Provenance(producer, version, options));
    }
}
