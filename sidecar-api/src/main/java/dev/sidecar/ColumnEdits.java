package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What happens to the columns of a sidecar before producers work: some are dropped, then some are renamed, all at once,
 * so that two names can be swapped.
 *
 * @param dropAll whether no column stays
 * @param drop the names of those that go
 * @param rename new names by old ones
 */
record ColumnEdits(boolean dropAll, Set<String> drop, Map<String, String> rename) {
    boolean isEmpty() {
        return !dropAll && drop.isEmpty() && rename.isEmpty();
    }

    FeatureFrame apply(String clip, FeatureFrame frame) {
        if (dropAll) {
            return FeatureFrame.empty(frame.frames());
        }
        if (isEmpty()) {
            return frame;
        }
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Column column : frame.columns()) {
            if (drop.contains(column.name())) {
                continue;
            }
            String name = rename.getOrDefault(column.name(), column.name());
            if (!names.add(name)) {
                throw new SidecarException(
                        MISMATCH,
                        Place.clip(clip).column(name),
                        "two columns would have this name after renaming; drop the one that is there, or choose another"
                                + " name");
            }
            columns.add(column.withName(name));
        }
        return FeatureFrame.of(frame.frames(), columns);
    }

    /** The columns that were to be edited and are not there. */
    List<Finding> missing(String clip, FeatureFrame frame) {
        return Stream.concat(drop.stream(), rename.keySet().stream())
                .filter(name -> frame.find(name).isEmpty())
                .sorted()
                .map(name -> new Finding(
                        Finding.Code.NO_SUCH_COLUMN,
                        clip,
                        "its sidecar has no column \"" + name + "\"; there are "
                                + (frame.width() == 0 ? "none" : String.join(", ", frame.names()))))
                .toList();
    }

    /** The new names of renamed columns, as far as they were there. */
    List<String> renamed(FeatureFrame frame) {
        return frame.names().stream()
                .filter(name -> rename.containsKey(name) && !drop.contains(name))
                .map(name -> rename.getOrDefault(name, name))
                .toList();
    }
}
