package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarExceptionTest {
    @Test
    void theMessageTellsPlaceReasonAndKind() {
        Place place = Place.clip("a/x.ecdc").producer("lin").column("gain").frame(7);
        assertThat(new SidecarException(Kind.PRODUCER, place, "expected a finite value, found NaN"))
                .hasMessage("a/x.ecdc: expected a finite value, found NaN"
                        + " (producer lin, column gain, frame 7) [PRODUCER]");
        assertThat(new SidecarException(
                        Kind.FORMAT, Place.file(Path.of("x.npy")).offset(12), "bad magic"))
                .hasMessage("x.npy: bad magic (byte 12) [FORMAT]");
        assertThat(new SidecarException(Kind.USAGE, Place.NOWHERE, "no root")).hasMessage("no root [USAGE]");
    }

    @Test
    void theFieldsAreForPrograms() {
        Exception cause = new IllegalStateException("deep");
        Place place = Place.clip("x.ecdc");
        SidecarException e = new SidecarException(Kind.IO, place, "disk full", cause);
        assertThat(e.kind()).isEqualTo(Kind.IO);
        assertThat(e.place()).isEqualTo(place);
        assertThat(e.reason()).isEqualTo("disk full");
        assertThat(e).hasCause(cause);
    }

    @Test
    void withinFillsInWhatIsNotKnown() {
        SidecarException inner = new SidecarException(Kind.LIMIT, Place.NOWHERE.column("gain"), "too large");
        SidecarException outer =
                inner.within(Place.clip("x.ecdc").producer("lin").column("other"));
        assertThat(outer).hasMessage("x.ecdc: too large (producer lin, column gain) [LIMIT]");
        assertThat(outer.place()).isEqualTo(new Place(null, "x.ecdc", "lin", "gain", null, null));
        assertThat(outer).hasCause(inner);
        assertThat(outer.kind()).isEqualTo(Kind.LIMIT);
        assertThat(outer.reason()).isEqualTo("too large");
    }

    @Test
    void withinNothingNewIsTheSameException() {
        SidecarException e = new SidecarException(Kind.IO, Place.clip("x.ecdc"), "gone");
        assertThat(e.within(Place.NOWHERE)).isSameAs(e);
        assertThat(e.within(Place.clip("y.ecdc"))).isSameAs(e);
    }

    @Test
    void aFileAndItsClipAreBothTold() {
        Place place = Place.file(Path.of("x.cond.npy")).within(Place.clip("x.ecdc"));
        assertThat(new SidecarException(Kind.IO, place, "gone")).hasMessage("x.cond.npy: gone (clip x.ecdc) [IO]");
    }

    @Test
    void theMessageIsOneLineWhateverTheNames() {
        Place place = Place.clip("a\nb\r\u001b[31m.ecdc").column("x\u2028\u202ey");
        assertThat(new SidecarException(Kind.PRODUCER, place, "bad\tvalue"))
                .hasMessage("a\\nb\\u000d\\u001b[31m.ecdc: bad\\tvalue (column x\\u2028\\u202ey) [PRODUCER]");
    }

    @ParameterizedTest
    @CsvSource({
        "0000, \\u0000",
        "0085, \\u0085",
        "2029, \\u2029",
        "200B, \\u200b",
        "FEFF, \\ufeff",
        "D800, \\ud800",
        "E0001, \\U000e0001",
    })
    void harmfulCharactersAreEscaped(String codePoint, String escape) {
        String character = new String(new int[] {Integer.parseInt(codePoint, 16)}, 0, 1);
        assertThat(SidecarException.onOneLine("a" + character + "1")).isEqualTo("a" + escape + "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x_120.0.ecdc", "\u6e29\u5ea6 \ud83d\ude00", "cafe\u0301", "C:\\x \"y\""})
    void otherTextStaysAsItIs(String text) {
        assertThat(SidecarException.onOneLine(text)).isEqualTo(text);
    }

    @Test
    void itSurvivesSerialisationWithoutItsPlace() throws Exception {
        SidecarException e = new SidecarException(Kind.IO, Place.clip("x.ecdc"), "gone");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            SidecarException copy = (SidecarException) in.readObject();
            assertThat(copy).hasMessage(e.getMessage());
            assertThat(copy.kind()).isEqualTo(Kind.IO);
            assertThat(copy.place()).isEqualTo(Place.NOWHERE);
        }
    }
}
