package dev.sidecar.spi;

import java.util.List;

/**
 * Makes producers from options, so that they can be chosen by name: on a command line, in a recipe, or from a folder of
 * plug-ins. Found by {@link java.util.ServiceLoader}, on the class path and in the jars of a producers folder, or as a
 * single source file there.
 *
 * <pre>{@code
 * public final class Sine implements ProducerProvider {
 *     private static final ProducerOption<Double> HZ =
 *             ProducerOption.number("hz", "oscillations per second").withDefault(1.0);
 *
 *     public String name() { return "sine"; }
 *
 *     public String summary() { return "a sine wave"; }
 *
 *     public List<ProducerOption<?>> options() { return List.of(HZ); }
 *
 *     public Producer create(ProducerOptions options) {
 *         double hz = options.get(HZ);
 *         return clip -> FeatureFrame.of(Column.generate(
 *                 "sine", clip.frames(), t -> Math.sin(2 * Math.PI * hz * clip.grid().startSeconds(t))));
 *     }
 * }
 * }</pre>
 *
 * <p>On the command line an option {@code hz} is the flag {@code --hz}. Implementations need a public constructor
 * without parameters.
 */
public interface ProducerProvider {
    /**
     * The name by which the producer is chosen.
     *
     * @return such as {@code sine}; not blank, without control characters
     */
    String name();

    /**
     * What the producer makes, for lists.
     *
     * @return one line
     */
    String summary();

    /**
     * All that a user wants to know beyond the summary and the options: formulas, sources, what the columns hold.
     *
     * @return lines of text; by default none
     */
    default String help() {
        return "";
    }

    /**
     * The options that the producer takes.
     *
     * @return in the order in which help lists them; by default none
     */
    default List<ProducerOption<?>> options() {
        return List.of();
    }

    /**
     * A short way to write a whole producer on a command line, for those of which a run often has several: the names of
     * options in upper case, with other characters between them. With {@code NAME=START:END}, the producer {@code lin} is
     * chosen by the flag {@code --lin gain=0:1}, and each such flag makes a producer of its own. Options that the
     * shorthand does not name keep flags of their own.
     *
     * @return by default empty: every option has its flag
     */
    default String shorthand() {
        return "";
    }

    /**
     * Makes a producer. Called once per run and producer; what is expensive belongs into {@link Producer#init}.
     *
     * @param options a value for every declared option
     * @return a producer; if it does not {@linkplain Producer#describe() describe itself}, it is recorded under the name by
     *     which it was chosen, with the options
     */
    Producer create(ProducerOptions options);
}
