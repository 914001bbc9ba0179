package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_INTEGER_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_MEMO;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_OPCODES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_STACK;

import dev.sidecar.npy.PickleValue.Bytes;
import dev.sidecar.npy.PickleValue.Constant;
import dev.sidecar.npy.PickleValue.Dict;
import dev.sidecar.npy.PickleValue.Int;
import dev.sidecar.npy.PickleValue.NumpyType;
import dev.sidecar.npy.PickleValue.Real;
import dev.sidecar.npy.PickleValue.Sequence;
import dev.sidecar.npy.PickleValue.Storage;
import dev.sidecar.npy.PickleValue.Text;
import dev.sidecar.npy.PickleValue.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Runs the opcodes of one pickle over symbols. The names on the list of {@link PickleGlobal} have a fixed meaning here,
 * any other name ends the reading; no class is loaded, no constructor and no function is called, and there is no path
 * to a reader that would.
 *
 * <p>It is our own because the pickle library for Java, {@code net.razorvine:pickle}, does the opposite by design: it
 * constructs what it reads, from a registry of constructors in static state that the host application shares and any of
 * its other libraries may extend. Here the machine has no hooks and no state beyond one pickle, checks the operands of
 * every opcode, and knows only the opcodes that {@code torch.save} writes for a dict of tensors.
 *
 * <p>Nothing recurses, so depth costs no stack. How many opcodes, values on the stack and memo entries there may be, and
 * how long strings and integers, {@link ReadLimits} tells.
 */
final class PickleMachine {
    private static final String WEIGHTS_ATTRIBUTE = "_metadata";

    static final int PROTO = 0x80;
    private static final int FRAME = 0x95;
    static final int STOP = '.';
    static final int MARK = '(';
    static final int NONE = 'N';
    private static final int NEWTRUE = 0x88;
    static final int NEWFALSE = 0x89;
    static final int BININT = 'J';
    static final int BININT1 = 'K';
    static final int BININT2 = 'M';
    static final int LONG1 = 0x8A;
    private static final int BINFLOAT = 'G';
    static final int BINUNICODE = 'X';
    private static final int SHORT_BINUNICODE = 0x8C;
    private static final int SHORT_BINBYTES = 'C';
    static final int EMPTY_TUPLE = ')';
    private static final int TUPLE1 = 0x85;
    private static final int TUPLE2 = 0x86;
    private static final int TUPLE3 = 0x87;
    static final int TUPLE = 't';
    static final int EMPTY_LIST = ']';
    static final int APPEND = 'a';
    private static final int APPENDS = 'e';
    static final int EMPTY_DICT = '}';
    private static final int SETITEM = 's';
    static final int SETITEMS = 'u';
    private static final int BINGET = 'h';
    private static final int LONG_BINGET = 'j';
    static final int BINPUT = 'q';
    private static final int LONG_BINPUT = 'r';
    private static final int MEMOIZE = 0x94;
    static final int GLOBAL = 'c';
    private static final int STACK_GLOBAL = 0x93;
    static final int REDUCE = 'R';
    private static final int BUILD = 'b';
    static final int BINPERSID = 'Q';

    private final PickleInput in;
    private final int maxOpcodes;
    private final int maxStack;
    private final int maxMemo;
    private final List<PickleValue> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final PickleMemo memo = new PickleMemo();
    private final TorchObjects objects;

    PickleMachine(PickleInput in) {
        this.in = in;
        this.maxOpcodes = in.limits().count(PICKLE_OPCODES);
        this.maxStack = in.limits().count(PICKLE_STACK);
        this.maxMemo = in.limits().count(PICKLE_MEMO);
        this.objects = new TorchObjects(in);
    }

    /** The storages that the pickle names, each once, in the order of their first mention. */
    Collection<Storage> storages() {
        return objects.storages();
    }

    /** Runs up to and including STOP. */
    PickleValue run() {
        for (int opcodes = 0; opcodes < maxOpcodes; opcodes++) {
            int opcode = in.u8();
            if ((opcode == PROTO) != (opcodes == 0)) {
                throw in.malformed("a pickle starts with its protocol, and tells it once");
            }
            if (opcode == STOP) {
                PickleValue result = pop();
                if (!stack.isEmpty() || !marks.isEmpty()) {
                    throw in.malformed("STOP with " + (stack.size() + marks.size()) + " values left over");
                }
                return result;
            }
            step(opcode);
            if (stack.size() + marks.size() > maxStack) {
                throw in.failure(LIMIT, "a pickle stacks at most " + maxStack + " values");
            }
        }
        throw in.failure(LIMIT, "a pickle has at most " + maxOpcodes + " opcodes");
    }

    private void step(int opcode) {
        switch (opcode) {
            case PROTO -> checkProtocol(in.u8());
            case FRAME -> checkFrame(in.i64());
            case MARK -> marks.add(stack.size());

            case NONE -> push(Constant.NONE);
            case NEWTRUE -> push(Constant.TRUE);
            case NEWFALSE -> push(Constant.FALSE);
            case BININT -> push(new Int(in.i32()));
            case BININT1 -> push(new Int(in.u8()));
            case BININT2 -> push(new Int(in.u16()));
            case LONG1 -> push(integer(in.u8()));
            case BINFLOAT -> push(new Real(in.bigEndianDouble()));
            case BINUNICODE -> push(new Text(in.text(Integer.toUnsignedLong(in.i32()))));
            case SHORT_BINUNICODE -> push(new Text(in.text(in.u8())));
            case SHORT_BINBYTES -> push(new Bytes(in.latin1(in.u8())));

            case EMPTY_TUPLE -> push(new Tuple(List.of()));
            case TUPLE1 -> push(new Tuple(List.of(pop())));
            case TUPLE2 -> push(new Tuple(popLast(2)));
            case TUPLE3 -> push(new Tuple(popLast(3)));
            case TUPLE -> push(new Tuple(popToMark()));
            case EMPTY_LIST -> push(new Sequence());
            case APPEND -> append(List.of(pop()));
            case APPENDS -> append(popToMark());
            case EMPTY_DICT -> push(new Dict());
            case SETITEM -> setItems(popLast(2));
            case SETITEMS -> setItems(popToMark());

            case BINGET -> get(in.u8());
            case LONG_BINGET -> get(in.i32());
            case BINPUT -> put(in.u8());
            case LONG_BINPUT -> put(in.i32());
            case MEMOIZE -> put(memo.size());

            case GLOBAL -> push(global(in.line(), in.line()));
            case STACK_GLOBAL -> push(stackGlobal());
            case REDUCE -> push(reduce(popLast(2)));
            case BUILD -> build(pop());
            case BINPERSID -> push(objects.storage(pop()));
            default ->
                throw in.malformed(String.format("opcode 0x%02x is not one that torch.save needs for tensors", opcode));
        }
    }

    private void checkProtocol(int protocol) {
        if (protocol < 2 || protocol > 5) {
            throw in.malformed("expected pickle protocol 2 to 5, found " + protocol);
        }
    }

    private void checkFrame(long length) {
        if (length < 0 || length > in.remaining()) {
            throw in.malformed("truncated: a pickle frame of " + Long.toUnsignedString(length) + " bytes");
        }
    }

    private PickleValue integer(int bytes) {
        int most = in.limits().count(PICKLE_INTEGER_BYTES);
        if (bytes > most) {
            throw in.failure(LIMIT, "an integer has at most " + most + " bytes, this one " + bytes);
        }
        Long value = in.integer(bytes);
        return value == null ? Constant.BIG_INTEGER : new Int(value);
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private PickleValue pop() {
        PickleValue last = top();
        stack.remove(stack.size() - 1);
        return last;
    }

    private List<PickleValue> popLast(int count) {
        int from = stack.size() - count;
        if (from < floor()) {
            throw in.malformed("the pickle takes a value that it did not put");
        }
        return cut(from);
    }

    private List<PickleValue> popToMark() {
        if (marks.isEmpty()) {
            throw in.malformed("the pickle goes back to a mark that it did not set");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<PickleValue> cut(int from) {
        List<PickleValue> tail = stack.subList(from, stack.size());
        List<PickleValue> values = List.copyOf(tail);
        tail.clear();
        return values;
    }

    private PickleValue top() {
        if (stack.size() <= floor()) {
            throw in.malformed("the pickle takes a value that it did not put");
        }
        return stack.get(stack.size() - 1);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private void append(List<PickleValue> items) {
        if (!(top() instanceof Sequence list)) {
            throw in.malformed("appends to " + top().describe());
        }
        list.addAll(items);
    }

    private void setItems(List<PickleValue> items) {
        if (!(top() instanceof Dict dict)) {
            throw in.malformed("sets an item of " + top().describe());
        }
        if (items.size() % 2 != 0) {
            throw in.malformed("a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            PickleValue key = items.get(i);
            if (key instanceof Text text) {
                dict.put(text, items.get(i + 1));
            } else if (key instanceof Int integer) {
                dict.put(integer, items.get(i + 1));
            } else {
                throw in.malformed("keys are strings or integers, this one is " + key.describe());
            }
        }
    }

    private void get(int index) {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw in.malformed("the pickle recalls memo " + Integer.toUnsignedString(index) + ", which it never made");
        }
        push(value);
    }

    private void put(int index) {
        memo.put(index, top());
        if (memo.size() > maxMemo) {
            throw in.failure(LIMIT, "a pickle remembers at most " + maxMemo + " values");
        }
    }

    private PickleValue stackGlobal() {
        List<PickleValue> names = popLast(2);
        if (names.get(0) instanceof Text module && names.get(1) instanceof Text name) {
            return global(module.value(), name.value());
        }
        throw in.malformed("a global is named by two strings");
    }

    private PickleGlobal global(String module, String name) {
        PickleGlobal global = PickleGlobal.find(module, name);
        if (global != null) {
            return global;
        }
        String advice = module.startsWith("transformers.")
                ? "; this looks like the encoder's whole output: save a dict with its tensor audio_codes under the key"
                        + " audio_codes instead"
                : "; do not load this file with anything that runs what it names";
        throw in.failure(
                FORBIDDEN,
                "names " + PickleValue.shortened(module + "." + name)
                        + ", which tokens and weights never need; nothing was run" + advice);
    }

    private PickleValue reduce(List<PickleValue> operands) {
        PickleValue function = operands.get(0);
        PickleValue arguments = operands.get(1);
        if (function instanceof PickleGlobal name && arguments instanceof Tuple tuple) {
            PickleValue result = objects.call(name, tuple.items());
            if (result != null) {
                return result;
            }
        }
        throw in.malformed(
                "calls " + function.describe() + " with " + arguments.describe() + ", which torch.save never does");
    }

    /**
     * Two things have a state: a NumPy dtype its byte order, and an OrderedDict its attributes, of which the weights of a
     * model have one that says nothing about tensors.
     */
    private void build(PickleValue state) {
        if (top() instanceof Dict weights
                && weights.isOrdered()
                && state instanceof Dict attributes
                && attributes.items().keySet().equals(Set.of(WEIGHTS_ATTRIBUTE))) {
            return;
        }
        if (top() instanceof NumpyType type
                && state instanceof Tuple tuple
                && tuple.items().size() == 8
                && tuple.items().get(1) instanceof Text order
                && List.of("<", ">", "|", "=").contains(order.value())) {
            type.setBigEndian(order.value().equals(">"));
        } else {
            throw in.malformed("gives " + top().describe() + " a state");
        }
    }
}
