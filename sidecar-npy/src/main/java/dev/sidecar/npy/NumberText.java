package dev.sidecar.npy;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Numbers as text, with the same digits on every JDK. */
final class NumberText {
    private NumberText() {}

    /** The shortest decimal that reads as this number; without a fraction where it is an integer. */
    static String of(double number) {
        return number == (long) number ? Long.toString((long) number) : NumberOutput.toString(number, true);
    }

    /** The same of a float. */
    static String of(float number) {
        return number == (long) number ? Long.toString((long) number) : NumberOutput.toString(number, true);
    }
}
