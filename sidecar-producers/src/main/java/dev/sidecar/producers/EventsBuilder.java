package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes how events become columns; begun by {@link Producers#events}. Not safe for several threads. */
public final class EventsBuilder {
    static final String DEFAULT_TIME = "time";

    private final ClipFiles files;
    private final String name;
    private String time = DEFAULT_TIME;
    private String end = "";
    private String value = "";
    private @Nullable Vocabulary labels;
    private CategoryField.Encoding encoding = CategoryField.Encoding.INDEX;
    private double otherwise;
    private double decay = Double.POSITIVE_INFINITY;

    EventsBuilder(String name, ClipFiles files) {
        this.name = name;
        this.files = files;
    }

    /**
     * Names the column with the time.
     *
     * @param column seconds from the start of the clip, none before the one above; by default {@code time}
     * @return this builder
     */
    public EventsBuilder time(String column) {
        time = column;
        return this;
    }

    /**
     * Makes events intervals, which last until their end, or until the next begins if that is earlier; a frame at least. By
     * default they last until the next.
     *
     * @param column seconds from the start of the clip, not before the time
     * @return this builder
     */
    public EventsBuilder until(String column) {
        end = column;
        return this;
    }

    /**
     * Names the column with the value.
     *
     * @param column by default the one that is called as the column to make; in a file of times alone, each event is 1
     * @return this builder
     */
    public EventsBuilder value(String column) {
        value = column;
        return this;
    }

    /**
     * Takes values as categories, and makes a column with their index, from 0, and -1 where there is no event.
     *
     * @param labels all that there are, in the order of their indices; each event is one of them
     * @return this builder
     * @throws SidecarException (USAGE) if a label is blank or appears twice
     */
    public EventsBuilder index(String... labels) {
        return labels(CategoryField.Encoding.INDEX, labels);
    }

    /**
     * Takes values as categories, and makes a column {@code name_label} for each, 1 where it holds and else 0.
     *
     * @param labels all that there are; each event is one of them
     * @return this builder
     * @throws SidecarException (USAGE) if a label is blank or appears twice
     */
    public EventsBuilder oneHot(String... labels) {
        return labels(CategoryField.Encoding.ONE_HOT, labels);
    }

    private EventsBuilder labels(CategoryField.Encoding encoding, String... labels) {
        this.encoding = encoding;
        this.labels = Vocabulary.of(List.of(labels));
        return this;
    }

    /**
     * Sets the value of frames without an event, for numbers.
     *
     * @param value by default 0
     * @return this builder
     */
    public EventsBuilder otherwise(double value) {
        otherwise = value;
        return this;
    }

    /**
     * Lets numbers decay after each event, towards what they are without one: otherwise + (value - otherwise) ·
     * exp(-age / seconds), where the age is counted at the start of a frame, and is 0 in the frame of the event.
     *
     * @param seconds after how long 1/e is left, more than 0; infinite, which is the default, for never
     * @return this builder
     * @throws SidecarException (USAGE) if it is not more than 0
     */
    public EventsBuilder decay(double seconds) {
        if (!(seconds > 0)) {
            throw new SidecarException(USAGE, Place.NOWHERE, "a decay takes more than 0 seconds, found " + seconds);
        }
        decay = seconds;
        return this;
    }

    /**
     * Makes the producer.
     *
     * @return an immutable producer of one column, or of one for each label
     * @throws SidecarException (USAGE) for labels with a decay or another value than 0 without events
     */
    public Producer build() {
        if (labels != null && (otherwise != 0 || decay != Double.POSITIVE_INFINITY)) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "labels do not decay, and have no other value; take one or the other out");
        }
        return new Events(files, name, time, end, value, labels, encoding, otherwise, decay);
    }
}
