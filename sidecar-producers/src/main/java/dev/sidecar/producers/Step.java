package dev.sidecar.producers;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.Statistics;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One step of a derivation. As text: its name and its arguments, such as {@code savgol:11:3}; {@link StepText} reads it. */
sealed interface Step {
    /** What turns a column into another one of the same name. Each value is computed in float64 and rounded to float32. */
    sealed interface Transform extends Step permits Pointwise, MovingAverage, MovingMedian, SavitzkyGolay {
        Column apply(Column column);
    }

    /** What becomes a transform once statistics are known. */
    record Measured(String text, Scope scope, Function<Statistics, Pointwise> over) implements Step {
        @Override
        public String toString() {
            return text;
        }
    }

    /** The same on every JDK. */
    static String text(String name, double... arguments) {
        return name
                + Arrays.stream(arguments)
                        .mapToObj(number -> ":" + NumberOutput.toString(number, true))
                        .map(number -> number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
                        .collect(Collectors.joining());
    }
}
