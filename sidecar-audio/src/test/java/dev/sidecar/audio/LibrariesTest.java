package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read with the code of others, and what happens without it. */
class LibrariesTest {
    @TempDir
    private Path folder;

    private Path file(char kind, String hex) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("TEST" + kind).getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
        return Files.write(folder.resolve("x.mp3"), bytes.toByteArray());
    }

    private SidecarException failure(char kind, String hex) throws IOException {
        Path path = file(kind, hex);
        return Failures.of(() -> Streams.all(path));
    }

    @Test
    void whatAProviderOfJavaSoundKnowsIsRead() throws IOException {
        assertThat(Streams.all(file('p', "0040 0080 0100"))).containsExactly(0.5f, -1, 0x1p-15f);
        assertThat(Streams.all(file('p', "0040 0080 0100"), 1)).containsExactly(0.5f, -1, 0x1p-15f);
        assertThat(Streams.all(file('p', ""))).isEmpty();
        assertThat(Streams.all(file('s', "0040 0080"))).containsExactly(0.5f, -1);
    }

    @Test
    void whatIsNotPcmIsConverted() throws IOException {
        assertThat(Streams.all(file('u', "ff 80 00"))).containsExactly(0, 32124 / 32768f, -32124 / 32768f);
    }

    @Test
    void whatAProviderCannotFinishIsRefused() throws IOException {
        assertThat(failure('s', "0040").kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure('s', "0040").reason()).contains("truncated");
        assertThat(failure('x', "").kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure('x', "").reason()).contains("as ordered");
        assertThat(failure('e', "00").kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    /** Loads this module's classes once more, in a world without jorbis. */
    private static final class WithoutJorbis extends ClassLoader {
        WithoutJorbis() {
            super(LibrariesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.jcraft.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.sidecar.audio.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String resource = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getResourceAsStream(resource), resource)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void withoutTheLibraryForOggTheErrorNamesIt() throws ReflectiveOperationException {
        Class<?> audioFile = new WithoutJorbis().loadClass(AudioFile.class.getName());
        assertThat(audioFile).isNotEqualTo(AudioFile.class);
        SidecarException failure = Failures.of(() -> {
            try {
                audioFile.getMethod("open", Path.class).invoke(null, Fixtures.path("golden/vorbis_mono.ogg"));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure.reason()).contains("org.jcraft:jorbis:0.0.17");
        AutoCloseable flac = (AutoCloseable)
                audioFile.getMethod("open", Path.class).invoke(null, Fixtures.path("formats/mono.flac"));
        assertThat(flac).isNotNull();
    }
}
