package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks one clip after the other. Every fact gives one finding; what merely follows from it gives none: of a clip whose
 * tokens cannot be read nothing else is said, of a torn pair nothing that may be due to its halves, and where names are in
 * doubt no column is missed and no range compared.
 */
final class ClipAudit {
    private static final Set<Code> BAD_NORMS = EnumSet.of(Code.NORM_INVALID, Code.NORM_LENGTH_MISMATCH);
    private static final Set<Code> TOLD_OF_A_TORN_PAIR = EnumSet.of(Code.TORN_PAIR, Code.AUDIO_LENGTH);

    private final FileStore store;
    private final Expectations expected;

    ClipAudit(FileStore store, Expectations expected) {
        this.store = store;
        this.expected = expected;
    }

    AuditResult.Clip check(String id) {
        Clip clip;
        try {
            clip = store.open(id);
        } catch (SidecarException e) {
            return new AuditResult.Clip(
                    id,
                    store.sidecarId(id),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    List.of(failed(Code.BAD_ECDC, id, e)));
        }
        try {
            store.target(clip);
        } catch (SidecarException nameTooLong) {
            return result(clip, null, List.of(failed(Code.MISSING_SIDECAR, id, nameTooLong)));
        }
        try {
            StoredSidecar sidecar = store.readAsStated(clip);
            return result(clip, sidecar.data(), new OneClip(clip, sidecar).check());
        } catch (SidecarException e) {
            return result(clip, null, List.of(failed(code(e), id, e)));
        }
    }

    private AuditResult.Clip result(Clip clip, StoredSidecar.@Nullable Data data, List<Finding> findings) {
        return new AuditResult.Clip(
                clip.id(),
                store.sidecarId(clip.id()),
                OptionalInt.of(clip.frames()),
                OptionalInt.of(clip.codebooks()),
                OptionalDouble.of(clip.grid().framesPerSecond()),
                data == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(data.header().width()),
                Optional.ofNullable(data).map(found -> found.header().describeType()),
                findings);
    }

    private static Finding failed(Code code, String id, SidecarException e) {
        if (e.kind() == CANCELLED) {
            throw e;
        }
        String file = e.place().file();
        return new Finding(code, file == null ? id : file, e.reason());
    }

    /** What it means that a sidecar cannot be read. */
    private static Code code(SidecarException e) {
        if (e.getCause() instanceof BadShape) {
            return Code.BAD_SHAPE;
        }
        if (e.kind() == MISMATCH) { // several token files may claim it
            return Code.FOREIGN_NAME;
        }
        String file = e.place().file();
        return file != null && file.endsWith(".json") ? Code.BAD_JSON : Code.BAD_SIDECAR;
    }

    /** A clip and its sidecar, and what is said of them. */
    private final class OneClip {
        private final Clip clip;
        private final StoredSidecar sidecar;
        private final String subject;
        private final List<Finding> findings;

        OneClip(Clip clip, StoredSidecar sidecar) {
            this.clip = clip;
            this.sidecar = sidecar;
            this.subject = sidecar.source().data().toString();
            this.findings = new ArrayList<>();
        }

        List<Finding> check() {
            StoredSidecar.Data data = sidecar.data();
            if (data == null) {
                tell(code -> true);
                absent();
            } else if (sidecar.torn()) {
                tell(TOLD_OF_A_TORN_PAIR::contains);
            } else {
                boolean otherType = isOtherType(data.header());
                boolean nameless = isNameless(data.description());
                tell(code ->
                        !(otherType && code == Code.CONVERTED) && !(nameless && code == Code.NAMES_LENGTH_MISMATCH));
                FrameMismatch.find(subject, clip.grid(), data.header().frames()).ifPresent(findings::add);
                if (otherType) {
                    type(data.header());
                }
                rate(data.description());
                names(data.description(), nameless);
                values(data);
                doubledJson();
            }
            return List.copyOf(findings);
        }

        /** Tells what the reader found, as far as it does not merely follow from something else. */
        private void tell(Predicate<Code> told) {
            sidecar.findings().stream()
                    .filter(finding -> told.test(finding.code()))
                    .forEach(findings::add);
        }

        /** Whether the reader found any of these. */
        private boolean has(Set<Code> codes) {
            return sidecar.findings().stream().anyMatch(finding -> codes.contains(finding.code()));
        }

        private void find(Code code, String message) {
            findings.add(new Finding(code, subject, message));
        }

        private void absent() {
            if (has(EnumSet.of(Code.MISSING_DATA))) {
                return;
            }
            strayDoubledJson()
                    .ifPresentOrElse(
                            doubled -> findings.add(
                                    new Finding(Code.MISSING_DATA, doubled.toString(), "metadata without data")),
                            () -> find(Code.MISSING_SIDECAR, "there is no such file"));
        }

        /** A type that the caller does not expect is one fact, also if it is of those that this library converts. */
        private boolean isOtherType(NpyHeader header) {
            return expected.dtype()
                    .filter(dtype -> header.type() != type(dtype))
                    .isPresent();
        }

        private static ElementType type(DType dtype) {
            return dtype == DType.FLOAT32 ? ElementType.FLOAT32 : ElementType.FLOAT16;
        }

        private void type(NpyHeader header) {
            expected.dtype()
                    .ifPresent(dtype -> find(
                            Code.DTYPE_MISMATCH,
                            "holds " + header.describeType() + ", expected "
                                    + type(dtype).label()));
        }

        private void rate(SidecarReader.Description description) {
            if (expected.framesPerSecond().isEmpty()) {
                sidecar.rateFinding(clip.grid().framesPerSecond()).ifPresent(findings::add);
                return;
            }
            double fps = expected.framesPerSecond().getAsDouble();
            OptionalDouble stated = description.framesPerSecond();
            boolean told = description.metadata() == null || has(EnumSet.of(Code.FPS_MISMATCH));
            if (!told && (stated.isEmpty() || stated.getAsDouble() != fps)) {
                findings.add(new Finding(
                        Code.FPS_MISMATCH,
                        sidecar.source().json().toString(),
                        "fps is " + (stated.isEmpty() ? "not stated" : NumberText.of(stated.getAsDouble()))
                                + ", expected " + NumberText.of(fps)));
            }
        }

        /** Whether columns are required by name, and the metadata, of which there is some, names none. */
        private boolean isNameless(SidecarReader.Description description) {
            return !expected.required().isEmpty()
                    && description.metadata() != null
                    && !description.certain()
                    && description.labels() == 0;
        }

        private void names(SidecarReader.Description description, boolean nameless) {
            if (nameless) {
                find(
                        Code.MISSING_NAMES,
                        description.columns().size() + " columns without names, required are "
                                + quoted(expected.required()));
            } else if (description.isNamed()) {
                List<String> missing = new ArrayList<>(expected.required());
                missing.removeAll(SidecarReader.names(description.columns()));
                if (!missing.isEmpty()) {
                    find(Code.MISSING_FEATURES, "without the columns " + quoted(missing));
                }
            }
        }

        private void values(StoredSidecar.Data data) {
            boolean compared =
                    expected.rangeTolerance().isPresent() && data.description().isNamed();
            boolean badNorms = has(BAD_NORMS);
            List<Column> columns = sidecar.frame().columns();
            List<String> unverifiable = new ArrayList<>();
            for (int d = 0; d < columns.size(); d++) {
                Column column = columns.get(d);
                ColumnMetadata metadata = data.description().columns().get(d);
                boolean finite = finite(column);
                if (!compared || column.frames() == 0) {
                    continue;
                }
                OptionalDouble min = metadata.stated().min();
                OptionalDouble max = metadata.stated().max();
                if (min.isPresent() && max.isPresent()) {
                    DType dtype = data.header().writtenAs().orElse(DType.FLOAT32);
                    range(column, new StatedRange(min.getAsDouble(), max.getAsDouble()), dtype);
                } else if (finite && !badNorms) {
                    unverifiable.add(column.name());
                }
            }
            if (!unverifiable.isEmpty()) {
                find(Code.RANGE_UNVERIFIABLE, "no minimum and maximum is stated for " + quoted(unverifiable));
            }
        }

        private boolean finite(Column column) {
            int first = column.firstNonFinite();
            if (first < 0) {
                return true;
            }
            int count = 0;
            for (int t = first; t < column.frames(); t++) {
                count += Float.isFinite(column.get(t)) ? 0 : 1;
            }
            find(
                    Code.NON_FINITE,
                    "column \"" + column.name() + "\": " + count + " of " + column.frames()
                            + " values are NaN or infinite, the first in frame " + first);
            return false;
        }

        private void range(Column column, StatedRange stated, DType dtype) {
            if (stated.max() < stated.min()) {
                return; // norm_inverted tells
            }
            double tolerance = expected.rangeTolerance().orElse(0);
            double lowest = Math.min(stated.min(), dtype.round((float) stated.min())) - tolerance;
            double highest = Math.max(stated.max(), dtype.round((float) stated.max())) + tolerance;
            Outside below = new Outside();
            Outside above = new Outside();
            for (int t = 0; t < column.frames(); t++) {
                float value = column.get(t);
                if (Float.isFinite(value)) {
                    if (value < lowest) {
                        below.add(t, value, value < below.value);
                    } else if (value > highest) {
                        above.add(t, value, value > above.value);
                    }
                }
            }
            below.tell(
                    Code.RANGE_BELOW_MIN,
                    column,
                    "below the stated minimum " + NumberText.of(stated.min()) + ", the lowest ");
            above.tell(
                    Code.RANGE_ABOVE_MAX,
                    column,
                    "above the stated maximum " + NumberText.of(stated.max()) + ", the highest ");
        }

        private record StatedRange(double min, double max) {}

        /** The values on one side of a range. */
        private final class Outside {
            private int count;
            private int frame;
            private float value;

            void add(int t, float found, boolean further) {
                if (count++ == 0 || further) {
                    frame = t;
                    value = found;
                }
            }

            void tell(Code code, Column column, String side) {
                if (count > 0) {
                    find(
                            code,
                            "column \"" + column.name() + "\": " + count + " of " + column.frames() + " values " + side
                                    + NumberText.of(value) + " in frame " + frame);
                }
            }
        }

        /** Metadata under a doubled name that is not the one in use. */
        private void doubledJson() {
            strayDoubledJson()
                    .filter(doubled -> !told(doubled))
                    .ifPresent(doubled -> findings.add(new Finding(
                            Code.FOREIGN_NAME,
                            doubled.toString(),
                            "metadata under the name that an older writer gave it, beside "
                                    + sidecar.source().json().getFileName() + ", which counts")));
        }

        private boolean told(Path doubled) {
            return sidecar.findings().stream()
                    .anyMatch(finding -> finding.code() == Code.FOREIGN_NAME
                            && finding.subject().equals(doubled.toString()));
        }

        /** Metadata under a doubled name, if it is there and not that of another clip. */
        private Optional<Path> strayDoubledJson() {
            return sidecar.source()
                    .doubledJson()
                    .filter(doubled -> Files.isRegularFile(doubled)
                            && !store.hasTokens(clip, sidecar.source().doubledBase()));
        }
    }

    static String quoted(List<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
