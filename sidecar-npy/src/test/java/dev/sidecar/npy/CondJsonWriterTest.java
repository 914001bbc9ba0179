package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CondJsonWriterTest {
    private static final String SHA256_OF_NO_DATA = "0".repeat(64);
    private static final Path FILE = Path.of("x.cond.json");

    private static String write(Clip clip, FeatureFrame frame, UnknownKeys unknown) {
        byte[] json = CondJsonWriter.bytes(clip, frame, DType.FLOAT32, SHA256_OF_NO_DATA, unknown);
        return new String(json, StandardCharsets.UTF_8);
    }

    private static CondMetadata read(String json) {
        return CondJsonReader.read(FILE, ReadLimits.DEFAULT, StandardCharsets.UTF_8.encode(json));
    }

    private static Clip clip(int frames) {
        return Clip.of("x.ecdc", FrameGrid.encodec24kHz(frames));
    }

    @Test
    void theTextIsExactlyThis() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("start", 0.5);
        options.put("steps", List.of(1, 2));
        options.put("nested", Map.of("on", true));
        FeatureFrame frame = FeatureFrame.of(
                Column.of("gain", new float[] {-1.5f, 0.25f})
                        .withUnits("dB")
                        .withDoc("Per-frame \"gain\"\n")
                        .withRange(-60, 0)
                        .withProvenance(new Provenance("lin", "1", options)),
                Column.of("naïve 😀", new float[] {Float.NaN, Float.NaN}).withUnits("µs"));
        // Both digests are computed by Python: of what numpy.save writes, and of the lines that MetadataDigest
        // documents.
        String golden = """
                {
                  "schema_version": 2,
                  "fps": 75,
                  "source_rate": 75,
                  "names": ["gain", "naïve 😀"],
                  "norm": {
                    "min": [-60.0, null],
                    "max": [0.0, null],
                    "mean": [-0.625, null],
                    "std": [0.875, null]
                  },
                  "features": {
                    "gain": {
                      "min": -60.0,
                      "max": 0.0,
                      "mean": -0.625,
                      "std": 0.875,
                      "units": "dB",
                      "doc_string": "Per-frame \\"gain\\"\\n"
                    },
                    "naïve 😀": {
                      "min": null,
                      "max": null,
                      "mean": null,
                      "std": null,
                      "units": "µs",
                      "doc_string": ""
                    }
                  },
                  "sidecar": {
                    "format": 1,
                    "dtype": "float32",
                    "shape": [2, 2],
                    "sha256": "1f1b231b271a62e990b74509620140d2558d2a5be174c8c502d90a65857460d0",
                    "metadata_sha256": "3ad15de6cd95c96887e63d9b5dba9d0bdfe8ef7d5a1d61f0d25a1dcaef5c5e5a",
                    "sample_rate": 24000,
                    "hop": 320,
                    "codebooks": 0,
                    "columns": {
                      "gain": {
                        "producer": "lin",
                        "version": "1",
                        "options": {
                          "nested": {
                            "on": true
                          },
                          "start": 0.5,
                          "steps": [1, 2]
                        },
                        "declared_range": true
                      }
                    }
                  }
                }
                """;
        byte[] data = NpyWriter.bytes(frame, DType.FLOAT32, Path.of("x.cond.npy"));
        byte[] json = CondJsonWriter.bytes(clip(2), frame, DType.FLOAT32, Sha256.of(data), UnknownKeys.NONE);
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(golden);
    }

    @Test
    void aFrameWithoutColumnsHasEmptyListsAndObjects() {
        assertThat(write(clip(5), FeatureFrame.empty(5), UnknownKeys.NONE))
                .contains(
                        "\"names\": [],", "\"min\": [],", "\"features\": {},", "\"shape\": [5, 0],", "\"columns\": {}");
    }

    @Test
    void aFrameRateThatIsNoIntegerIsWrittenInFull() {
        Clip clip = Clip.of("x.ecdc", new FrameGrid.Rate(44_100, 512).grid(1));
        assertThat(write(clip, FeatureFrame.empty(1), UnknownKeys.NONE))
                .contains("\"fps\": 86.1328125,\n  \"source_rate\": 86.1328125,\n");
    }

    @Test
    void unknownKeysComeLastWithTheirValuesByteForByte() {
        String found = """
                {"z" : 1.50, "names":["a"],"y":1E+05, "norm": {"unit" :  "x\\u00b5\\/" , "min":[0]},
                 "features": {"a": {"clip" : { "b":1 ,
                \t"a" : [ 1,2 ] , "n":NaN}, "min": 0, "q": -0.0}},
                 "sidecar": {"later" : [ ],"sha256": "x", "sooner":{ }}, "x": "\\ud83d\\ude00 😀", "w":null}
                """;
        UnknownKeys unknown = UnknownKeys.of(read(found));
        String written = write(clip(1), FeatureFrame.of("a", new float[] {1}), unknown);
        assertThat(written)
                .contains("    \"std\": [0.0],\n    \"unit\": \"x\\u00b5\\/\"\n  },\n")
                .contains(
                        "      \"doc_string\": \"\",\n      \"clip\": { \"b\":1 ,\n\t\"a\" : [ 1,2 ] , \"n\":NaN},\n      \"q\": -0.0\n    }\n")
                .contains("    \"columns\": {},\n    \"later\": [ ],\n    \"sooner\": { }\n  },\n")
                .endsWith("  },\n  \"z\": 1.50,\n  \"y\": 1E+05,\n  \"x\": \"\\ud83d\\ude00 😀\",\n  \"w\": null\n}\n");
        assertThat(UnknownKeys.of(read(written))).isEqualTo(unknown);
    }

    @Test
    void theMetadataDigestIsThatOfTheDocumentedLines() throws IOException {
        long seed = 7_041_776;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50; round++) {
            int frames = random.nextInt(4);
            FeatureFrame.Builder frame = FeatureFrame.builder(frames);
            for (int d = random.nextInt(4); d > 0; d--) {
                frame.add(Column.generate(
                        "ü" + d,
                        frames,
                        t -> random.nextInt(5) == 0 ? Double.NaN : random.nextInt() * Math.scalb(1, -40)));
            }
            String written = write(clip(frames), frame.build(), UnknownKeys.NONE);
            JsonNode json = new ObjectMapper().readTree(written);
            assertThat(json.at("/sidecar/metadata_sha256").textValue())
                    .as("seed %d, round %d: %s", seed, round, written)
                    .isEqualTo(Sha256.of(documentedLines(json).getBytes(StandardCharsets.UTF_8)));
            assertThat(read(written).vouchedFor()).isEqualTo(SHA256_OF_NO_DATA);
        }
    }

    private static String documentedLines(JsonNode json) {
        StringBuilder lines = new StringBuilder("fps" + bits(json.get("fps")) + "\n");
        json.get("names")
                .forEach(name ->
                        lines.append("name").append(text(name.textValue())).append('\n'));
        for (String key : List.of("min", "max", "mean", "std")) {
            lines.append("norm.").append(key);
            json.get("norm").get(key).forEach(number -> lines.append(bits(number)));
            lines.append('\n');
        }
        json.get("features").properties().forEach(feature -> {
            lines.append("feature").append(text(feature.getKey()));
            for (String key : List.of("min", "max", "mean", "std")) {
                lines.append(bits(feature.getValue().get(key)));
            }
            lines.append('\n');
        });
        return lines.toString();
    }

    private static String text(String name) {
        return " " + name.getBytes(StandardCharsets.UTF_8).length + ":" + name;
    }

    private static String bits(JsonNode number) {
        byte[] bytes = ByteBuffer.allocate(8).putDouble(number.doubleValue()).array();
        return " " + (number.isNull() ? "-" : HexFormat.of().formatHex(bytes));
    }

    @Test
    void whatIsWrittenIsReadAgainWithEveryDetail() {
        Column column = Column.of("g", new float[] {1, 2})
                .withUnits("dB")
                .withDoc("doc")
                .withRange(0, 3)
                .withProvenance(new Provenance("lin", "2", Map.of("a", 1.5, "b", List.of("x", 3L, false))));
        CondMetadata metadata = read(write(clip(2), FeatureFrame.of(column), UnknownKeys.NONE));
        CondMetadata.Own own = Objects.requireNonNull(metadata.own());
        assertThat(own.columns().get("g"))
                .isEqualTo(new CondMetadata.Origin(column.provenance().orElseThrow(), true));
        CondMetadata.Feature feature = metadata.feature("g", 0);
        assertThat(feature.units()).isEqualTo("dB");
        assertThat(feature.doc()).isEqualTo("doc");
        assertThat(feature.statistics()).isEqualTo(column.stated());
        assertThat(metadata.findings()).isEmpty();
    }
}
