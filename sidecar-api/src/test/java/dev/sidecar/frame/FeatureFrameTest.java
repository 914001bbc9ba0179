package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureFrameTest {
    private static final Column GAIN = Column.of("gain", new float[] {1, 2, 3});
    private static final Column POS = Column.of("pos", new float[] {10, 20, 30});
    private static final FeatureFrame FRAME = FeatureFrame.of(GAIN, POS);

    @Test
    void columnsKeepTheirOrder() {
        assertThat(FRAME.names()).containsExactly("gain", "pos");
        assertThat(FRAME.columns()).containsExactly(GAIN, POS);
        assertThat(FRAME.frames()).isEqualTo(3);
        assertThat(FRAME.width()).isEqualTo(2);
        assertThat(FeatureFrame.of(3, List.of(POS, GAIN)).names()).containsExactly("pos", "gain");
        assertThat(FeatureFrame.of("x", new float[] {1})).isEqualTo(FeatureFrame.of(Column.of("x", new float[] {1})));
    }

    @Test
    void aFrameCanBeEmptyInBothDirections() {
        assertThat(FeatureFrame.empty(5).frames()).isEqualTo(5);
        assertThat(FeatureFrame.empty(5).width()).isZero();
        assertThat(FeatureFrame.of("x", new float[0]).frames()).isZero();
        assertThatThrownBy(() -> FeatureFrame.empty(-1)).hasMessageContaining("found -1");
    }

    @Test
    void aNameAppearsOnce() {
        assertThatThrownBy(() -> FeatureFrame.of(GAIN, GAIN))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.USAGE);
                    assertThat(e.place().column()).isEqualTo("gain");
                })
                .hasMessageContaining("twice");
    }

    @Test
    void everyColumnHasTValues() {
        assertThatThrownBy(() -> FeatureFrame.builder(2).add(GAIN))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
                    assertThat(e.place().column()).isEqualTo("gain");
                })
                .hasMessageContaining("expected 2 values, one per frame, found 3");
        assertThatThrownBy(() -> FRAME.with(List.of(Column.of("x", new float[2]))))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH));
    }

    @Test
    void aBuilderCanBuildAgain() {
        FeatureFrame.Builder builder = FeatureFrame.builder(3).add(GAIN);
        FeatureFrame first = builder.build();
        FeatureFrame second = builder.add("pos", new float[] {10, 20, 30}).build();
        assertThat(first.names()).containsExactly("gain");
        assertThat(second).isEqualTo(FRAME);
    }

    @Test
    void rowsInterleaveTheColumns() {
        float[] rows = new float[6];
        FRAME.rows(0, 3, rows);
        assertThat(rows).containsExactly(1, 10, 2, 20, 3, 30);
    }

    @Test
    void aWindowOfRowsTouchesNothingElse() {
        float[] rows = {-1, -1, -1, -1, -1};
        FRAME.rows(1, 2, rows);
        assertThat(rows).containsExactly(2, 20, 3, 30, -1);
        FRAME.rows(3, 0, rows);
        FeatureFrame.empty(3).rows(0, 3, rows);
        assertThat(rows).containsExactly(2, 20, 3, 30, -1);
    }

    @Test
    void aWindowOutsideIsRefusedBeforeAnythingIsWritten() {
        float[] rows = {-1, -1, -1, -1, -1};
        assertThatThrownBy(() -> FRAME.rows(2, 2, rows)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FRAME.rows(-1, 1, rows)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FRAME.rows(0, Integer.MAX_VALUE, rows)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FRAME.rows(0, 3, rows)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(rows).containsOnly(-1);
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThat(FRAME.column("pos")).isEqualTo(POS);
        assertThat(FRAME.find("pitch")).isEmpty();
        assertThatThrownBy(() -> FRAME.column("pitch"))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("no column \"pitch\"")
                .hasMessageContaining("gain, pos");
        assertThatThrownBy(() -> FeatureFrame.empty(1).column("pitch")).hasMessageContaining("there are none");
    }

    @Test
    void changesTakeTheirPlaceOrGoToTheEnd() {
        Column louder = Column.of("gain", new float[] {4, 5, 6});
        Column added = Column.of("x", new float[3]);
        assertThat(FRAME.with(List.of(added, louder)).columns()).containsExactly(louder, POS, added);
        assertThat(FRAME.columns()).containsExactly(GAIN, POS);
    }

    @Test
    void equalityKnowsTheOrder() {
        assertThat(FRAME).isEqualTo(FeatureFrame.of(GAIN, POS)).hasSameHashCodeAs(FeatureFrame.of(GAIN, POS));
        assertThat(FRAME).isNotEqualTo(FeatureFrame.of(POS, GAIN));
        assertThat(FeatureFrame.empty(1)).isNotEqualTo(FeatureFrame.empty(2));
    }

    @Test
    void forPeopleItIsOneLine() {
        assertThat(FeatureFrame.of("a\nb", new float[3])).hasToString("[3, 1] a\\nb");
    }
}
