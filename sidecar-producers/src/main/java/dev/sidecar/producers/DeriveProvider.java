package dev.sidecar.producers;

import dev.sidecar.frame.Column;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.util.List;

/** {@link Derivation} by the name {@code derive}; found by {@link java.util.ServiceLoader}. */
public final class DeriveProvider implements ProducerProvider {
    static final ProducerOption<String> NAME = ProducerOption.text("name", "the new column's name");
    static final ProducerOption<String> FROM = ProducerOption.text("from", "the column that it is made from");
    static final ProducerOption<String> STEPS =
            ProducerOption.text("steps", "what is done with it, separated by commas, such as hz_to_midi:8,median:5");

    /** For {@link java.util.ServiceLoader}. */
    public DeriveProvider() {}

    @Override
    public String name() {
        return Derived.NAME;
    }

    @Override
    public String summary() {
        return "a column made from another: smoothed, scaled, converted";
    }

    @Override
    public String help() {
        return """
                --derive pitch=f0@hz_to_midi:8,median:5 takes the column f0, of an earlier producer or
                of the sidecar, through two steps. Windows are odd numbers of frames, up to 1001.

                  average:WINDOW           moving average; at the edges, of what is there
                  savgol:WINDOW:DEGREE     Savitzky-Golay, SciPy's savgol_filter(mode="interp")
                  median:WINDOW            moving median, zeros outside, SciPy's medfilt
                  delta[:WIDTH]            slope per frame over 9 frames, librosa's delta
                  scale:LOW:HIGH[:OVER]    smallest value to LOW, largest to HIGH
                  scale:LOW:HIGH:MIN:MAX   MIN to LOW, MAX to HIGH
                  clip:LOW:HIGH            nothing below LOW or above HIGH
                  zscore[:OVER]            (x - mean) / std
                  zscore:MEAN:STD          the same with given numbers
                  log[:FLOOR]              natural logarithm of max(x, FLOOR)
                  amplitude_to_db[:FLOOR]  20 log10(max(x, FLOOR)); FLOOR is 1e-5 by default
                  db_to_amplitude          10^(x / 20)
                  hz_to_midi[:FLOOR]       12 log2(max(x, FLOOR) / 440) + 69
                  midi_to_hz               440 * 2^((x - 69) / 12)
                  quantise:STEP            to the nearest multiple of STEP

                OVER is corpus (the default) or clip. Over the corpus, all clips are gone through once
                before the first one is written, whichever shard the run is over; the numbers that are
                found are recorded. If columns are slow to make, such as those of audio, add them in a
                run of their own before.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(NAME, FROM, STEPS);
    }

    @Override
    public String shorthand() {
        return "NAME=FROM@STEPS";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return new Derivation(Column.checkedName(options.get(FROM)), StepText.parse(options.get(STEPS)))
                .as(options.get(NAME));
    }
}
