package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Producers#events} by the name {@code events}; found by {@link java.util.ServiceLoader}. */
public final class EventsProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the column's name");
    static final ProducerOption<String> SUFFIX =
            ProducerOption.text("suffix", "what takes the place of .ecdc in the files' names, such as .chords.csv");
    static final ProducerOption<String> ROOT = ProducerOption.text(
                    "events-root",
                    "the folder with the files, mirroring the tree; without one they lie beside the tokens. Not recorded")
            .withDefault("");
    static final ProducerOption<String> TIME = ProducerOption.text("events-time", "the column with the time in seconds")
            .withDefault(EventsBuilder.DEFAULT_TIME);
    static final ProducerOption<String> END = ProducerOption.text(
                    "events-end", "the column with the time where events end; without one they last until the next")
            .withDefault("");
    static final ProducerOption<String> VALUE = ProducerOption.text(
                    "events-value",
                    "the column with the value; by default the one of the same name as the column to make")
            .withDefault("");
    static final ProducerOption<List<String>> LABELS = ProducerOption.text(
                    "events-labels",
                    "if values are labels, all of them, separated by commas, in the order of their indices")
            .repeatable();
    static final ProducerOption<Boolean> ONE_HOT = ProducerOption.flag(
            "events-one-hot", "makes a column NAME_LABEL of 0 and 1 for each label, instead of one with the index");
    static final ProducerOption<Double> OTHERWISE = ProducerOption.number(
                    "events-otherwise", "the value where there is no event")
            .withDefault(0.0);
    static final ProducerOption<Double> DECAY = ProducerOption.number(
                    "events-decay", "the seconds after which 1/e of an event is left; inf: it stays")
            .withDefault(Double.POSITIVE_INFINITY);

    /** For {@link java.util.ServiceLoader}. */
    public EventsProvider() {}

    @Override
    public String name() {
        return Events.NAME;
    }

    @Override
    public String summary() {
        return "events of CSV files beside the tokens, such as chords and beats";
    }

    @Override
    public String help() {
        return """
                With --events chord=.chords.csv, a/x.ecdc has its chords in a/x.chords.csv: a line for
                each, with its time in seconds and its value, in columns time and chord. An event
                counts from the frame that it lies in, until the next one, or until its end
                (--events-end). Values are numbers, or labels (--events-labels C,G,Am), which become
                an index from 0, -1 where there is no event, or columns of 0 and 1 (--events-one-hot).
                In a file of times alone, such as beats, each event is 1; --events-decay 0.2 lets it
                fade.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, SUFFIX, ROOT, TIME, END, VALUE, LABELS, ONE_HOT, OTHERWISE, DECAY);
    }

    @Override
    public String shorthand() {
        return "NAME=SUFFIX";
    }

    @Override
    public Producer create(ProducerOptions options) {
        EventsBuilder events = Producers.events(options.get(NAME), ClipFiles.at(options.get(ROOT), options.get(SUFFIX)))
                .time(options.get(TIME))
                .until(options.get(END))
                .value(options.get(VALUE))
                .otherwise(options.get(OTHERWISE))
                .decay(options.get(DECAY));
        String[] labels = Lists.split(options.get(LABELS));
        if (labels.length > 0) {
            return (options.get(ONE_HOT) ? events.oneHot(labels) : events.index(labels)).build();
        }
        if (options.get(ONE_HOT)) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    ONE_HOT.name() + " makes a column for each label; name them (" + LABELS.name() + ")");
        }
        return events.build();
    }
}
