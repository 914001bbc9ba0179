package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FromHdf5Test {
    /** Of these HDF5 features is more than is read here. */
    private static final Set<String> UNREADABLE = Set.of("h5py_scaleoffset.h5");

    @TempDir
    private Path folder;

    private static Clip clip(String id, int frames) {
        return Clip.of(id, FrameGrid.encodec24kHz(frames));
    }

    private static FeatureFrame produce(Producer producer, Clip clip) {
        return Sidecar.builder().with(producer).build().produce(clip);
    }

    static Stream<JsonNode> readable() {
        return Fixtures.expected("hdf5")
                .filter(entry -> !entry.get("values").isNull()
                        && !UNREADABLE.contains(entry.get("file").textValue()));
    }

    static Stream<JsonNode> refused() {
        return Fixtures.expected("hdf5")
                .filter(entry -> entry.get("values").isNull()
                        || UNREADABLE.contains(entry.get("file").textValue()));
    }

    private static Producer fixture(JsonNode entry) {
        return Hdf5Columns.from(Fixtures.path("hdf5/" + entry.get("file").textValue()))
                .path(entry.get("dataset").textValue())
                .build();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void whatH5pyReadsIsRead(JsonNode entry) {
        int frames = entry.get("shape").get(0).intValue();
        int width =
                entry.get("shape").size() == 1 ? 1 : entry.get("shape").get(1).intValue();
        FeatureFrame frame = produce(fixture(entry), clip("a.ecdc", frames));
        assertThat(frame.frames()).isEqualTo(frames);
        assertThat(frame.width()).isEqualTo(width);
        for (int i = 0; i < frames * width; i++) {
            assertThat(frame.columns().get(i % width).get(i / width))
                    .isEqualTo(entry.get("values").get(i).floatValue());
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatHoldsNoNumbersIsRefused(JsonNode entry) {
        SidecarException failure = Failures.of(() -> fixture(entry).produce(clip("a.ecdc", 5)));
        assertThat(failure.kind()).isIn(Kind.UNSUPPORTED, Kind.IO);
        assertThat(failure)
                .hasMessageContainingAll(
                        entry.get("file").textValue(), entry.get("dataset").textValue());
    }

    private Path write(String name, Hdf5Group root) {
        Path file = folder.resolve(name);
        Hdf5.write(file, root);
        return file;
    }

    private static Hdf5Group group(String path, String dataset, Object array) {
        Hdf5Group root = new Hdf5Group();
        root.below(path).dataset(dataset, array);
        return root;
    }

    @Test
    void datasetsAreFoundByTheClipsId() throws Exception {
        Hdf5Group root = group("a/x_1.5.ecdc", "cond", new float[][] {{1, 2}, {3, 4}});
        root.below("a/x_1.5").dataset("pitch", new double[] {5, 0.1});
        root.below("by").dataset("x_1.5", new int[] {7, -8});
        Path file = write("all.h5", root);
        Clip clip = clip("a/x_1.5.ecdc", 2);
        try (Producer all = Hdf5Columns.from(file).build()) {
            FeatureFrame frame = produce(all, clip);
            assertThat(frame.names()).containsExactly("cond_0", "cond_1");
            assertThat(frame.column("cond_1").toArray()).containsExactly(2, 4);
        }
        FeatureFrame pitch =
                produce(Hdf5Columns.from(file).path("/{stem}/pitch").build(), clip);
        assertThat(pitch.column("pitch").toArray()).containsExactly(5, 0.1f);
        FeatureFrame named =
                produce(Hdf5Columns.from(file).path("by/{name}").names("n").build(), clip);
        assertThat(named.column("n").toArray()).containsExactly(7, -8);
    }

    @Test
    void aClipIsLookedForInEveryFile() {
        Path first = write("1.h5", group("a.ecdc", "cond", new float[] {1}));
        Path second = write("2.h5", group("b.ecdc", "cond", new float[] {2}));
        Producer both = Hdf5Columns.from(first, second).build();
        assertThat(produce(both, clip("b.ecdc", 1)).column("cond").get(0)).isEqualTo(2);
        SidecarException failure = Failures.of(() -> both.produce(clip("c.ecdc", 1)));
        assertThat(failure.kind()).isEqualTo(Kind.IO);
        assertThat(failure).hasMessageContainingAll("1.h5", "c.ecdc/cond", "1 others", "producer from_hdf5");
    }

    @Test
    void eachClipMayHaveAFileOfItsOwn() throws Exception {
        Files.createDirectories(folder.resolve("a"));
        write("a/x.1.h5", group("features", "f0", new float[] {1, 2}));
        Producer own = Hdf5Columns.under(folder).path("features/f0").build();
        assertThat(produce(own, clip("a/x.1.ecdc", 2)).column("f0").toArray()).containsExactly(1, 2);
        assertThat(Failures.of(() -> own.produce(clip("b.ecdc", 2))).kind()).isEqualTo(Kind.IO);
        assertThat(Failures.of(() -> own.produce(clip("../x.ecdc", 2))).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void namesAndUnitsBesideADatasetAreTaken() {
        Hdf5Group root = group("a.ecdc", "cond", new float[][] {{1, 2}});
        root.below("a.ecdc").dataset("names", new String[] {"gain", "\u97f3"});
        root.below("a.ecdc").dataset("units", new String[] {"dB", ""});
        Path file = write("x.h5", root);
        FeatureFrame frame = produce(Hdf5Columns.from(file).build(), clip("a.ecdc", 1));
        assertThat(frame.names()).containsExactly("gain", "\u97f3");
        assertThat(frame.column("gain").units()).isEqualTo("dB");
        SidecarException failure =
                Failures.of(() -> Hdf5Columns.from(file).names("a").build().produce(clip("a.ecdc", 1)));
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure).hasMessageContaining("names of 2 columns, found 1");
        SidecarException twice =
                Failures.of(() -> Hdf5Columns.from(file).names("a", "a").build().produce(clip("a.ecdc", 1)));
        assertThat(twice.kind()).isEqualTo(Kind.FORMAT);
    }

    @Test
    void namesMayBeAnAttribute() {
        Hdf5Group root = group("a.ecdc", "cond", new float[][] {{1, 2}});
        root.below("a.ecdc").attribute("names", new String[] {"u", "v"});
        Path file = write("x.h5", root);
        assertThat(produce(Hdf5Columns.from(file).build(), clip("a.ecdc", 1)).names())
                .containsExactly("u", "v");
    }

    @Test
    void aPackedTreeIsAFileOfColumns() {
        Path root = folder.resolve("ecdc");
        Tokens.write(root.resolve("a.ecdc"), 4);
        Tokens.write(root.resolve("b.ecdc"), 0);
        Trees.append(root, "gain", 0.5f);
        Path file = folder.resolve("tree.h5");
        SidecarPack.builder().root(root).build().pack(file);
        Producer producer = Hdf5Columns.from(file).build();
        assertThat(produce(producer, clip("a.ecdc", 4)).column("gain").toArray())
                .containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(produce(producer, clip("b.ecdc", 0)).names()).containsExactly("gain");
        assertThat(producer.makes()).isEmpty();
        Producer missing = Hdf5Columns.from(file).path("{id}/pitch").build();
        for (Clip clip : List.of(clip("a.ecdc", 4), clip("b.ecdc", 0))) {
            assertThat(Failures.of(() -> missing.produce(clip))).hasMessageContaining("/pitch");
        }
        Producer misspelt = Hdf5Columns.from(file).path("{id}/con").build();
        assertThat(Failures.of(() -> produce(misspelt, clip("a.ecdc", 4))))
                .hasMessageContaining("there is no dataset a.ecdc/con in this file; say where it is");
    }

    @Test
    void anotherShapeIsRefused() {
        Hdf5Group root = group("a.ecdc", "cond", new float[][] {{1, 2}});
        root.below("a.ecdc").dataset("cube", new float[1][1][1]);
        root.below("a.ecdc").dataset("scalar", 3.0);
        Path file = write("x.h5", root);
        SidecarException rows = Failures.of(() -> Hdf5Columns.from(file).build().produce(clip("a.ecdc", 2)));
        assertThat(rows.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(rows).hasMessageContainingAll("each of 2 frames", "[1, 2]", "transpose");
        for (String name : List.of("cube", "scalar")) {
            Producer other = Hdf5Columns.from(file).path("{id}/" + name).build();
            assertThat(Failures.of(() -> other.produce(clip("a.ecdc", 1))).kind())
                    .isEqualTo(Kind.UNSUPPORTED);
        }
    }

    @Test
    void aValueBeyondFloat32IsRefused() {
        Path file = write("x.h5", group("a.ecdc", "cond", new double[] {1, 1e39}));
        SidecarException failure =
                Failures.of(() -> Hdf5Columns.from(file).build().produce(clip("a.ecdc", 2)));
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure).hasMessageContainingAll("value 1 is 1.0E39", "a.ecdc/cond");
    }

    @Test
    void filesAreRecordedByTheirContent() throws Exception {
        Path file = write("x.h5", group("a.ecdc", "cond", new float[] {1}));
        Provenance provenance = Hdf5Columns.from(file).names("n").build().describe();
        assertThat(provenance.producer()).isEqualTo("from_hdf5");
        assertThat(provenance.options())
                .containsEntry("hdf5", List.of(Map.of("file", "x.h5", "sha256", Sha256.of(Files.readAllBytes(file)))))
                .containsEntry("hdf5-names", List.of("n"));
        assertThat(provenance.options().toString()).doesNotContain(folder.toString());
        assertThat(Hdf5Columns.under(folder).build().describe().options().toString())
                .doesNotContain(folder.toString());
        ProducerOptions again = ProducerOptions.of(new FromHdf5Provider(), provenance.options(), folder);
        assertThat(produce(new FromHdf5Provider().create(again), clip("a.ecdc", 1))
                        .column("n")
                        .get(0))
                .isEqualTo(1);
    }

    @Test
    void aFileThatChangesBetweenRunsIsRecordedAnew() throws Exception {
        Path file = write("x.h5", group("a.ecdc", "cond", new float[] {1}));
        Producer producer = Hdf5Columns.from(file).build();
        FeatureFrame first = produce(producer, clip("a.ecdc", 1));
        write("x.h5", group("a.ecdc", "cond", new float[] {2}));
        FeatureFrame second = produce(producer, clip("a.ecdc", 1));
        assertThat(second.column("cond").get(0)).isEqualTo(2);
        assertThat(second.column("cond").provenance())
                .isPresent()
                .isNotEqualTo(first.column("cond").provenance());
    }

    private SidecarException wrong(Map<String, ?> options) {
        FromHdf5Provider provider = new FromHdf5Provider();
        return Failures.of(() -> provider.create(ProducerOptions.of(provider, options, folder)));
    }

    @Test
    void wrongOptionsAreRefused() {
        Path file = write("x.h5", group("a.ecdc", "cond", new float[] {1}));
        assertThat(wrong(Map.of())).hasMessageContainingAll("--hdf5", "--hdf5-root");
        assertThat(wrong(Map.of("hdf5", "x.h5", "hdf5-root", "y"))).hasMessageContaining("either");
        assertThat(wrong(Map.of("hdf5", "none.h5"))).hasMessageContaining("no such file");
        assertThat(wrong(Map.of("hdf5", file, "hdf5-path", "{clip}/x"))).hasMessageContainingAll("clip", "stem");
        assertThat(wrong(Map.of("hdf5", file, "hdf5-path", " "))).hasMessageContaining("blank");
    }

    @Test
    void aFolderIsNoFile() {
        SidecarException failure =
                Failures.of(() -> Hdf5Columns.from(folder).build().produce(clip("a.ecdc", 1)));
        assertThat(failure.kind()).isEqualTo(Kind.IO);
    }
}
