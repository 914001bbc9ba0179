package dev.sidecar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of this library: what went wrong, where, and what to do about it.
 *
 * <p>{@link #kind()} is for programs, {@link #getMessage()} for people. The message is one line; control characters in
 * names are written as escapes.
 */
public final class SidecarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What sort of failure it is. */
    public enum Kind {
        /** The operating system refused: missing, unreadable, no space, no permission. */
        IO,
        /** A file breaks the syntax of its format. */
        FORMAT,
        /** A well-formed file, or a request, that asks for something this library does not do. */
        UNSUPPORTED,
        /** A file names something that is not on the allow-list, or a path leads out of its root. */
        FORBIDDEN,
        /** A size is beyond a documented limit. */
        LIMIT,
        /** Two things that must agree do not: frame counts, a pair's halves, the labels of columns. */
        MISMATCH,
        /** A producer failed, or made something that cannot be kept. */
        PRODUCER,
        /** The caller's arguments are wrong. */
        USAGE,
        /** The run was interrupted. */
        CANCELLED
    }

    /**
     * Where it happened. Every part may be unknown ({@code null}).
     *
     * @param file the file or folder, as text
     * @param clip the clip's id
     * @param producer the producer's name
     * @param column the column's name
     * @param frame the frame's index
     * @param offset the position in the file, in bytes
     */
    public record Place(
            @Nullable String file,
            @Nullable String clip,
            @Nullable String producer,
            @Nullable String column,
            @Nullable Long frame,
            @Nullable Long offset) {

        /** Nowhere in particular. */
        public static final Place NOWHERE = new Place(null, null, null, null, null, null);

        /**
         * A file or folder.
         *
         * @param file its path
         * @return the place
         */
        public static Place file(Path file) {
            return new Place(file.toString(), null, null, null, null, null);
        }

        /**
         * A clip.
         *
         * @param id the clip's id
         * @return the place
         */
        public static Place clip(String id) {
            return new Place(null, id, null, null, null, null);
        }

        /**
         * This place, in a producer.
         *
         * @param name the producer's name
         * @return the narrower place
         */
        public Place producer(String name) {
            return new Place(file, clip, name, column, frame, offset);
        }

        /**
         * This place, in a column.
         *
         * @param name the column's name
         * @return the narrower place
         */
        public Place column(String name) {
            return new Place(file, clip, producer, name, frame, offset);
        }

        /**
         * This place, at a frame.
         *
         * @param index the frame's index
         * @return the narrower place
         */
        public Place frame(long index) {
            return new Place(file, clip, producer, column, index, offset);
        }

        /**
         * This place, at a byte.
         *
         * @param position the position in the file, in bytes
         * @return the narrower place
         */
        public Place offset(long position) {
            return new Place(file, clip, producer, column, frame, position);
        }

        /**
         * This place, with what it does not know taken from a wider one.
         *
         * @param wider the surrounding place
         * @return the fuller place
         */
        public Place within(Place wider) {
            return new Place(
                    file != null ? file : wider.file,
                    clip != null ? clip : wider.clip,
                    producer != null ? producer : wider.producer,
                    column != null ? column : wider.column,
                    frame != null ? frame : wider.frame,
                    offset != null ? offset : wider.offset);
        }

        private String describe(String reason) {
            List<String> details = new ArrayList<>();
            if (file != null && clip != null) {
                details.add("clip " + clip);
            }
            if (producer != null) {
                details.add("producer " + producer);
            }
            if (column != null) {
                details.add("column " + column);
            }
            if (frame != null) {
                details.add("frame " + frame);
            }
            if (offset != null) {
                details.add("byte " + offset);
            }
            String subject = file != null ? file : clip;
            return (subject == null ? "" : subject + ": ")
                    + reason
                    + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
        }
    }

    /** What sort of failure it is. */
    private final Kind kind;

    private final transient Place place;

    /** Why, without the place. */
    private final String reason;

    /**
     * A failure.
     *
     * @param kind what sort of failure
     * @param place where
     * @param reason what was expected, what was found, and what to do
     */
    public SidecarException(Kind kind, Place place, String reason) {
        this(kind, place, reason, null);
    }

    /**
     * A failure with its cause.
     *
     * @param kind what sort of failure
     * @param place where
     * @param reason what was expected, what was found, and what to do
     * @param cause what brought it about, or {@code null}
     */
    public SidecarException(Kind kind, Place place, String reason, @Nullable Throwable cause) {
        super(onOneLine(place.describe(reason)) + " [" + kind + "]", cause);
        this.kind = Objects.requireNonNull(kind);
        this.place = place;
        this.reason = reason;
    }

    /**
     * The failure of the operating system at a file, in words: missing, no permission, no space, closed meanwhile.
     *
     * @param file the file or folder
     * @param cause what the system threw
     * @return of the kind IO; CANCELLED if the thread was interrupted
     */
    public static SidecarException io(Path file, IOException cause) {
        return IoFailure.of(file, cause);
    }

    /**
     * The failure (USAGE) of asking for something by a name that is not known: lists the known names, and the nearest one
     * first.
     *
     * @param place where the name stands
     * @param what what is named, such as {@code producer}
     * @param name the unknown name
     * @param known the known names
     * @return such as {@code no producer "cosnt"; did you mean const? there are const, lin}
     */
    public static SidecarException unknownName(Place place, String what, String name, Collection<String> known) {
        return new SidecarException(
                Kind.USAGE,
                place,
                "no " + what + " \"" + name + "\"; "
                        + NearestName.to(name, known)
                                .map(nearest -> "did you mean " + nearest + "? ")
                                .orElse("")
                        + "there " + (known.size() == 1 ? "is " : "are ")
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /**
     * What sort of failure it is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Where it happened.
     *
     * @return the place, {@link Place#NOWHERE} if unknown
     */
    public Place place() {
        return place == null ? Place.NOWHERE : place;
    }

    /**
     * Why, without the place.
     *
     * @return what was expected, what was found, and what to do
     */
    public String reason() {
        return reason;
    }

    /**
     * The same failure, seen from further out: what its place does not say is taken from {@code wider}.
     *
     * @param wider the surrounding place
     * @return this exception, or a copy with the fuller place and this one as its cause
     */
    public SidecarException within(Place wider) {
        Place fuller = place().within(wider);
        return fuller.equals(place()) ? this : new SidecarException(kind, fuller, reason, this);
    }

    /**
     * Text with every control character, lone surrogate and line separator written as an escape, so that a hostile file
     * name can neither break a line nor drive a terminal.
     *
     * @param text any text
     * @return the text on one line
     */
    public static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean harmless = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
            if (harmless) {
                line.appendCodePoint(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else {
                line.append(String.format(Character.isBmpCodePoint(c) ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return line.toString();
    }
}
