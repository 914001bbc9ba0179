package dev.sidecar.testkit;

import dev.sidecar.frame.FeatureFrame;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a frame: its size, its columns, and through {@link #column} their values. All of them fail for a
 * {@code null} frame.
 */
public final class FrameAssert extends AbstractAssert<FrameAssert, FeatureFrame> {
    FrameAssert(@Nullable FeatureFrame actual) {
        super(actual, FrameAssert.class);
    }

    /**
     * The frame has T frames.
     *
     * @param frames T
     * @return this
     * @throws AssertionError if it has another number of frames
     */
    public FrameAssert hasFrames(int frames) {
        isNotNull();
        if (actual.frames() != frames) {
            throw failure("%s", "expected " + frames + " frames, found " + actual.frames() + ", in " + actual);
        }
        return this;
    }

    /**
     * The frame has D columns.
     *
     * @param columns D
     * @return this
     * @throws AssertionError if it has another number of columns
     */
    public FrameAssert hasWidth(int columns) {
        isNotNull();
        if (actual.width() != columns) {
            throw failure("%s", "expected " + columns + " columns, found " + actual.width() + ", in " + actual);
        }
        return this;
    }

    /**
     * The frame has these columns, in this order, and no others.
     *
     * @param names the names; none for a frame without columns
     * @return this
     * @throws AssertionError if the names or their order differ
     */
    public FrameAssert hasColumns(String... names) {
        isNotNull();
        List<String> expected = List.of(names);
        if (!actual.names().equals(expected)) {
            throw failure("%s", Difference.ofNames(expected, actual.names()));
        }
        return this;
    }

    /**
     * The frame has a column of this name.
     *
     * @param name the name
     * @return this
     * @throws AssertionError if it has none
     */
    public FrameAssert hasColumn(String name) {
        isNotNull();
        if (actual.find(name).isEmpty()) {
            throw failure("%s", "expected a column \"" + name + "\", found " + Difference.list(actual.names()));
        }
        return this;
    }

    /**
     * The frame has no column of this name.
     *
     * @param name the name
     * @return this
     * @throws AssertionError if it has one
     */
    public FrameAssert doesNotHaveColumn(String name) {
        isNotNull();
        if (actual.find(name).isPresent()) {
            throw failure("%s", "expected no column \"" + name + "\", found " + Difference.list(actual.names()));
        }
        return this;
    }

    /**
     * Goes on with one column; {@link ColumnAssert#and} comes back.
     *
     * @param name the column's name
     * @return assertions on the column
     * @throws AssertionError if there is no such column
     */
    public ColumnAssert column(String name) {
        hasColumn(name);
        ColumnAssert column = new ColumnAssert(actual.column(name), this);
        return info.hasDescription() ? column.as(info.description()) : column;
    }

    /**
     * The frame equals another: T, the columns in order, and of each column the bits of all values and what is said
     * about them. The message tells the first difference.
     *
     * @param expected a frame
     * @return this
     * @throws AssertionError if they differ
     */
    @Override
    public FrameAssert isEqualTo(@Nullable Object expected) {
        try {
            return super.isEqualTo(expected);
        } catch (AssertionError plain) {
            if (actual != null && expected instanceof FeatureFrame frame && !frame.equals(actual)) {
                throw failure("%s", Difference.between(frame, actual));
            }
            throw plain;
        }
    }
}
