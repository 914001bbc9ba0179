package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import org.junit.jupiter.api.Test;

class ProducerOrderTest {
    private final FakeProducer gain = FakeProducer.constant("gain", 1).making("gain");
    private final FakeStore store = new FakeStore(clip("a.ecdc"));

    private SidecarException wrong(Producer... producers) {
        SidecarException failure =
                failureOf(() -> over(store, producers).build().run());
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(store.recovered).hasValue(0);
        assertThat(gain.inits).hasValue(0);
        assertThat(failureOf(() -> over(store, producers).build().produce(clip("a.ecdc"))))
                .hasMessage(failure.getMessage());
        return failure;
    }

    @Test
    void whatIsMadeLaterIsRefusedWithTheOrderToUse() {
        FakeProducer x = FakeProducer.oneMoreThan("gain", "x");
        FakeProducer y = FakeProducer.oneMoreThan("x", "y");

        SidecarException failure = wrong(y, x, gain);

        assertThat(failure.place()).isEqualTo(Place.NOWHERE.producer("more").column("x"));
        assertThat(failure.reason())
                .isEqualTo("needs a column that only a later producer makes; the order to use is constant gain, more x,"
                        + " more y");
        over(store, gain, x, y).build().run();
        assertThat(store.frame("a.ecdc").column("y").get(0)).isEqualTo(3);
    }

    @Test
    void aCircleIsRefusedWithItsColumns() {
        SidecarException failure = wrong(
                gain,
                FakeProducer.oneMoreThan("x", "unrelated"),
                FakeProducer.oneMoreThan("y", "x"),
                FakeProducer.oneMoreThan("z", "y"),
                FakeProducer.oneMoreThan("x", "z"));

        assertThat(failure.place()).isEqualTo(Place.NOWHERE.producer("more").column("y"));
        assertThat(failure.reason())
                .isEqualTo("needs a column that is made from its own: more x needs y, more y needs z, more z needs x;"
                        + " make one of them from another column, or under another name");
    }

    @Test
    void aColumnMadeFromItselfIsACircle() {
        assertThat(wrong(FakeProducer.oneMoreThan("x", "x")).reason()).contains("own: more x needs x;");
    }

    @Test
    void whatIsMadeTwiceMayBeNeededBetween() {
        over(store, gain, FakeProducer.oneMoreThan("gain", "x"), gain).build().run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("gain", "x");
    }

    @Test
    void whatNobodySaysToMakeMayBeInTheSidecars() {
        FakeStore old = new FakeStore(clip("a.ecdc", column("old", 4, 5, 6)));
        over(old, FakeProducer.oneMoreThan("old", "x")).build().run();
        assertThat(old.frame("a.ecdc").column("x").toArray()).containsExactly(5, 6, 7);
    }
}
