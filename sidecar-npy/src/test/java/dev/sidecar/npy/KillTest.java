package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die in the midst of writing. */
class KillTest {
    private static final int LONGEST_LIFE = 400;

    @TempDir
    private Path temp;

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    /** What trees in which a value was written hold, by the value. */
    private final List<SortedMap<String, String>> halves = new ArrayList<>();

    private Path root = Path.of("");

    private Path tree(String name, int clips) {
        Path tree = temp.resolve(name);
        for (int clip = 0; clip < clips; clip++) {
            Tokens.write(tree.resolve(id(clip)), 100 + clip);
        }
        return tree;
    }

    private static String id(int clip) {
        return "a" + clip % 3 + "/" + clip + ".ecdc";
    }

    /** A tree in which 0 was written, and what the values after it would make of it. */
    private void tree(int clips, int values) {
        root = tree("tree", clips);
        Path other = tree("other", clips);
        for (int value = 0; value < values; value++) {
            Trees.overwrite(other, "x", value);
            halves.add(Rewrite.halves(other));
        }
        Trees.overwrite(root, "x", 0);
    }

    @BeforeEach
    void tellSeed() {
        System.out.println("seed " + seed);
    }

    /** Which of the values was written to a clip; fails if it is none of them, or a mixture. */
    private int written(SortedMap<String, String> found, int clip) {
        String base = SidecarPaths.base(id(clip));
        for (int value = 0; value < halves.size(); value++) {
            if (found.subMap(base + ".", base + "/").equals(halves.get(value).subMap(base + ".", base + "/"))) {
                return value;
            }
        }
        throw new AssertionError("seed " + seed + ": " + id(clip) + " is none of the sidecars that were written");
    }

    private void recover() {
        try (FileStore store = Trees.store(root)) {
            store.recover();
        }
    }

    @Test
    void aKilledWriterLeavesEachSidecarAsOneOfThoseItWrote() throws Exception {
        int clips = 50;
        tree(clips, 3);
        int torn = 0;
        int underway = 0;
        for (int kill = 0; kill < Nightly.kills(); kill++) {
            try (Child child = Child.start(Child.Work.REWRITE, root, 0)) {
                child.killAfter(random.nextInt(LONGEST_LIFE + 1));
            }
            List<Integer> refused = refused(clips);
            torn += refused.size();
            recover();
            SortedMap<String, String> found = Rewrite.halves(root);
            Set<Integer> values = new TreeSet<>();
            for (int clip = 0; clip < clips; clip++) {
                values.add(written(found, clip));
            }
            underway += values.size() > 1 ? 1 : 0;
            assertThat(Rewrite.temps(root)).as("seed " + seed).isEmpty();
            assertThat(refused(clips)).as("seed " + seed).isEmpty();
        }
        System.out.println(Nightly.kills() + " kills, " + underway + " of them halfway, " + torn
                + " torn pairs, all refused and repaired");
    }

    /** The clips whose sidecars cannot be opened; what can be opened has one value in all frames. */
    private List<Integer> refused(int clips) {
        List<Integer> refused = new ArrayList<>();
        SortedMap<String, String> found = Rewrite.halves(root);
        for (int clip = 0; clip < clips; clip++) {
            try (SidecarFile sidecar = SidecarFile.open(root.resolve(id(clip)))) {
                assertThat(sidecar.names()).containsExactly("x");
                written(found, clip);
            } catch (SidecarException e) {
                assertThat(e.kind()).as("seed " + seed).isEqualTo(SidecarException.Kind.MISMATCH);
                refused.add(clip);
            }
        }
        return refused;
    }

    @Test
    void aKilledRunThatIsRunAgainMakesWhatAnUndisturbedOneDoes() throws Exception {
        int clips = 50;
        tree(clips, 2);
        int underway = 0;
        for (int kill = 0; kill < Nightly.resumptions(); kill++) {
            Trees.delete(root);
            tree("tree", clips);
            try (Child child = Child.start(Child.Work.RUN, root, 1)) {
                child.killAfter(random.nextInt(LONGEST_LIFE + 1));
            }
            int done = Rewrite.halves(root).size();
            underway += done > 0 && done < halves.get(1).size() ? 1 : 0;
            assertThat(Trees.overwrite(root, "x", 1).failures()).isEmpty();
            assertThat(Rewrite.halves(root)).as("seed " + seed).isEqualTo(halves.get(1));
            assertThat(Rewrite.temps(root)).as("seed " + seed).isEmpty();
        }
        System.out.println(Nightly.resumptions() + " runs killed and resumed, " + underway + " of them halfway");
    }

    @Test
    void processesThatWriteTheSameSidecarsNeverMixThem() throws Exception {
        int clips = 200;
        int writers = 4;
        tree(clips, writers + 2);
        List<Child> children = new ArrayList<>();
        long written = 0;
        try {
            for (int writer = 1; writer <= writers; writer++) {
                children.add(Child.start(Child.Work.COMPETE, root, writer));
            }
            children.remove(random.nextInt(writers)).killAfter(random.nextInt(Nightly.seconds() * 1_000));
            for (Child child : children) {
                written += Long.parseLong(child.result());
            }
        } finally {
            children.forEach(Child::close);
        }
        recover();
        SortedMap<String, String> found = Rewrite.halves(root);
        for (int clip = 0; clip < clips; clip++) {
            written(found, clip);
        }
        assertThat(Rewrite.temps(root)).as("seed " + seed).isEmpty();
        assertThat(Trees.overwrite(root, "x", writers + 1).updated()).isEqualTo(clips);
        assertThat(Rewrite.halves(root)).isEqualTo(halves.get(writers + 1));
        System.out.println(writers + " processes, one killed, " + written + " sidecars written by the others");
    }
}
