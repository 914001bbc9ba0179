package dev.sidecar.npy;

import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import dev.sidecar.frame.Statistics;
import dev.sidecar.npy.CondMetadata.Feature;
import dev.sidecar.npy.CondMetadata.Labels;
import dev.sidecar.npy.CondMetadata.Origin;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads pairs: data, metadata, and whether they belong together. */
final class SidecarReader {
    private SidecarReader() {}

    /**
     * What the metadata says of a matrix of some width.
     *
     * @param metadata the file that counts; null if there is none
     * @param columns what is known of each column
     * @param labels how many names the metadata lists
     * @param certain whether it is certain which column is which
     * @param vouchedFor the digest of the data that the metadata is of; null if it cannot tell
     * @param rate of the tokens; null if unknown
     */
    record Description(
            @Nullable Path metadata,
            List<ColumnMetadata> columns,
            int labels,
            boolean certain,
            @Nullable String vouchedFor,
            FrameGrid.@Nullable Rate rate,
            OptionalDouble framesPerSecond,
            List<Finding> findings,
            UnknownKeys unknown) {

        /** Whether the metadata is certainly not that of data with this digest. */
        boolean tears(String sha256) {
            return vouchedFor != null && !vouchedFor.equals(sha256);
        }

        /** Whether there are names, and it is certain which column has which. */
        boolean isNamed() {
            return metadata != null && certain;
        }
    }

    static Description describe(SidecarPaths paths, @Nullable ByteBuffer json, NpyHeader header) {
        int width = header.width();
        MetadataChoice choice = MetadataChoice.of(paths, json, width);
        CondMetadata metadata = choice.metadata();
        List<Finding> findings = new ArrayList<>(choice.findings());
        if (header.writtenAs().isEmpty()) {
            findings.add(new Finding(
                    Code.CONVERTED,
                    paths.data().toString(),
                    "holds " + header.describeType() + "; read as float32, and written as float32 rows"));
        }
        if (metadata == null) {
            findings.add(new Finding(
                    Code.MISSING_JSON, paths.data().toString(), "data without metadata, so its columns have no names"));
            List<ColumnMetadata> bare = CondMetadata.numbered(width).stream()
                    .map(name -> describe(name, Feature.BARE, null))
                    .toList();
            return new Description(
                    null, bare, 0, width == 0, null, null, OptionalDouble.empty(), findings, choice.unknownKeys());
        }
        findings.addAll(metadata.findings());
        Labels labels = metadata.label(width);
        findings.addAll(labels.findings());
        List<ColumnMetadata> columns = new ArrayList<>();
        for (int d = 0; d < width; d++) {
            String name = labels.names().get(d);
            columns.add(describe(
                    name,
                    labels.certain() ? metadata.feature(name, d) : Feature.BARE,
                    metadata.own() == null ? null : metadata.own().columns().get(name)));
        }
        addNormFindings(metadata, columns, findings);
        String vouchedFor = metadata.vouchedFor();
        if (metadata.own() != null && vouchedFor == null) {
            findings.add(new Finding(
                    Code.EDITED,
                    metadata.path().toString(),
                    "names or numbers were changed by somebody else since this library wrote them; the numbers in"
                            + " features count"));
        }
        return new Description(
                metadata.path(),
                List.copyOf(columns),
                metadata.labelCount(),
                labels.certain(),
                vouchedFor,
                metadata.own() == null ? null : metadata.own().rate(),
                metadata.fps(),
                findings,
                choice.unknownKeys());
    }

    private static ColumnMetadata describe(String name, Feature feature, @Nullable Origin origin) {
        Statistics stated = feature.statistics();
        boolean declared = origin != null && origin.declaredRange();
        return new ColumnMetadata(
                name,
                feature.units(),
                feature.doc(),
                stated,
                declared ? range(stated) : Optional.empty(),
                origin == null ? Optional.empty() : Optional.ofNullable(origin.provenance()));
    }

    private static Optional<Range> range(Statistics stated) {
        if (stated.min().isEmpty() || stated.max().isEmpty()) {
            return Optional.empty();
        }
        double min = stated.min().getAsDouble();
        double max = stated.max().getAsDouble();
        return min <= max ? Optional.of(new Range(min, max)) : Optional.empty();
    }

    private static void addNormFindings(CondMetadata metadata, List<ColumnMetadata> columns, List<Finding> findings) {
        boolean allEmpty = metadata.norm().values().stream().allMatch(List::isEmpty);
        metadata.norm().forEach((statistic, numbers) -> {
            if (numbers.size() != metadata.labelCount() && !allEmpty) {
                findings.add(new Finding(
                        Code.NORM_LENGTH_MISMATCH,
                        metadata.path().toString(),
                        "norm." + statistic.key() + " has " + numbers.size() + " numbers for " + metadata.labelCount()
                                + " names"));
            }
        });
        for (ColumnMetadata column : columns) {
            Statistics stated = column.stated();
            if (stated.min().isPresent()
                    && stated.max().isPresent()
                    && stated.max().getAsDouble() < stated.min().getAsDouble()) {
                findings.add(new Finding(
                        Code.NORM_INVERTED,
                        metadata.path().toString(),
                        "the maximum of \"" + column.name() + "\" is below its minimum"));
            }
        }
    }

    /**
     * Reads a whole pair.
     *
     * @param target where the pair is to be written
     * @param source where it is read; another place for a sidecar that an older writer gave a wrong name
     * @param framesIfAbsent T of the frame without columns that stands for an absent sidecar
     */
    static StoredSidecar read(SidecarPaths target, SidecarPaths source, int framesIfAbsent) {
        try (OpenPair pair = OpenPair.open(source, NpyFile::open)) {
            PairState state = source.equals(target) ? pair.state() : PairState.of(target);
            ByteBuffer json = pair.state().jsonBytes();
            NpyFile npy = pair.npy();
            if (npy == null) {
                return withoutData(source, json, state, framesIfAbsent);
            }
            NpyHeader header = npy.header();
            Description description = describe(source, json, header);
            List<Finding> findings = new ArrayList<>(description.findings());
            String sha256 = npy.sha256();
            boolean torn = description.tears(sha256);
            if (torn) {
                findings.add(new Finding(
                        Code.TORN_PAIR,
                        source.data().toString(),
                        "data and metadata are of two different commits, as an interrupted writer leaves them"));
            }
            return new StoredSidecar(
                    source,
                    new StoredSidecar.Data(header, description),
                    frame(description.columns(), npy),
                    torn,
                    List.copyOf(findings),
                    state,
                    source.equals(target) ? sha256 : null,
                    description.unknown(),
                    source.equals(target) && description.vouchedFor() != null);
        }
    }

    private static StoredSidecar withoutData(
            SidecarPaths source, @Nullable ByteBuffer json, PairState state, int framesIfAbsent) {
        CondMetadata metadata = json == null ? null : CondJsonReader.read(source.json(), source.limits(), json);
        return new StoredSidecar(
                source,
                null,
                FeatureFrame.empty(framesIfAbsent),
                false,
                metadata == null
                        ? List.of()
                        : List.of(new Finding(
                                Code.MISSING_DATA,
                                source.json().toString(),
                                "metadata without data; both are made anew, unknown keys are kept")),
                state,
                null,
                metadata == null ? UnknownKeys.NONE : UnknownKeys.of(metadata),
                metadata != null && metadata.vouchedFor() != null);
    }

    static List<String> names(List<ColumnMetadata> columns) {
        return columns.stream().map(ColumnMetadata::name).toList();
    }

    /** Loads all columns of a matrix. */
    static FeatureFrame frame(List<ColumnMetadata> columns, NpyFile npy) {
        float[][] values = npy.columns(names(columns));
        FeatureFrame.Builder frame = FeatureFrame.builder(npy.header().frames());
        for (int d = 0; d < values.length; d++) {
            frame.add(columns.get(d).column(values[d]));
        }
        return frame.build();
    }
}
