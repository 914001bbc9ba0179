package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private final Path path;
    private final Map<String, Object> keys = new LinkedHashMap<>();

    private RecipeFile(Path path) {
        this.path = path;
    }

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
     *     or a value of a wrong type; UNSUPPORTED if it is of a newer version of this library
     */
    public static Recipe read(Path path) {
        ByteBuffer bytes;
        try (PositionalFile file = PositionalFile.open(path)) {
            bytes = file.read(0, (int) Math.min(file.size(), JsonText.MAX_BYTES));
        }
        RecipeFile file = new RecipeFile(path);
        JsonText.readObject(path, bytes, json -> {
            while (json.nextKey()) {
                String key = json.key();
                json.value();
                file.keys.put(key, MAPPER.readValue(json.raw(), Object.class));
            }
            return file;
        });
        return file.recipe();
    }

    private Recipe recipe() {
        if (!(keys.remove("recipe") instanceof Integer format)) {
            throw malformed("expected a recipe, with the key \"recipe\": " + FORMAT_VERSION);
        }
        if (format > FORMAT_VERSION) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(path),
                    "written by a newer version of this library (recipe " + format + ", this one knows up to "
                            + FORMAT_VERSION + "); upgrade to use it");
        }
        Recipe recipe = new Recipe(
                producers(keys.remove("producers")),
                choice("mode", Mode.class).orElse(Mode.APPEND),
                choice("dtype", DType.class),
                grid(keys.remove("grid")),
                choice("on_stale", OnStale.class).orElse(OnStale.FAIL),
                value("allow_non_finite", Boolean.class).orElse(false),
                value("seed", Number.class).map(Number::longValue).orElse(0L));
        if (!keys.isEmpty()) {
            throw malformed("recipes have no key \"" + keys.keySet().iterator().next()
                    + "\"; there are recipe, mode, dtype, grid, on_stale, allow_non_finite, seed, producers");
        }
        return recipe;
    }

    private List<Provenance> producers(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw malformed("\"producers\" is a list");
        }
        List<Provenance> producers = new ArrayList<>();
        for (Object element : list) {
            try {
                producers.add(
                        (element instanceof Map<?, ?> map ? ProvenanceJson.read(map) : Optional.<Provenance>empty())
                                .orElseThrow(() -> malformed(
                                        "each of \"producers\" is an object with the key \"producer\", a name; found "
                                                + element)));
            } catch (SidecarException e) {
                throw e.within(Place.file(path));
            }
        }
        return producers;
    }

    private Optional<FrameGrid.Rate> grid(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map
                && map.get("sample_rate") instanceof Integer sampleRate
                && map.get("hop") instanceof Integer hop) {
            try {
                return Optional.of(new FrameGrid.Rate(sampleRate, hop));
            } catch (SidecarException e) {
                throw e.within(Place.file(path));
            }
        }
        throw malformed("\"grid\" is an object with the whole numbers sample_rate and hop, found " + value);
    }

    private <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return value(key, String.class)
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

    private <T> Optional<T> value(String key, Class<T> type) {
        Object value = keys.remove(key);
        if (value == null || type.isInstance(value)) {
            return Optional.ofNullable(type.cast(value));
        }
        throw malformed("\"" + key + "\" has a value of a wrong type: " + value);
    }

    private SidecarException malformed(String reason) {
        return new SidecarException(FORMAT, Place.file(path), reason);
    }
}
