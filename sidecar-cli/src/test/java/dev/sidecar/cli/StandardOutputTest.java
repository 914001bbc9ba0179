package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    @Test
    void aFullDiskIsRememberedAndEndsInOne() {
        StandardOutput full = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        assertThat(Main.run(full, "--version")).isEqualTo(1);
        assertThat(full.failure()).hasMessage("No space left on device");
        assertThat(full.isAbandoned()).isFalse();
    }

    @Test
    void aReaderThatLeftIsTold() throws IOException {
        Pipe pipe = Pipe.open();
        try (OutputStream sink = Channels.newOutputStream(pipe.sink())) {
            StandardOutput out = new StandardOutput(sink);
            out.write('a');
            assertThat(out.isAbandoned()).isFalse();
            pipe.source().close();
            assertThatIOException().isThrownBy(() -> out.write('b'));
            assertThat(out.isAbandoned()).isTrue();
            assertThat(Main.run(out, "--version")).isEqualTo(1);
        }
    }
}
