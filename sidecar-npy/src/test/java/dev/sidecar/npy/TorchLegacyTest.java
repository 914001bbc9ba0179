package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.FrameGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchLegacyTest {
    private static final Pickle MAGIC =
            Pickle.protocol(2).op(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, '.');
    private static final Pickle PROTOCOL = Pickle.protocol(2).integer(1001).op('.');
    private static final int TRUE = 0x88;
    private static final int FALSE = 0x89;

    @TempDir
    private Path folder;

    private static Pickle system(int littleEndian) {
        return Pickle.protocol(2).op('}').text("little_endian").op(littleEndian, 's', '.');
    }

    private static Pickle keys(String... keys) {
        Pickle list = Pickle.protocol(2).op(']', '(');
        for (String key : keys) {
            list.text(key);
        }
        return list.op('e', '.');
    }

    private static byte[] storage(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(values.length);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    private TokenFile open(Pickle system, Pickle object, Pickle keys, byte[]... storages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Pickle pickle : new Pickle[] {MAGIC, PROTOCOL, system, object, keys}) {
            bytes.writeBytes(pickle.bytes());
        }
        for (byte[] storage : storages) {
            bytes.writeBytes(storage);
        }
        return TokenFile.open(Files.write(folder.resolve("x.ecdc"), bytes.toByteArray()));
    }

    private static Pickle codes(long count, long... sizes) {
        return Pickle.tensor("LongStorage", "111", count, sizes);
    }

    @Test
    void findsItsStorageBehindOthers() throws IOException {
        Pickle object = Pickle.protocol(2)
                .op('}')
                .text("audio_length")
                .add(Pickle.tensor("LongStorage", "99", 1, 1))
                .op('s')
                .text("audio_codes")
                .add(codes(4, 2, 2))
                .op('s', '.');

        TokenFile file = open(system(TRUE), object, keys("99", "111"), storage(640), storage(1, 2, 3, 4));

        assertThat(file.container()).isEqualTo(TokenFile.Container.TORCH_LEGACY);
        assertThat(file.audioLength()).hasValue(640);
        assertThat(file.fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ)).isTrue();
        assertThat(file.codes().window(1, 1)).isEqualTo(new int[][] {{2}, {4}});
    }

    @Test
    void readsPicklesOfAnyLength() throws IOException {
        Pickle object = Pickle.protocol(2).op('}');
        for (int i = 0; i < 500; i++) {
            object.text("key " + i).text("x".repeat(i * 7)).op('s');
        }
        object.text("audio_codes").add(codes(2, 1, 2)).op('s', '.');

        TokenFile file = open(system(TRUE), object, keys("111"), storage(7, 8));

        assertThat(file.codes().window(0, 2)).isEqualTo(new int[][] {{7, 8}});
    }

    @Test
    void aPickleHasAtMost16MiB() {
        Pickle object = Pickle.protocol(2).op('}');
        String text = "x".repeat(60_000);
        for (int i = 0; i < 300; i++) {
            object.text("key").text(text).op('s');
        }

        assertThat(Failures.of(() -> open(system(TRUE), object, keys())).kind()).isEqualTo(LIMIT);
    }

    @Test
    void valuesOfBigEndianMachinesAreRefused() {
        Pickle object = Pickle.dict("audio_codes", codes(2, 1, 2));

        SidecarException failure = Failures.of(() -> open(system(FALSE), object, keys("111"), storage(1, 2)));

        assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
        assertThat(failure).hasMessageContaining("big-endian");
    }

    @Test
    void theListOfStoragesMustNameTheRightOnes() throws IOException {
        Pickle object = Pickle.dict("audio_codes", codes(2, 1, 2));

        for (Pickle keys : new Pickle[] {
            keys(), keys("5"), keys("5", "111"), Pickle.protocol(2).op('N', '.')
        }) {
            TokenFile file = open(system(TRUE), object, keys, storage(1, 2));
            assertThat(file.frames()).hasValue(2);
            assertThat(Failures.of(() -> file.codes().window(0, 1)).kind()).isEqualTo(FORMAT);
        }
    }
}
