package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.FrameGrid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Every way by which bytes of others come in, taken to its end. */
final class ForeignBytes implements AutoCloseable {
    private static final int MOST_FRAMES = 500;
    private static final int MOST_SEGMENTS = 4;
    private static final int WIDTH = 2;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final Path file = memory.getPath("x");

    private Path write(byte[] bytes) throws IOException {
        return Files.write(file, bytes);
    }

    void tokens(byte[] bytes) throws IOException {
        TokenFile tokens = TokenFile.open(write(bytes));
        assertThat(tokens.fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ)).isIn(true, false);
        for (int segment = 0; segment < Math.min(tokens.segments(), MOST_SEGMENTS); segment++) {
            int frames = tokens.segment(segment).frames();
            int window = Math.min(frames, MOST_FRAMES);
            tokens.segment(segment).window(frames - window, window);
        }
        assertThat(tokens.grid(Optional.of(FrameGrid.Rate.ENCODEC_48KHZ)).frames())
                .isNotNegative();
    }

    void pickle(byte[] bytes) {
        new PickleMachine(PickleInput.of(file, ReadLimits.DEFAULT, ByteBuffer.wrap(bytes), 64)).run();
    }

    void tensors(byte[] bytes) throws IOException {
        TensorFile tensors = TensorFile.open(write(bytes));
        SidecarException refused = null;
        for (String name : tensors.names()) {
            int values = tensors.shape(name).stream().reduce(1, (product, size) -> product * size);
            try {
                assertThat(tensors.floats(name)).hasSize(values);
            } catch (SidecarException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    void matrix(byte[] bytes) throws IOException {
        try (NpyFile npy = NpyFile.open(write(bytes))) {
            NpyHeader header = npy.header();
            assertThat(npy.columns(CondMetadata.numbered(header.width()))).hasNumberOfRows(header.width());
        }
    }

    void array(byte[] bytes) throws IOException {
        NpyArray array = NpyArray.read(write(bytes));
        assertThat(array.floats()).hasSize(array.shape().stream().reduce(1, (product, size) -> product * size));
    }

    /** Metadata of two columns. */
    void metadata(byte[] bytes) {
        SidecarPaths paths = new SidecarPaths(memory.getPath("none"), "x");
        NpyHeader header = new NpyHeader(ElementType.FLOAT32, ByteOrder.LITTLE_ENDIAN, false, 1, WIDTH, 128);
        assertThat(SidecarReader.describe(paths, ByteBuffer.wrap(bytes), header).columns())
                .hasSize(WIDTH);
    }

    /** Metadata of all sidecars below a folder. */
    void centralMetadata(byte[] bytes) {
        assertThat(CondJsonReader.readCentral(file, ReadLimits.DEFAULT, ByteBuffer.wrap(bytes))
                        .label(WIDTH)
                        .names())
                .hasSize(WIDTH);
    }

    void json(byte[] bytes) throws IOException {
        assertThat(JsonFile.read(write(bytes)).toString()).isNotNull();
    }

    void recipe(byte[] bytes) throws IOException {
        assertThat(RecipeFile.read(write(bytes)).producers()).isNotNull();
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
