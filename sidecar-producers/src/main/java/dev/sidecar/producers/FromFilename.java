package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.PRODUCER;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** {@link Producers#fromFilename}. */
record FromFilename(PythonPattern pattern, int nameGroup, int valueGroup) implements Producer {
    static final String NAME = "from_filename";

    /** Compiles the pattern and looks up its two groups. */
    static FromFilename of(String regex) {
        PythonPattern pattern = PythonPattern.compile(regex);
        return new FromFilename(pattern, pattern.group("name"), pattern.group("value"));
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (MatchResult match : matches(clip)) {
            String name = match.group(nameGroup);
            String value = match.group(valueGroup);
            if (name == null || !Column.isName(name)) {
                throw failure(clip, "the group \"name\" must match a column name, found " + quoted(name));
            }
            values.put(
                    name,
                    (value == null ? OptionalDouble.empty() : Decimal.parse(value))
                            .orElseThrow(() -> failure(
                                    clip,
                                    "the group \"value\" must match a decimal number such as -6.5, found "
                                            + quoted(value))));
        }
        FeatureFrame.Builder frame = FeatureFrame.builder(clip.frames());
        values.forEach((name, value) -> frame.add(Column.constant(name, clip.frames(), value.floatValue())));
        return frame.build();
    }

    private List<MatchResult> matches(Clip clip) {
        try {
            return pattern.findAll(clip.fileName());
        } catch (StackOverflowError e) {
            throw failure(clip, "the name is too long for this pattern, which repeats a group once per character");
        }
    }

    private static SidecarException failure(Clip clip, String reason) {
        return new SidecarException(PRODUCER, Place.clip(clip.id()).producer(NAME), reason);
    }

    private static String quoted(@Nullable String group) {
        return group == null ? "no text" : '"' + group + '"';
    }

    @Override
    public Provenance describe() {
        return new Provenance(NAME, "1", Map.of(FromFilenameProvider.REGEX.name(), pattern.toString()));
    }
}
