package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.CondMetadata.Feature;
import dev.sidecar.npy.CondMetadata.Origin;
import dev.sidecar.npy.CondMetadata.Own;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads cond JSON in every dialect that is known to exist. Bad syntax is an error, bad meaning a finding. */
final class CondJsonReader {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonText.FACTORY);

    private final Path path;
    private final ReadLimits limits;
    private final boolean central;

    private @Nullable List<String> names;
    private @Nullable Map<String, Feature> features;
    private final Map<Statistic, List<OptionalDouble>> norm = new EnumMap<>(Statistic.class);
    private OptionalDouble fps = OptionalDouble.empty();
    private @Nullable Own own;
    private final Map<String, String> unknown = new LinkedHashMap<>();
    private final Map<String, String> unknownNorm = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private CondJsonReader(Path path, ReadLimits limits, boolean central) {
        this.path = path;
        this.limits = limits;
        this.central = central;
    }

    /** Reads the metadata of one sidecar. */
    static CondMetadata read(Path path, ReadLimits limits, ByteBuffer json) {
        return new CondJsonReader(path, limits, false).read(json);
    }

    /** Reads a {@code conditioning_config.json}, which names the columns of all sidecars below its folder. */
    static CondMetadata readCentral(Path path, ReadLimits limits, ByteBuffer json) {
        return new CondJsonReader(path, limits, true).read(json);
    }

    private CondMetadata read(ByteBuffer json) {
        return JsonText.readObject(path, limits, json, this::document);
    }

    private CondMetadata document(JsonText json) throws IOException {
        while (json.nextKey()) {
            String key = json.key();
            json.value();
            switch (key) {
                case "schema_version" -> version(json);
                case "fps" -> frameRate(json);
                case "source_rate" -> json.skip();
                case "names" -> names = names(json);
                case "norm" -> norm(json);
                case "features" -> features = features(json);
                case "sidecar" -> own(json);
                default -> other(key, json);
            }
        }
        if (names == null && features == null) {
            throw new SidecarException(
                    FORMAT, Place.file(path), "expected the key \"names\" or \"features\", found neither");
        }
        migrateLegacy();
        return new CondMetadata(path, names, features, norm, fps, own, unknown, unknownNorm, findings);
    }

    private void other(String key, JsonText json) throws IOException {
        if (central && key.equals("feature_names")) {
            names = names(json);
        } else {
            unknown.put(key, json.raw());
        }
    }

    private void version(JsonText json) throws IOException {
        boolean known = json.isInteger() && (json.number() == 1 || json.number() == 2);
        if (!known) {
            find(Code.UNSUPPORTED_VERSION, "schema_version is " + json.raw() + ", known are 1 and 2; read by its keys");
        }
    }

    private void frameRate(JsonText json) throws IOException {
        try {
            OptionalDouble found = json.statistic();
            if (found.isPresent() && found.getAsDouble() <= 0) {
                find(Code.FPS_MISMATCH, "fps is " + json.raw() + ", which is no frame rate");
            } else {
                fps = found;
            }
        } catch (JsonText.NotANumber e) {
            find(Code.FPS_MISMATCH, "fps is not a number");
        }
    }

    private List<String> names(JsonText json) throws IOException {
        if (json.token() != JsonToken.START_ARRAY) {
            throw json.malformed("expected a list of names");
        }
        List<String> list = new ArrayList<>();
        while (json.nextElement()) {
            if (json.token() != JsonToken.VALUE_STRING) {
                throw json.malformed("expected a name in quotes");
            }
            list.add(json.text());
            checkCount(list.size());
        }
        return list;
    }

    private void norm(JsonText json) throws IOException {
        if (json.token() != JsonToken.START_OBJECT) {
            if (json.token() != JsonToken.VALUE_NULL) {
                find(Code.NORM_INVALID, "norm is not an object");
            }
            json.skip();
            return;
        }
        while (json.nextKey()) {
            String key = json.key();
            Statistic statistic = Statistic.ofKey(key);
            json.value();
            if (statistic == null) {
                unknownNorm.put(key, json.raw());
            } else {
                norm.put(statistic, numbers(key, json));
            }
        }
    }

    private List<OptionalDouble> numbers(String key, JsonText json) throws IOException {
        List<OptionalDouble> numbers = new ArrayList<>();
        if (json.token() != JsonToken.START_ARRAY) {
            find(Code.NORM_INVALID, "norm." + key + " is not a list");
            json.skip();
            return numbers;
        }
        while (json.nextElement()) {
            numbers.add(number("norm." + key, json));
            checkCount(numbers.size());
        }
        return numbers;
    }

    private OptionalDouble number(String what, JsonText json) throws IOException {
        try {
            return json.statistic();
        } catch (JsonText.NotANumber e) {
            find(Code.NORM_INVALID, what + " has a value that is not a finite number");
            return OptionalDouble.empty();
        }
    }

    private Map<String, Feature> features(JsonText json) throws IOException {
        if (json.token() != JsonToken.START_OBJECT) {
            throw json.malformed("expected an object with a key per column");
        }
        Map<String, Feature> map = new LinkedHashMap<>();
        while (json.nextKey()) {
            String name = json.key();
            json.value();
            map.put(name, feature(name, json));
            checkCount(map.size());
        }
        return map;
    }

    private Feature feature(String name, JsonText json) throws IOException {
        if (json.token() != JsonToken.START_OBJECT) {
            find(Code.NORM_INVALID, "the entry of \"" + name + "\" is not an object");
            json.skip();
            return Feature.BARE;
        }
        String units = "";
        String doc = "";
        Map<Statistic, OptionalDouble> numbers = new EnumMap<>(Statistic.class);
        Map<String, String> others = new LinkedHashMap<>();
        while (json.nextKey()) {
            String key = json.key();
            Statistic statistic = Statistic.ofKey(key);
            json.value();
            if (statistic != null) {
                numbers.put(statistic, number(name + "." + key, json));
            } else if (key.equals(central ? "unit" : "units")) {
                units = scalar(json);
            } else if (key.equals(central ? "description" : "doc_string")) {
                doc = scalar(json);
            } else {
                others.put(key, json.raw());
            }
        }
        return new Feature(units, doc, Statistic.statistics(numbers), others);
    }

    /** A text, or a number or boolean as text; anything else is empty. */
    private static String scalar(JsonText json) throws IOException {
        if (json.token() == JsonToken.VALUE_NULL || json.token().isStructStart()) {
            json.skip();
            return "";
        }
        return json.text();
    }

    /**
     * The oldest dialect has names and, by name, {@code stats}, {@code units} and {@code docs}. Beside {@code features}
     * these keys mean nothing, and are kept like any other that nobody knows.
     */
    private void migrateLegacy() {
        if (names == null || features != null) {
            return;
        }
        Map<String, Feature> statistics = takeLegacy("stats", this::feature);
        Map<String, String> units = takeLegacy("units", (name, json) -> scalar(json));
        Map<String, String> docs = takeLegacy("docs", (name, json) -> scalar(json));
        if (statistics.isEmpty() && units.isEmpty() && docs.isEmpty()) {
            return;
        }
        Map<String, Feature> migrated = new LinkedHashMap<>();
        for (String name : names) {
            Feature feature = statistics.getOrDefault(name, Feature.BARE);
            migrated.put(
                    name,
                    new Feature(
                            units.getOrDefault(name, feature.units()),
                            docs.getOrDefault(name, feature.doc()),
                            feature.statistics(),
                            feature.unknown()));
        }
        features = migrated;
    }

    private interface Entry<T> {
        T read(String name, JsonText json) throws IOException;
    }

    private <T> Map<String, T> takeLegacy(String key, Entry<T> entry) {
        String raw = unknown.getOrDefault(key, "");
        if (!raw.startsWith("{")) {
            return Map.of();
        }
        unknown.remove(key);
        return JsonText.readObject(path, limits, StandardCharsets.UTF_8.encode(raw), json -> {
            Map<String, T> entries = new LinkedHashMap<>();
            while (json.nextKey()) {
                String name = json.key();
                json.value();
                entries.put(name, entry.read(name, json));
            }
            return entries;
        });
    }

    private void own(JsonText json) throws IOException {
        if (json.token() != JsonToken.START_OBJECT) {
            throw json.malformed("the key \"sidecar\" belongs to this library and holds an object");
        }
        String sha256 = null;
        String metadataSha256 = null;
        int sampleRate = 0;
        int hop = 0;
        Map<String, Origin> columns = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        while (json.nextKey()) {
            String key = json.key();
            json.value();
            switch (key) {
                case "format" -> format(json);
                case "sha256" -> sha256 = scalar(json);
                case "metadata_sha256" -> metadataSha256 = scalar(json);
                case "columns" -> origins(json, columns);
                case "sample_rate" -> sampleRate = positive(json);
                case "hop" -> hop = positive(json);
                case "dtype", "shape", "codebooks" -> json.skip();
                default -> others.put(key, json.raw());
            }
        }
        FrameGrid.Rate rate = sampleRate > 0 && hop > 0 ? new FrameGrid.Rate(sampleRate, hop) : null;
        own = new Own(sha256, metadataSha256, rate, columns, others);
    }

    /** A whole number that can be a rate or a hop; 0 for anything else. */
    private static int positive(JsonText json) throws IOException {
        double number = json.isInteger() ? json.number() : 0;
        json.skip();
        return number >= 1 && number <= Integer.MAX_VALUE ? (int) number : 0;
    }

    private void format(JsonText json) throws IOException {
        if (json.isInteger() && json.number() > CondMetadata.OWN_FORMAT) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(path),
                    "written by a newer version of this library (format " + json.raw() + ", this one knows up to "
                            + CondMetadata.OWN_FORMAT + "); upgrade to read it");
        }
        json.skip();
    }

    private void origins(JsonText json, Map<String, Origin> into) throws IOException {
        if (json.token() != JsonToken.START_OBJECT) {
            json.skip();
            return;
        }
        while (json.nextKey()) {
            String name = json.key();
            json.value();
            into.put(name, origin(json.raw()));
            checkCount(into.size());
        }
    }

    /** An entry that does not look as this library writes it is as good as none. */
    private static Origin origin(String raw) {
        try {
            Map<?, ?> entry = MAPPER.readValue(raw, Map.class);
            boolean declared = Boolean.TRUE.equals(entry.get("declared_range"));
            return new Origin(ProvenanceJson.read(entry).orElse(null), declared);
        } catch (JsonProcessingException | SidecarException | NullPointerException e) {
            return new Origin(null, false);
        }
    }

    private void checkCount(int count) {
        long most = limits.get(ReadLimits.Limit.COLUMNS);
        if (count > most) {
            throw new SidecarException(LIMIT, Place.file(path), "more than " + most + " columns");
        }
    }

    private void find(Code code, String message) {
        findings.add(new Finding(code, path.toString(), message));
    }
}
