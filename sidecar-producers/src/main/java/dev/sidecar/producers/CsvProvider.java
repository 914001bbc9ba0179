package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.nio.file.Path;
import java.util.List;

/** {@link Producers#csv} by the name {@code csv}; found by {@link java.util.ServiceLoader}. */
public final class CsvProvider implements ProducerProvider {
    private static final Path NO_FILE = Path.of("");

    static final ProducerOption<String> ROOT = ProducerOption.text(
                    "csv-root",
                    "the folder with the files, mirroring the tree; without one they lie beside the tokens. Not recorded")
            .withDefault("");
    static final ProducerOption<String> SUFFIX = ProducerOption.text(
                    "csv-suffix", "what takes the place of .ecdc in the files' names")
            .withDefault(".csv");
    static final ProducerOption<List<String>> COLUMNS = ProducerOption.text(
                    "csv-columns", "the columns to take, separated by commas; without it all of them")
            .repeatable();
    static final ProducerOption<Path> PARAMETERS = ProducerOption.file(
                    "csv-parameters", "the trainer's parameters.json, which says what the columns are")
            .withDefault(NO_FILE);
    static final ProducerOption<Boolean> SCALE =
            ProducerOption.flag("csv-scale", "clips continuous parameters to their range, and brings that to [0, 1]");
    static final ProducerOption<String> TIME = ProducerOption.text(
                    "csv-time", "the column with the time in seconds; without one there is a row per frame")
            .withDefault("");
    static final ProducerOption<String> RULE = ProducerOption.text(
                    "csv-rule", "with a time, what frames between rows have: " + Label.all(Interpolation.class))
            .withDefault("");
    static final ProducerOption<Boolean> TRIM =
            ProducerOption.flag("csv-trim", "drops rows beyond the last frame, which are an error else");
    static final ProducerOption<String> FILL = ProducerOption.text(
                    "csv-fill",
                    "frames after the last row: none, they are an error; hold, they have its value; pad, they have 0")
            .withDefault(Label.of(CsvColumns.Fill.NONE));

    /** For {@link java.util.ServiceLoader}. */
    public CsvProvider() {}

    @Override
    public String name() {
        return CsvColumns.NAME;
    }

    @Override
    public String summary() {
        return "columns of CSV files beside the tokens";
    }

    @Override
    public String help() {
        return """
                For a/x_120.0.ecdc the file is a/x_120.0.csv. Its first line names the columns, and
                each further one is a token frame: as many rows as frames, or it is an error, unless
                --csv-trim or --csv-fill says what to do; the column's documentation tells then.
                With --csv-time and --csv-rule, rows have a time instead, and frames have what the
                rule finds where they start; before the first and after the last row, their values
                hold.

                With --csv-parameters, the columns are those of the trainer's parameters.json:
                continuous ones with their range and unit, and for each class a column NAME_CLASS of
                0 and 1. The command conditioning-config writes the file that the trainer reads.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(ROOT, SUFFIX, COLUMNS, PARAMETERS, SCALE, TIME, RULE, TRIM, FILL);
    }

    @Override
    public Producer create(ProducerOptions options) {
        CsvBuilder csv = Producers.csv(ClipFiles.at(options.get(ROOT), options.get(SUFFIX)))
                .columns(Lists.split(options.get(COLUMNS)))
                .fill(Label.parse(CsvColumns.Fill.class, FILL.name(), options.get(FILL)));
        if (!options.get(PARAMETERS).equals(NO_FILE)) {
            csv.parameters(TrainerParameters.read(options.get(PARAMETERS)));
        }
        if (options.get(SCALE)) {
            csv.scaled();
        }
        if (options.get(TRIM)) {
            csv.trim();
        }
        if (options.get(TIME).isEmpty() != options.get(RULE).isEmpty()) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a time needs a rule for what lies between rows, and a rule needs a time: give both " + TIME.name()
                            + " and " + RULE.name() + ", or none");
        }
        if (!options.get(TIME).isEmpty()) {
            csv.time(options.get(TIME), Interpolation.ofLabel(options.get(RULE)));
        }
        return csv.build();
    }
}
