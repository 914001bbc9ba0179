package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Statistics;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes cond JSON: one object with keys in a fixed order. Unknown keys come last, their values as they were found. */
final class CondJsonWriter {
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

    /** The bytes of the whole file. */
    static byte[] bytes(Clip clip, FeatureFrame frame, DType dtype, String npySha256, UnknownKeys unknown) {
        byte[] bytes = OwnJson.bytes(json -> new CondJsonWriter(json, frame).document(clip, dtype, npySha256, unknown));
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
            ProvenanceJson.writeKeys(json, column.provenance().get());
        }
        if (declared) {
            json.writeBooleanField("declared_range", true);
        }
        json.writeEndObject();
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
