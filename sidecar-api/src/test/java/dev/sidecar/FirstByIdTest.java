package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FirstByIdTest {
    @Test
    void itKeepsTheItemsOfTheSmallestIdsInTheOrderOfIdsAndThenOfComing() {
        FirstById<String> first = new FirstById<>(3);
        first.add("b", "b1");
        first.add("c", "c1");
        first.add("b", "b2");
        first.add("a", "a1");
        first.add("b", "b3");

        assertThat(first.toList()).containsExactly("a1", "b1", "b2");
    }

    private record Item(String id, int number) {}

    @Test
    void itAgreesWithSortingEverything() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int limit = random.nextInt(1, 20);
            FirstById<Item> first = new FirstById<>(limit);
            List<Item> all = new ArrayList<>();
            for (int i = random.nextInt(100); i > 0; i--) {
                Item item = new Item(Integer.toString(random.nextInt(1, 40)), i);
                all.add(item);
                first.add(item.id(), item);
            }
            all.sort(Comparator.comparing(Item::id));

            assertThat(first.toList()).as("seed %s", seed).isEqualTo(all.subList(0, Math.min(limit, all.size())));
        }
    }
}
