package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of a table in a file, one after the other. */
interface Rows extends Closeable {
    /** The columns, in order, as far as they are known before the first row is read. */
    List<String> columns();

    /**
     * The next row.
     *
     * @return null at the end
     * @throws SidecarException FORMAT if the file breaks the syntax; IO if it cannot be read
     */
    @Nullable
    Row next();

    @Override
    void close();

    /** Opens JSON lines if the name ends so, or else CSV. */
    static Rows open(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? new JsonRows(file) : new CsvRows(file);
    }

    /** UTF-8, without the mark that some programs put before it. */
    static Reader reader(Path file) {
        try {
            Reader reader = new BufferedReader(
                    new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
            try {
                reader.mark(1);
                if (reader.read() != '\ufeff') {
                    reader.reset();
                }
                return reader;
            } catch (IOException e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    static SidecarException failure(Path file, IOException cause) {
        return cause instanceof CharacterCodingException
                ? new SidecarException(
                        FORMAT, Place.file(file), "expected text in UTF-8, found other bytes; save it as UTF-8", cause)
                : SidecarException.io(file, cause);
    }
}
