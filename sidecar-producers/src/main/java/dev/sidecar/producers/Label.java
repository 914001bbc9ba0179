package dev.sidecar.producers;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What constants are called in options and descriptions. */
final class Label {
    private Label() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** All of a type, in order, for people. */
    static String all(Class<? extends Enum<?>> type) {
        return String.join(", ", labels(type));
    }

    /**
     * The constant of a label.
     *
     * @param what what the constants are, such as {@code interpolation}
     * @throws SidecarException (USAGE) if there is none
     */
    static <E extends Enum<E>> E parse(Class<E> type, String what, String label) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(label))
                .findFirst()
                .orElseThrow(() -> SidecarException.unknownName(Place.NOWHERE, what, label, labels(type)));
    }

    private static List<String> labels(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Label::of).toList();
    }
}
