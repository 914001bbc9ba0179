package dev.sidecar.npy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sidecar.SidecarException;
import dev.sidecar.spi.Finding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Writes what an audit finds to a file, as it comes:
 *
 * <pre>{@code
 * try (AuditExport findings = AuditExport.csv(Path.of("findings.csv"))) {
 *     Audit.builder().root(Path.of("ecdc")).listener(findings).build().run();
 * }
 * }</pre>
 *
 * <p>The file is written under a temporary name in its folder, and takes its place when the audit has come to its end; of
 * one that failed nothing is kept, and an older file stays. A link stays, too, and what it leads to is written; a terminal
 * or a pipe is written to as it is. It is UTF-8.
 *
 * <p>CSV is as in RFC 4180, with a header and CRLF. Text that a spreadsheet would run as a formula, because it begins with
 * {@code = + - @}, their full-width forms, a tab or a line end, has an apostrophe before it.
 */
public final class AuditExport implements AuditListener, AutoCloseable {
    private final Path file;
    private final WholeFile whole;
    private final Writer writer;
    private final Format format;

    private AuditExport(Path file, Layout layout) {
        this.file = file;
        this.whole = WholeFile.open(file);
        this.writer = new BufferedWriter(new OutputStreamWriter(whole.stream(), StandardCharsets.UTF_8));
        try {
            this.format = layout.on(writer);
        } catch (IOException e) {
            whole.close();
            throw SidecarException.io(file, e);
        }
    }

    /**
     * All findings as CSV: {@code type,rel_ecdc,rel_cond,detail,severity,hint}. The paths are relative to the root and to
     * the sidecars' root; one that does not apply is empty.
     *
     * @param file the file to write
     * @return a listener for one audit, to be closed by the caller
     * @throws SidecarException (IO) if nothing can be written there
     */
    public static AuditExport csv(Path file) {
        return new AuditExport(file, CsvFindings::new);
    }

    /**
     * All findings as JSON: one object with {@code findings}, a list of objects with the keys of the CSV's columns, and
     * {@code summary}: {@code clips}, {@code clean_clips}, and {@code counts} by type.
     *
     * @param file the file to write
     * @return a listener for one audit, to be closed by the caller
     * @throws SidecarException (IO) if nothing can be written there
     */
    public static AuditExport json(Path file) {
        return new AuditExport(file, JsonFindings::new);
    }

    /**
     * All clips as CSV: {@code rel_ecdc,rel_cond,frames,D,fps,codebooks}. Frames, frames per second and codebooks are those
     * of the tokens, D is that of the sidecar. What is not known, because a file is missing or cannot be read, is empty.
     *
     * @param file the file to write
     * @return a listener for one audit, to be closed by the caller
     * @throws SidecarException (IO) if nothing can be written there
     */
    public static AuditExport manifest(Path file) {
        return new AuditExport(file, Manifest::new);
    }

    @Override
    public void checked(AuditResult result) {
        try {
            format.add(result);
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    @Override
    public void finished(AuditReport report) {
        if (!report.isComplete()) {
            return;
        }
        try {
            format.end(report);
            writer.close();
            whole.commit();
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    /** Ends the writing; a file that is not complete is deleted. */
    @Override
    public void close() {
        try (whole) {
            writer.close();
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }

    /** How results become text. */
    private interface Format {
        void add(AuditResult result) throws IOException;

        void end(AuditReport report) throws IOException;
    }

    private interface Layout {
        Format on(Writer writer) throws IOException;
    }

    private static final class CsvFindings implements Format {
        private final Writer writer;

        CsvFindings(Writer writer) throws IOException {
            this.writer = writer;
            writer.write(Csv.row(List.of("type", "rel_ecdc", "rel_cond", "detail", "severity", "hint")));
        }

        @Override
        public void add(AuditResult result) throws IOException {
            for (Finding finding : result.findings()) {
                writer.write(Csv.row(List.of(
                        finding.code().text(),
                        result.tokens(),
                        result.sidecar(),
                        finding.message(),
                        finding.code().severity().text(),
                        finding.code().hint())));
            }
        }

        @Override
        public void end(AuditReport report) {}
    }

    private static final class JsonFindings implements Format {
        private final JsonGenerator json;

        JsonFindings(Writer writer) throws IOException {
            this.json = OwnJson.generator(writer);
            json.writeStartObject();
            json.writeArrayFieldStart("findings");
        }

        @Override
        public void add(AuditResult result) throws IOException {
            for (Finding finding : result.findings()) {
                json.writeStartObject();
                json.writeStringField("type", finding.code().text());
                json.writeStringField("rel_ecdc", result.tokens());
                json.writeStringField("rel_cond", result.sidecar());
                json.writeStringField("detail", finding.message());
                json.writeStringField("severity", finding.code().severity().text());
                json.writeStringField("hint", finding.code().hint());
                json.writeEndObject();
            }
        }

        @Override
        public void end(AuditReport report) throws IOException {
            json.writeEndArray();
            json.writeObjectFieldStart("summary");
            json.writeNumberField("clips", report.clips());
            json.writeNumberField("clean_clips", report.cleanClips());
            json.writeObjectFieldStart("counts");
            for (Map.Entry<Finding.Code, Long> count : report.counts().entrySet()) {
                json.writeNumberField(count.getKey().text(), count.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        }
    }

    private static final class Manifest implements Format {
        private final Writer writer;

        Manifest(Writer writer) throws IOException {
            this.writer = writer;
            writer.write(Csv.row(List.of("rel_ecdc", "rel_cond", "frames", "D", "fps", "codebooks")));
        }

        @Override
        public void add(AuditResult result) throws IOException {
            if (result instanceof AuditResult.Clip clip) {
                writer.write(Csv.row(List.of(
                        clip.tokens(),
                        clip.sidecar(),
                        text(clip.frames()),
                        text(clip.width()),
                        clip.framesPerSecond().isPresent()
                                ? NumberText.of(clip.framesPerSecond().getAsDouble())
                                : "",
                        text(clip.codebooks()))));
            }
        }

        private static String text(OptionalInt number) {
            return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
        }

        @Override
        public void end(AuditReport report) {}
    }
}
