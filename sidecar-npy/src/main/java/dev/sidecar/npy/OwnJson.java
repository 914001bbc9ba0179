package dev.sidecar.npy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * How JSON is written here: two spaces of indent, line feeds, lists on one line, UTF-8 without escapes that are not
 * needed, a line feed at the end, and numbers with the same digits on every JDK.
 */
final class OwnJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final Separators SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("");

    private OwnJson() {}

    /** Writes a document. */
    interface Writing {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes a document piece by piece. */
    static JsonGenerator generator(Writer text) throws IOException {
        return FACTORY.createGenerator(text)
                .setPrettyPrinter(new DefaultPrettyPrinter(SEPARATORS)
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));
    }

    /** The bytes of a whole file. */
    static byte[] bytes(Writing document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generator(text)) {
            document.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
