package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.npy.ReadLimits.Limit.JSON_DEPTH;
import static dev.sidecar.npy.ReadLimits.Limit.STREAM_METADATA_BYTES;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The stream of EnCodec's own {@code encodec} command: "ECDC", a version, a length, that many bytes of JSON, then for
 * each segment its codes, in units of 10 bits.
 */
final class NativeStream {
    private static final int HEADER_LENGTH = 9;

    private final BufferedFile file;

    private NativeStream(BufferedFile file) {
        this.file = file;
    }

    static TokenLayout read(BufferedFile file) {
        return new NativeStream(file).layout();
    }

    private TokenLayout layout() {
        ByteBuffer header = file.read(0, HEADER_LENGTH).order(ByteOrder.BIG_ENDIAN);
        int version = Byte.toUnsignedInt(header.get(4));
        if (version != 0) {
            throw file.failure(UNSUPPORTED, "an EnCodec stream of version " + version + ", only version 0 is known");
        }
        long length = Integer.toUnsignedLong(header.getInt(5));
        long most = file.limits().get(STREAM_METADATA_BYTES);
        if (length > most) {
            throw file.failure(
                    LIMIT,
                    "the metadata of an EnCodec stream has at most " + most + " bytes, this one claims " + length);
        }
        JsonNode metadata = parse(file.read(HEADER_LENGTH, (int) length));
        boolean is48kHz = is48kHz(required(metadata, "m"));
        long audioLength = audioLength(required(metadata, "al"));
        int codebooks = codebooks(required(metadata, "nc"), is48kHz ? 16 : 32);
        JsonNode entropyCoded = required(metadata, "lm");
        if (!entropyCoded.isBoolean()) {
            throw malformed("lm is true or false, found " + entropyCoded.getNodeType());
        }
        long segmentLength = is48kHz ? PackedSegments.SEGMENT_48KHZ : audioLength;
        long stride = is48kHz ? PackedSegments.STRIDE_48KHZ : audioLength;
        if ((audioLength - 1) / stride >= Integer.MAX_VALUE
                || PackedSegments.framesOf(Math.min(segmentLength, audioLength)) > Integer.MAX_VALUE) {
            throw file.failure(LIMIT, "claims " + audioLength + " samples, which no file can mean");
        }
        PackedSegments segments = new PackedSegments(
                HEADER_LENGTH + length,
                audioLength,
                segmentLength,
                stride,
                is48kHz ? Float.BYTES : 0,
                codebooks,
                entropyCoded.booleanValue());
        return new TokenLayout(TokenFile.Container.NATIVE, "10-bit", OptionalLong.of(audioLength), is48kHz, segments);
    }

    private JsonNode parse(ByteBuffer bytes) {
        JsonFactory strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(file.limits().count(JSON_DEPTH))
                        .build())
                .build();
        JsonMapper mapper = JsonMapper.builder(strict)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            JsonNode metadata = mapper.readTree(text);
            if (metadata.isObject()) {
                return metadata;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new SidecarException(
                    FORMAT,
                    Place.file(file.file().path()).offset(HEADER_LENGTH),
                    "the metadata of this EnCodec stream is not sound JSON",
                    e);
        }
        throw malformed("the metadata of an EnCodec stream is a JSON object");
    }

    private JsonNode required(JsonNode metadata, String key) {
        JsonNode value = metadata.get(key);
        if (value == null) {
            throw malformed("the metadata of this EnCodec stream lacks " + key);
        }
        return value;
    }

    private boolean is48kHz(JsonNode model) {
        if (!model.isTextual()) {
            throw malformed("m names a model, found " + model.getNodeType());
        }
        return switch (model.textValue()) {
            case "encodec_24khz" -> false;
            case "encodec_48khz" -> true;
            default ->
                throw file.failure(
                        UNSUPPORTED,
                        "made by a model that is neither encodec_24khz nor encodec_48khz: " + model.textValue());
        };
    }

    private long audioLength(JsonNode samples) {
        if (!samples.isIntegralNumber()) {
            throw malformed("al is a number of samples, found " + samples.getNodeType());
        }
        if (!samples.canConvertToLong()) {
            throw file.failure(LIMIT, "claims a number of samples beyond 64 bits");
        }
        if (samples.longValue() < 1) {
            throw malformed("al is at least 1 sample, found " + samples.longValue());
        }
        return samples.longValue();
    }

    private int codebooks(JsonNode count, int most) {
        if (!count.isIntegralNumber() || !count.canConvertToInt() || count.intValue() < 1 || count.intValue() > most) {
            throw malformed("nc is a number of codebooks from 1 to " + most);
        }
        return count.intValue();
    }

    private SidecarException malformed(String reason) {
        return file.malformed(HEADER_LENGTH, reason);
    }
}
