package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file (RFC 4180) that begins with a header. White space around cells does not count. Empty lines may
 * stand at the end.
 */
final class CsvRows implements Rows {
    private static final int MAX_CELL = 1 << 16;

    /** How FastCSV says that a cell is longer, in terms of its own buffer, and where that is. */
    private static final Pattern TOO_LONG = Pattern.compile("The maximum buffer size of .*(\\(.*\\))", Pattern.DOTALL);

    /** What spreadsheets put between cells where a comma stands in numbers. */
    private static final Pattern OTHER_SEPARATOR = Pattern.compile("[;\t]");

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> columns;

    CsvRows(Path file) {
        this.file = file;
        reader = CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_CELL)
                .ofCsvRecord(Rows.reader(file));
        try {
            records = reader.iterator();
            columns = header();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<String> header() {
        CsvRecord header = record();
        if (header == null) {
            throw failure(1, "expected a header with the names of the columns, found an empty file");
        }
        if (isEmpty(header)) {
            throw failure(1, "expected a header with the names of the columns, found an empty line");
        }
        List<String> names = cells(header);
        if (names.size() == 1 && OTHER_SEPARATOR.matcher(names.get(0)).find()) {
            throw failure(
                    header.getStartingLineNumber(),
                    "expected names separated by commas, found \"" + names.get(0) + "\"; save the file with commas");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw failure(header.getStartingLineNumber(), "two columns are called \"" + name + "\"");
            }
        }
        return names;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() {
        CsvRecord next = record();
        if (next == null || (isEmpty(next) && isEnd())) {
            return null;
        }
        if (isEmpty(next)) {
            throw failure(next.getStartingLineNumber(), "expected a row, found an empty line; take it out");
        }
        List<String> found = cells(next);
        if (found.size() != columns.size()) {
            throw failure(
                    next.getStartingLineNumber(),
                    "expected " + columns.size() + " cells, as many as the header has, found " + found.size());
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            cells.put(columns.get(i), found.get(i));
        }
        return new Row(file, next.getStartingLineNumber(), cells);
    }

    private boolean isEnd() {
        CsvRecord next = record();
        while (next != null && isEmpty(next)) {
            next = record();
        }
        return next == null;
    }

    private @Nullable CsvRecord record() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new SidecarException(FORMAT, Place.file(file), "cannot be read as CSV: " + reason(e), e);
        } catch (UncheckedIOException e) {
            throw Rows.failure(file, Objects.requireNonNull(e.getCause()));
        }
    }

    private static String reason(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        Matcher tooLong = TOO_LONG.matcher(message);
        return tooLong.matches()
                ? "a cell has at most " + MAX_CELL + " characters, found more " + tooLong.group(1)
                        + "; a quotation mark may be missing"
                : message;
    }

    private static boolean isEmpty(CsvRecord line) {
        return line.getFieldCount() == 1 && line.getField(0).isBlank();
    }

    private static List<String> cells(CsvRecord line) {
        return line.getFields().stream().map(String::strip).toList();
    }

    private SidecarException failure(long line, String reason) {
        return new SidecarException(FORMAT, Place.file(file), "line " + line + ": " + reason);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw SidecarException.io(file, e);
        }
    }
}
