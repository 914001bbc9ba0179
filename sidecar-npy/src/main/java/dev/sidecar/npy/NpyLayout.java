package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.npy.ReadLimits.Limit.NPY_HEADER_BYTES;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the header of an NPY file says, <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">versions 1.0, 2.0 and 3.0</a>, of an
 * array of any shape.
 *
 * @param type what a value is
 * @param order the values' byte order
 * @param fortran whether the first axis is the fastest, instead of the last
 * @param shape the sizes of the axes; none is negative, and their product is less than 2<sup>63</sup>
 * @param textOffset where the text of the header starts in the file
 * @param dataOffset where the values start in the file
 */
record NpyLayout(ElementType type, ByteOrder order, boolean fortran, List<Long> shape, int textOffset, int dataOffset) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("f2", ElementType.FLOAT16),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f8", ElementType.FLOAT64),
            Map.entry("b1", ElementType.BOOL),
            Map.entry("i1", ElementType.INT8),
            Map.entry("i2", ElementType.INT16),
            Map.entry("i4", ElementType.INT32),
            Map.entry("i8", ElementType.INT64),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("u8", ElementType.UINT64));

    /** The types by the names that NumPy also takes; they have no byte order of their own. */
    private static final Map<String, ElementType> NAMES = Arrays.stream(ElementType.values())
            .filter(type -> type != ElementType.BFLOAT16)
            .collect(Collectors.toUnmodifiableMap(ElementType::label, type -> type));

    /** The types of NumPy that are none of ours: other numbers, texts, bytes, objects and times. */
    private static final Pattern OTHER_TYPE = Pattern.compile(
            "[<>=|]?(f12|f16|c8|c16|c24|c32|[SUVa][0-9]*|O8?|[mM]8(\\[\\w+])?)|complex(64|128|256)|longdouble");

    /** Reads and checks a header; the file is long enough for all values then. */
    static NpyLayout read(PositionalFile file) {
        ByteBuffer start = file.read(0, (int) Math.min(file.size(), 12));
        if (!startsWith(start, MAGIC)) {
            throw file.malformed(0, "not an NPY file: it does not start with \\x93NUMPY");
        }
        if (start.remaining() < 10) {
            throw file.malformed(MAGIC.length, "truncated inside the header");
        }
        int version = Byte.toUnsignedInt(start.get(6)) << 8 | Byte.toUnsignedInt(start.get(7));
        if (version != 0x100 && version != 0x200 && version != 0x300) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file.path()).offset(6),
                    "NPY versions 1.0, 2.0 and 3.0 are known, found " + (version >> 8) + "." + (version & 0xff));
        }
        int textStart = version == 0x100 ? 10 : 12;
        if (start.remaining() < textStart) {
            throw file.malformed(8, "truncated inside the header");
        }
        long length =
                version == 0x100 ? Short.toUnsignedLong(start.getShort(8)) : Integer.toUnsignedLong(start.getInt(8));
        long most = file.limits().get(NPY_HEADER_BYTES);
        if (length > most) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(file.path()).offset(8),
                    "an NPY header has at most " + most + " bytes, this one claims " + length);
        }
        ByteBuffer text = file.read(textStart, (int) length);
        Charset charset = version == 0x300 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return parse(file, decode(file, text, charset), textStart, textStart + (int) length);
    }

    private static boolean startsWith(ByteBuffer bytes, byte[] magic) {
        return bytes.remaining() >= magic.length && bytes.slice(0, magic.length).equals(ByteBuffer.wrap(magic));
    }

    private static String decode(PositionalFile file, ByteBuffer text, Charset charset) {
        try {
            return charset.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw file.malformed(12, "the header is not valid " + charset);
        }
    }

    private static NpyLayout parse(PositionalFile file, String text, int textStart, int dataOffset) {
        NpyHeaderText fields = NpyHeaderText.parse(file, text, textStart);
        String descr = fields.descr();
        ElementType type = type(descr);
        if (type == null) {
            throw new SidecarException(
                    OTHER_TYPE.matcher(descr).matches() ? UNSUPPORTED : FORMAT,
                    Place.file(file.path()).offset(textStart),
                    "numbers of 8 to 64 bits are read, found the type '" + descr + "'");
        }
        List<Long> shape = Arrays.stream(fields.shape()).boxed().toList();
        long values = shape.stream().reduce(1L, (product, size) -> product * size);
        long present = (file.size() - dataOffset) / type.bytes();
        if (values > present) {
            throw file.malformed(
                    dataOffset,
                    "truncated: " + shape + " are " + values + " values of " + type.label() + ", there are " + present);
        }
        ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyLayout(type, order, fields.fortranOrder(), shape, textStart, dataOffset);
    }

    private static @Nullable ElementType type(String descr) {
        boolean hasOrder = !descr.isEmpty() && "<>=|".indexOf(descr.charAt(0)) >= 0;
        return hasOrder ? TYPES.get(descr.substring(1)) : TYPES.getOrDefault(descr, NAMES.get(descr));
    }
}
