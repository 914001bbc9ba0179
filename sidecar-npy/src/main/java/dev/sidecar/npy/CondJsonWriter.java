package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Statistics;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Writes cond JSON: one object with keys in a fixed order, two spaces of indent, line feeds, lists on one line, UTF-8
 * without escapes that are not needed, and numbers with the same digits on every JDK. Unknown keys come last, their
 * values byte for byte as they were found.
 */
final class CondJsonWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final Separators SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("");

    private final JsonGenerator json;
    private final FeatureFrame frame;
    private final Map<String, Statistics> stated = new LinkedHashMap<>();
    private final Map<Statistic, List<OptionalDouble>> norm = new EnumMap<>(Statistic.class);

    private CondJsonWriter(JsonGenerator json, FeatureFrame frame) {
        this.json = json;
        this.frame = frame;
        frame.columns().forEach(column -> stated.put(column.name(), column.stated()));
        for (Statistic statistic : Statistic.values()) {
            norm.put(statistic, stated.values().stream().map(statistic::of).toList());
        }
    }

    /** How JSON looks, on every platform. */
    static DefaultPrettyPrinter printer() {
        return new DefaultPrettyPrinter(SEPARATORS)
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
    }

    /** The bytes of the whole file. */
    static byte[] bytes(Clip clip, FeatureFrame frame, DType dtype, String npySha256, UnknownKeys unknown) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(printer());
            new CondJsonWriter(json, frame).document(clip, dtype, npySha256, unknown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > JsonText.MAX_BYTES) {
            throw new SidecarException(
                    LIMIT,
                    Place.clip(clip.id()),
                    "metadata has at most " + JsonText.MAX_BYTES + " bytes, this would have " + bytes.length
                            + "; shorten names, units, documentation or options");
        }
        return bytes;
    }

    private void document(Clip clip, DType dtype, String npySha256, UnknownKeys unknown) throws IOException {
        double fps = clip.grid().framesPerSecond();
        json.writeStartObject();
        json.writeNumberField("schema_version", 2);
        frameRate("fps", fps);
        frameRate("source_rate", fps);
        json.writeArrayFieldStart("names");
        for (String name : frame.names()) {
            json.writeString(name);
        }
        json.writeEndArray();
        norm(unknown);
        features(unknown);
        own(
                clip,
                dtype,
                npySha256,
                MetadataDigest.of(OptionalDouble.of(fps), frame.names(), norm, stated, statistics -> statistics),
                unknown);
        raw(unknown.top());
        json.writeEndObject();
    }

    private void frameRate(String key, double fps) throws IOException {
        if (fps == Math.rint(fps)) {
            json.writeNumberField(key, (long) fps);
        } else {
            json.writeNumberField(key, fps);
        }
    }

    private void norm(UnknownKeys unknown) throws IOException {
        json.writeObjectFieldStart("norm");
        for (var numbers : norm.entrySet()) {
            json.writeArrayFieldStart(numbers.getKey().key());
            for (OptionalDouble number : numbers.getValue()) {
                number(number);
            }
            json.writeEndArray();
        }
        raw(unknown.norm());
        json.writeEndObject();
    }

    private void features(UnknownKeys unknown) throws IOException {
        json.writeObjectFieldStart("features");
        for (Column column : frame.columns()) {
            json.writeObjectFieldStart(column.name());
            for (Statistic statistic : Statistic.values()) {
                json.writeFieldName(statistic.key());
                number(statistic.of(stated.getOrDefault(column.name(), Statistics.UNKNOWN)));
            }
            json.writeStringField("units", column.units());
            json.writeStringField("doc_string", column.doc());
            raw(unknown.features().getOrDefault(column.name(), Map.of()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void own(Clip clip, DType dtype, String npySha256, String metadataSha256, UnknownKeys unknown)
            throws IOException {
        FrameGrid grid = clip.grid();
        json.writeObjectFieldStart("sidecar");
        json.writeNumberField("format", CondMetadata.OWN_FORMAT);
        json.writeStringField("dtype", dtype == DType.FLOAT32 ? "float32" : "float16");
        json.writeFieldName("shape");
        json.writeArray(new int[] {frame.frames(), frame.width()}, 0, 2);
        json.writeStringField("sha256", npySha256);
        json.writeStringField("metadata_sha256", metadataSha256);
        json.writeNumberField("sample_rate", grid.sampleRate());
        json.writeNumberField("hop", grid.hop());
        json.writeNumberField("codebooks", clip.codebooks());
        json.writeObjectFieldStart("columns");
        for (Column column : frame.columns()) {
            origin(column);
        }
        json.writeEndObject();
        raw(unknown.own());
        json.writeEndObject();
    }

    private void origin(Column column) throws IOException {
        boolean declared = column.range().isPresent();
        if (column.provenance().isEmpty() && !declared) {
            return;
        }
        json.writeObjectFieldStart(column.name());
        if (column.provenance().isPresent()) {
            Provenance provenance = column.provenance().get();
            json.writeStringField("producer", provenance.producer());
            if (!provenance.version().isEmpty()) {
                json.writeStringField("version", provenance.version());
            }
            if (!provenance.options().isEmpty()) {
                json.writeFieldName("options");
                plain(provenance.options());
            }
        }
        if (declared) {
            json.writeBooleanField("declared_range", true);
        }
        json.writeEndObject();
    }

    private void plain(@Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (var entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                plain(entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                plain(element);
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

    private void number(OptionalDouble number) throws IOException {
        if (number.isPresent()) {
            json.writeNumber(number.getAsDouble());
        } else {
            json.writeNull();
        }
    }

    private void raw(Map<String, String> keys) throws IOException {
        for (var entry : keys.entrySet()) {
            json.writeFieldName(entry.getKey());
            json.writeRawValue(entry.getValue());
        }
    }
}
