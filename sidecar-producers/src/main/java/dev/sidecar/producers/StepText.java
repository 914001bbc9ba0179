package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads steps as they write themselves: {@code hz_to_midi:8,median:5,zscore:corpus}. */
final class StepText {
    /** A step's name, and what it takes. */
    private record Form(String name, String arguments) {
        @Override
        public String toString() {
            return name + arguments;
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(MovingAverage.NAME, ":WINDOW"),
            new Form(SavitzkyGolay.NAME, ":WINDOW:DEGREE"),
            new Form(MovingMedian.NAME, ":WINDOW"),
            new Form(SavitzkyGolay.DELTA, "[:WIDTH]"),
            new Form(Pointwise.SCALE, ":LOW:HIGH[:corpus|:clip|:MIN:MAX]"),
            new Form(Pointwise.CLIP, ":LOW:HIGH"),
            new Form(Pointwise.ZSCORE, "[:corpus|:clip|:MEAN:STD]"),
            new Form(Pointwise.LOG, "[:FLOOR]"),
            new Form(Pointwise.AMPLITUDE_TO_DB, "[:FLOOR]"),
            new Form(Pointwise.DB_TO_AMPLITUDE, ""),
            new Form(Pointwise.HZ_TO_MIDI, "[:FLOOR]"),
            new Form(Pointwise.MIDI_TO_HZ, ""),
            new Form(Pointwise.QUANTISE, ":STEP"));

    private final String text;
    private final String name;
    private final List<String> arguments;

    private StepText(String text) {
        this.text = text;
        List<String> parts = List.of(text.split(":", -1));
        this.name = parts.get(0);
        this.arguments = parts.subList(1, parts.size());
    }

    static List<Step> parse(String steps) {
        List<Step> parsed = new ArrayList<>();
        for (String step : steps.split(",", -1)) {
            parsed.add(new StepText(step).parse());
        }
        return parsed;
    }

    static String of(List<Step> steps) {
        return steps.stream().map(Step::toString).collect(Collectors.joining(","));
    }

    private Step parse() {
        return switch (name + " " + arguments.size()) {
            case MovingAverage.NAME + " 1" -> new MovingAverage(whole(0));
            case SavitzkyGolay.NAME + " 2" -> SavitzkyGolay.smoothing(whole(0), whole(1));
            case MovingMedian.NAME + " 1" -> new MovingMedian(whole(0));
            case SavitzkyGolay.DELTA + " 0" -> SavitzkyGolay.delta(Derivation.DELTA_WIDTH);
            case SavitzkyGolay.DELTA + " 1" -> SavitzkyGolay.delta(whole(0));
            case Pointwise.SCALE + " 2" -> Pointwise.scale(number(0), number(1), Scope.CORPUS);
            case Pointwise.SCALE + " 3" -> Pointwise.scale(number(0), number(1), scope(2));
            case Pointwise.SCALE + " 4" -> Pointwise.scale(number(0), number(1), number(2), number(3));
            case Pointwise.CLIP + " 2" -> Pointwise.clip(number(0), number(1));
            case Pointwise.ZSCORE + " 0" -> Pointwise.zScore(Scope.CORPUS);
            case Pointwise.ZSCORE + " 1" -> Pointwise.zScore(scope(0));
            case Pointwise.ZSCORE + " 2" -> Pointwise.zScore(number(0), number(1));
            case Pointwise.LOG + " 0" -> Pointwise.log();
            case Pointwise.LOG + " 1" -> Pointwise.log(number(0));
            case Pointwise.AMPLITUDE_TO_DB + " 0" -> Pointwise.amplitudeToDb(Derivation.MIN_AMPLITUDE);
            case Pointwise.AMPLITUDE_TO_DB + " 1" -> Pointwise.amplitudeToDb(number(0));
            case Pointwise.DB_TO_AMPLITUDE + " 0" -> Pointwise.dbToAmplitude();
            case Pointwise.HZ_TO_MIDI + " 0" -> Pointwise.hzToMidi();
            case Pointwise.HZ_TO_MIDI + " 1" -> Pointwise.hzToMidi(number(0));
            case Pointwise.MIDI_TO_HZ + " 0" -> Pointwise.midiToHz();
            case Pointwise.QUANTISE + " 1" -> Pointwise.quantise(number(0));
            default -> throw unknown();
        };
    }

    private SidecarException unknown() {
        return FORMS.stream()
                .filter(form -> form.name().equals(name))
                .findFirst()
                .map(form -> usage("expected " + form + ", found \"" + text + "\""))
                .orElseGet(() -> SidecarException.unknownName(
                        Place.NOWHERE,
                        "step",
                        name,
                        FORMS.stream().map(Form::name).toList()));
    }

    private double number(int index) {
        return Decimal.parse(arguments.get(index))
                .orElseThrow(() -> usage(
                        "expected a number in the step \"" + text + "\", found \"" + arguments.get(index) + "\""));
    }

    private int whole(int index) {
        double number = number(index);
        if (number != (int) number) {
            throw usage("expected a whole number in the step \"" + text + "\", found " + arguments.get(index));
        }
        return (int) number;
    }

    private Scope scope(int index) {
        return Arrays.stream(Scope.values())
                .filter(scope -> Label.of(scope).equals(arguments.get(index)))
                .findFirst()
                .orElseThrow(() -> usage("expected " + Label.all(Scope.class).replace(", ", " or ")
                        + ", or two numbers, in the step \"" + text + "\", found \"" + arguments.get(index) + "\""));
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }
}
