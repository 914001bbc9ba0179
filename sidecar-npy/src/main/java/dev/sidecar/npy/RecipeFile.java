package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.Mode;
import dev.sidecar.OnStale;
import dev.sidecar.Recipe;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Recipes as JSON files:
 *
 * <pre>{@code
 * {
 *   "recipe": 1,
 *   "mode": "append",
 *   "on_stale": "fail",
 *   "allow_non_finite": false,
 *   "seed": 0,
 *   "producers": [{
 *     "producer": "lin",
 *     "version": "1",
 *     "options": {"end": 1.0, "name": "gain", "start": 0.0}
 *   }]
 * }
 * }</pre>
 *
 * <p>The entries of {@code producers} are what the JSON of a sidecar records for each column. {@code dtype}
 * ({@code float32}, {@code float16}) and {@code grid} ({@code {"sample_rate": 44100, "hop": 512}}) are there if they are
 * stated. All keys but {@code recipe}, the version of this format, may be left out.
 */
public final class RecipeFile {
    private static final int FORMAT_VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonText.FACTORY);

    private RecipeFile() {}

    /**
     * Writes a recipe. The file is the old one or the new one, never a part of it.
     *
     * @param path the file; its folder is made if need be
     * @param recipe the recipe
     * @throws SidecarException (IO) if it cannot be written
     */
    public static void write(Path path, Recipe recipe) {
        WholeFile.write(path, OwnJson.bytes(json -> write(json, recipe)));
    }

    private static void write(JsonGenerator json, Recipe recipe) throws IOException {
        json.writeStartObject();
        json.writeNumberField("recipe", FORMAT_VERSION);
        json.writeStringField("mode", text(recipe.mode()));
        if (recipe.dtype().isPresent()) {
            json.writeStringField("dtype", text(recipe.dtype().get()));
        }
        if (recipe.grid().isPresent()) {
            json.writeObjectFieldStart("grid");
            json.writeNumberField("sample_rate", recipe.grid().get().sampleRate());
            json.writeNumberField("hop", recipe.grid().get().hop());
            json.writeEndObject();
        }
        json.writeStringField("on_stale", text(recipe.onStale()));
        json.writeBooleanField("allow_non_finite", recipe.allowNonFinite());
        json.writeNumberField("seed", recipe.seed());
        json.writeArrayFieldStart("producers");
        for (Provenance producer : recipe.producers()) {
            json.writeStartObject();
            ProvenanceJson.writeKeys(json, producer);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a recipe.
     *
     * @param path the file
     * @return the recipe
     * @throws SidecarException IO if it cannot be read; FORMAT if it is not a recipe, has a key that recipes do not have,
     *     or a value of a wrong type; LIMIT if it has more than 64 MiB; UNSUPPORTED if it is of a newer version of this library
     */
    public static Recipe read(Path path) {
        Map<String, Object> keys = new LinkedHashMap<>();
        JsonText.readFile(path, JsonText.MAX_BYTES, "a recipe", json -> {
            while (json.nextKey()) {
                String key = json.key();
                json.value();
                keys.put(key, MAPPER.readValue(json.raw(), Object.class));
            }
            return keys;
        });
        try {
            return recipe(new Keys("a recipe", keys));
        } catch (SidecarException e) {
            throw new SidecarException(e.kind() == USAGE ? FORMAT : e.kind(), Place.file(path), e.reason(), e);
        }
    }

    private static Recipe recipe(Keys keys) {
        long format = keys.take("recipe", Integer.class)
                .filter(number -> number >= 1)
                .orElseThrow(() -> malformed("expected a recipe, with the key \"recipe\": " + FORMAT_VERSION));
        if (format > FORMAT_VERSION) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.NOWHERE,
                    "written by a newer version of this library (recipe " + format + ", this one knows up to "
                            + FORMAT_VERSION + "); upgrade to use it");
        }
        keys.allow("recipe", "mode", "dtype", "grid", "on_stale", "allow_non_finite", "seed", "producers");
        return new Recipe(
                producers(keys.list("producers")),
                choice(keys, "mode", Mode.class).orElse(Mode.APPEND),
                choice(keys, "dtype", DType.class),
                keys.object("grid").map(RecipeFile::grid),
                choice(keys, "on_stale", OnStale.class).orElse(OnStale.FAIL),
                keys.take("allow_non_finite", Boolean.class).orElse(false),
                seed(keys));
    }

    private static long seed(Keys keys) {
        Number seed = keys.take("seed", Number.class).orElse(0);
        if (seed instanceof Integer || seed instanceof Long) {
            return seed.longValue();
        }
        throw malformed("\"seed\" is a whole number from -2^63 to 2^63 - 1, found " + seed);
    }

    private static FrameGrid.Rate grid(Keys grid) {
        grid.allow("sample_rate", "hop");
        return new FrameGrid.Rate(
                grid.take("sample_rate", Integer.class).orElse(0),
                grid.take("hop", Integer.class).orElse(0));
    }

    private static List<Provenance> producers(List<?> list) {
        List<Provenance> producers = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw malformed("each of \"producers\" is an object, found " + element);
            }
            producers.add(producer(new Keys("a producer", map)));
        }
        return producers;
    }

    private static Provenance producer(Keys keys) {
        keys.allow("producer", "version", "options");
        Map<String, Object> options = new LinkedHashMap<>();
        keys.object("options")
                .ifPresent(found -> found.map().forEach((key, value) -> options.put((String) key, value)));
        return new Provenance(
                keys.take("producer", String.class)
                        .orElseThrow(() -> malformed("a producer has the key \"producer\", its name")),
                keys.take("version", String.class).orElse(""),
                options);
    }

    private static <E extends Enum<E>> Optional<E> choice(Keys keys, String key, Class<E> type) {
        return keys.take(key, String.class)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> text(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> malformed("\"" + key + "\" is one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(RecipeFile::text)
                                                .toList())
                                + ", found \"" + text + "\"")));
    }

    /**
     * The keys of an object. A recipe is an instruction, so a key that means nothing here is an error, not a remark.
     *
     * @param owner whose keys they are, for messages
     */
    private record Keys(String owner, Map<?, ?> map) {
        void allow(String... known) {
            for (Object key : map.keySet()) {
                if (!List.of(known).contains(key)) {
                    throw malformed(owner + " has no key \"" + key + "\"; there are " + String.join(", ", known));
                }
            }
        }

        Optional<Keys> object(String key) {
            return take(key, Map.class).map(map -> new Keys('"' + key + '"', map));
        }

        List<?> list(String key) {
            return take(key, List.class).isPresent() && map.get(key) instanceof List<?> list ? list : List.of();
        }

        /** A value; empty if there is no such key. */
        <T> Optional<T> take(String key, Class<T> type) {
            if (!map.containsKey(key)) {
                return Optional.empty();
            }
            Object value = map.get(key);
            if (!type.isInstance(value)) {
                throw malformed("\"" + key + "\" has a value of a wrong type: " + value);
            }
            return Optional.of(type.cast(value));
        }
    }

    private static SidecarException malformed(String reason) {
        return new SidecarException(FORMAT, Place.NOWHERE, reason);
    }
}
