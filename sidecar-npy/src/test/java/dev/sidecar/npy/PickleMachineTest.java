package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.npy.PickleValue.Constant;
import dev.sidecar.npy.PickleValue.Dict;
import dev.sidecar.npy.PickleValue.Int;
import dev.sidecar.npy.PickleValue.Real;
import dev.sidecar.npy.PickleValue.Sequence;
import dev.sidecar.npy.PickleValue.Tensor;
import dev.sidecar.npy.PickleValue.Tuple;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PickleMachineTest {
    private static final int MARK = '(';
    private static final int NONE = 'N';

    private static PickleValue run(Pickle pickle) {
        return new PickleMachine(
                        PickleInput.of(Path.of("x.ecdc"), ReadLimits.DEFAULT, ByteBuffer.wrap(pickle.bytes()), 100))
                .run();
    }

    private static SidecarException refusal(Pickle pickle) {
        return Failures.of(() -> run(pickle));
    }

    @Test
    void theNamesThatAFileMayMentionAreTheseAndNoOthers() {
        assertThat(Arrays.stream(PickleGlobal.values()).map(PickleGlobal::qualifiedName))
                .containsExactly(
                        "torch._utils _rebuild_tensor_v2",
                        "torch._utils _rebuild_tensor_v3",
                        "collections OrderedDict",
                        "numpy.core.multiarray scalar",
                        "numpy._core.multiarray scalar",
                        "numpy dtype",
                        "_codecs encode",
                        "torch LongStorage",
                        "torch IntStorage",
                        "torch ShortStorage",
                        "torch CharStorage",
                        "torch ByteStorage",
                        "torch BoolStorage",
                        "torch HalfStorage",
                        "torch BFloat16Storage",
                        "torch FloatStorage",
                        "torch DoubleStorage",
                        "torch.storage UntypedStorage",
                        "torch uint16",
                        "torch uint32",
                        "torch uint64");
    }

    static Stream<Arguments> integers() {
        return Stream.of(
                Arguments.of(0L, new int[] {0x8A, 0}),
                Arguments.of(-1L, new int[] {0x8A, 1, 0xFF}),
                Arguments.of(127L, new int[] {0x8A, 1, 0x7F}),
                Arguments.of(128L, new int[] {0x8A, 2, 0x80, 0}),
                Arguments.of(-128L, new int[] {0x8A, 1, 0x80}),
                Arguments.of(1L << 40, new int[] {0x8A, 6, 0, 0, 0, 0, 0, 1}),
                Arguments.of(Long.MIN_VALUE, new int[] {0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x80}),
                Arguments.of(Long.MAX_VALUE, new int[] {0x8A, 9, 255, 255, 255, 255, 255, 255, 255, 0x7F, 0}),
                Arguments.of(-1L, new int[] {0x8A, 10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}),
                Arguments.of(255L, new int[] {'K', 255}),
                Arguments.of(65_535L, new int[] {'M', 255, 255}),
                Arguments.of(-2L, new int[] {'J', 254, 255, 255, 255}));
    }

    @ParameterizedTest
    @MethodSource("integers")
    void integersOfAllLengths(long value, int[] opcode) {
        assertThat(run(Pickle.protocol(2).op(opcode).op('.'))).isEqualTo(new Int(value));
    }

    @Test
    void integersBeyond64BitsAreKnownToBeSo() {
        int[][] tooLarge = {
            {0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0x80, 0}, {0x8A, 9, 255, 255, 255, 255, 255, 255, 255, 0x7F, 0xFF}
        };
        for (int[] opcode : tooLarge) {
            assertThat(run(Pickle.protocol(2).op(opcode).op('.'))).isEqualTo(Constant.BIG_INTEGER);
        }
    }

    @Test
    void floatsAreBigEndian() {
        Pickle pickle = Pickle.protocol(2).op('G', 0xC0, 0x04, 0, 0, 0, 0, 0, 0, '.');

        assertThat(run(pickle)).isEqualTo(new Real(-2.5));
    }

    @Test
    void containersMayContainThemselves() {
        Pickle pickle = Pickle.protocol(2).op(']', 'q', 0, 'h', 0, 'a', '.');

        assertThat(run(pickle))
                .isInstanceOfSatisfying(
                        Sequence.class,
                        list -> assertThat(list.items().get(0) == list).isTrue());
    }

    @Test
    void depthCostsNoStack() {
        int depth = 1_000_000;

        PickleValue value = run(Pickle.protocol(2).op(')').times(depth, 0x85).op('.'));

        for (int i = 0; i < depth; i++) {
            value = value instanceof Tuple tuple ? tuple.items().get(0) : value;
        }
        assertThat(value)
                .isInstanceOfSatisfying(
                        Tuple.class, innermost -> assertThat(innermost.items()).isEmpty());
    }

    @Test
    void theLastOfTwoEqualKeysCounts() {
        Pickle pickle = Pickle.protocol(2)
                .op('}', '(')
                .text("k")
                .op('K', 1)
                .text("k")
                .op('K', 2)
                .op('u', '.');

        assertThat(run(pickle))
                .isInstanceOfSatisfying(
                        Dict.class, dict -> assertThat(dict.get("k")).isEqualTo(new Int(2)));
    }

    @Test
    void tensorsKnowTheirShapeAndStorage() {
        PickleValue value = run(
                Pickle.protocol(2).add(Pickle.tensor("ShortStorage", 12, 2, 6)).op('.'));

        assertThat(value).isInstanceOfSatisfying(Tensor.class, tensor -> {
            assertThat(tensor.sizes()).containsExactly(2L, 6L);
            assertThat(tensor.strides()).containsExactly(6L, 1L);
            assertThat(tensor.element()).isEqualTo(ElementType.INT16);
            assertThat(tensor.storage().bytes()).isEqualTo(24);
        });
    }

    static Stream<Arguments> numpyScalars() {
        return Stream.of(
                Arguments.of("i1", "<", new int[] {0xFE}, new Int(-2)),
                Arguments.of("i8", ">", new int[] {0, 0, 0, 0, 0, 0, 1, 0}, new Int(256)),
                Arguments.of("u2", "<", new int[] {0xFF, 0xFF}, new Int(65_535)),
                Arguments.of("u8", "<", new int[] {0, 0, 0, 0, 0, 0, 0, 0x80}, Constant.BIG_INTEGER),
                Arguments.of("f8", ">", new int[] {0x40, 0x04, 0, 0, 0, 0, 0, 0}, new Real(2.5)),
                Arguments.of("f2", "<", new int[] {0, 0}, Constant.OTHER_SCALAR));
    }

    @ParameterizedTest
    @MethodSource("numpyScalars")
    void numpyScalarsAreNumbers(String code, String order, int[] bytes, PickleValue expected) {
        Pickle pickle = Pickle.protocol(3)
                .global("numpy.core.multiarray", "scalar")
                .global("numpy", "dtype")
                .text(code)
                .op(0x89, 0x88, 0x87, 'R', '(', 'K', 3)
                .text(order)
                .op('N', 'N', 'N', 'K', 0, 'K', 0, 'K', 0, 't', 'b')
                .op('C', bytes.length)
                .op(bytes)
                .op(0x86, 'R', '.');

        assertThat(run(pickle)).isEqualTo(expected);
    }

    static Stream<Pickle> misused() {
        return Stream.of(
                Pickle.part().op(NONE, '.'),
                Pickle.protocol(2).op('.'),
                Pickle.protocol(2).op(NONE, NONE, '.'),
                Pickle.protocol(2).op(MARK, NONE, '.'),
                Pickle.protocol(2).op(NONE, 0x80, 2, '.'),
                Pickle.protocol(1).op(NONE, '.'),
                Pickle.protocol(2).op(NONE),
                Pickle.protocol(2).op('t', '.'),
                Pickle.protocol(2).op(0x85, '.'),
                Pickle.protocol(2).op(NONE, MARK, 0x85, '.'),
                Pickle.protocol(2).op(NONE, MARK, 'q', 0, '.'),
                Pickle.protocol(2).op('q', 0, '.'),
                Pickle.protocol(2).op(NONE, NONE, 'a', '.'),
                Pickle.protocol(2).op(')', NONE, 'a', '.'),
                Pickle.protocol(2).op(']', NONE, NONE, 's', '.'),
                Pickle.protocol(2).op('}', MARK, NONE, 'u', '.'),
                Pickle.protocol(2).op('}', ')', NONE, 's', '.'),
                Pickle.protocol(2).op('}', NONE, NONE, 's', '.'),
                Pickle.protocol(2).op('}', '}', 'b', '.'),
                Pickle.protocol(2).op(NONE, 'Q', '.'),
                Pickle.protocol(2).op(NONE, ')', 'R', '.'),
                Pickle.protocol(2).global("torch", "uint16").op(')', 'R', '.'),
                Pickle.protocol(2).global("collections", "OrderedDict").op(NONE, 'R', '.'),
                Pickle.protocol(2).global("collections", "OrderedDict").op(NONE, 0x85, 'R', '.'),
                Pickle.protocol(2).global("torch._utils", "_rebuild_tensor_v2").op(')', 'R', '.'),
                Pickle.protocol(2).op(0x95, 9, 0, 0, 0, 0, 0, 0, 0, NONE, '.'),
                Pickle.protocol(4).op(0x93, '.'),
                Pickle.protocol(4).op(NONE, NONE, 0x93, '.'),
                Pickle.protocol(4).op(NONE, '0', '.'),
                Pickle.protocol(4).op(0x8D, 1, 0, 0, 0, 0, 0, 0, 0, 'a', '.'));
    }

    @ParameterizedTest
    @MethodSource("misused")
    void opcodesWithTheWrongOperandsAreRefused(Pickle pickle) {
        SidecarException refusal = refusal(pickle);

        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(FORMAT);
        assertThat(refusal.place().offset()).isBetween(100L, 100L + pickle.bytes().length);
    }

    static Stream<Arguments> sizes() {
        Pickle memo = Pickle.protocol(4).op(NONE).times(1_000_001, 0x94);
        return Stream.of(
                Arguments.of(LIMIT, Pickle.protocol(2).times(100_001, NONE)),
                Arguments.of(LIMIT, Pickle.protocol(2).times(100_001, MARK)),
                Arguments.of(LIMIT, memo.op('.')),
                Arguments.of(LIMIT, Pickle.protocol(2).op(']').times(2_000_000, NONE, 'a')),
                Arguments.of(LIMIT, Pickle.protocol(2).op(0x8A, 17).times(17, 0).op('.')),
                Arguments.of(LIMIT, Pickle.protocol(2).text("x".repeat(65_537)).op('.')),
                Arguments.of(LIMIT, Pickle.protocol(2).global("x".repeat(1025), "y")),
                Arguments.of(FORBIDDEN, Pickle.protocol(2).global("x".repeat(1024), "y")));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void sizesHaveLimits(Kind kind, Pickle pickle) {
        assertThat(refusal(pickle).kind()).isEqualTo(kind);
    }

    static Stream<List<String>> forbidden() {
        return Stream.of(
                List.of("os", "system"),
                List.of("builtins", "eval"),
                List.of("torch._utils", "_rebuild_tensor_v2.__globals__"),
                List.of("torch", "_utils _rebuild_tensor_v2"),
                List.of("", ""),
                List.of("torch", "LongStorage "));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void otherNamesAreForbidden(List<String> name) {
        Pickle global = Pickle.protocol(2).global(name.get(0), name.get(1)).op('.');
        Pickle stackGlobal =
                Pickle.protocol(4).text(name.get(0)).text(name.get(1)).op(0x93, '.');

        assertThat(refusal(global).kind()).isEqualTo(FORBIDDEN);
        assertThat(refusal(stackGlobal).kind()).isEqualTo(FORBIDDEN);
    }

    @Test
    void oneKeyIsOneStorage() {
        Pickle pickle = Pickle.protocol(2)
                .storage("LongStorage", "0", 4)
                .storage("LongStorage", "0", 5)
                .op(0x86, '.');

        assertThat(refusal(pickle)).hasMessageContaining("two storages under one key");
    }
}
