package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.USAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether every producer stands after those that make what it needs, as far as producers say what they make. A column
 * that no producer says it makes may be in the sidecars, which is found out clip by clip.
 */
final class ProducerOrder {
    private final List<CheckedProducer> producers;

    private ProducerOrder(List<CheckedProducer> producers) {
        this.producers = producers;
    }

    /** A producer's need of a column that others make. */
    private record Need(CheckedProducer producer, String column) {}

    static void check(List<CheckedProducer> producers) {
        ProducerOrder order = new ProducerOrder(producers);
        for (int i = 0; i < producers.size(); i++) {
            Optional<Need> unmet = order.unmet(producers.get(i), producers.subList(0, i));
            if (unmet.isPresent()) {
                throw order.wrong(unmet.get());
            }
        }
    }

    /** The first column, by name, that a producer needs, that some producer makes, and none of the earlier ones does. */
    private Optional<Need> unmet(CheckedProducer producer, List<CheckedProducer> earlier) {
        return producer.requires().stream()
                .filter(column -> maker(column, earlier).isEmpty())
                .filter(column -> maker(column, producers).isPresent())
                .sorted()
                .map(column -> new Need(producer, column))
                .findFirst();
    }

    private static Optional<CheckedProducer> maker(String column, List<CheckedProducer> among) {
        return among.stream()
                .filter(producer -> producer.makes().contains(column))
                .findFirst();
    }

    private SidecarException wrong(Need unmet) {
        List<CheckedProducer> right = new ArrayList<>();
        List<CheckedProducer> left = new ArrayList<>(producers);
        while (!left.isEmpty()) {
            Optional<CheckedProducer> next = left.stream()
                    .filter(producer -> unmet(producer, right).isEmpty())
                    .findFirst();
            if (next.isEmpty()) {
                return circle(left.get(0), right);
            }
            right.add(next.get());
            left.remove(next.get());
        }
        return failure(
                unmet,
                "needs a column that only a later producer makes; the order to use is "
                        + right.stream().map(ProducerOrder::label).collect(Collectors.joining(", ")));
    }

    /** Goes from need to maker until it comes round. */
    private SidecarException circle(CheckedProducer start, List<CheckedProducer> done) {
        List<Need> way = new ArrayList<>();
        CheckedProducer at = start;
        while (true) {
            Need need = unmet(at, done).orElseThrow();
            int seen = way.indexOf(need);
            if (seen >= 0) {
                List<Need> circle = way.subList(seen, way.size());
                return failure(
                        circle.get(0),
                        "needs a column that is made from its own: "
                                + circle.stream()
                                        .map(each -> label(each.producer()) + " needs " + each.column())
                                        .collect(Collectors.joining(", "))
                                + "; make one of them from another column, or under another name");
            }
            way.add(need);
            at = maker(need.column(), producers).orElseThrow();
        }
    }

    private static String label(CheckedProducer producer) {
        String columns = String.join(" ", producer.makes());
        return producer.description().producer() + (columns.isEmpty() ? "" : " " + columns);
    }

    private static SidecarException failure(Need need, String reason) {
        return new SidecarException(USAGE, need.producer().place().column(need.column()), reason);
    }
}
