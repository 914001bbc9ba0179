package dev.sidecar.npy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes a pickle of protocol 2, as Python does: every new text, name and container is put into the memo. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int remembered;

    PickleWriter() {
        op(PickleMachine.PROTO).op(2);
    }

    /** Opcodes, and values of a byte. */
    PickleWriter op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** Opcodes that make something, which is remembered. */
    PickleWriter make(int... ops) {
        return op(ops).op(PickleMachine.BINPUT, remembered++);
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op(PickleMachine.BINUNICODE).little(bytes.length, Integer.BYTES).out.writeBytes(bytes);
        return make();
    }

    PickleWriter global(PickleGlobal global) {
        op(PickleMachine.GLOBAL);
        String lines = global.qualifiedName().replace(' ', '\n') + '\n';
        out.writeBytes(lines.getBytes(StandardCharsets.US_ASCII));
        return make();
    }

    /** A number from 0 on, in the shortest way. */
    PickleWriter natural(long number) {
        if (number < 1 << 8) {
            return op(PickleMachine.BININT1).little(number, 1);
        }
        if (number < 1 << 16) {
            return op(PickleMachine.BININT2).little(number, Short.BYTES);
        }
        if (number <= Integer.MAX_VALUE) {
            return op(PickleMachine.BININT).little(number, Integer.BYTES);
        }
        int bytes = BigInteger.valueOf(number).toByteArray().length;
        return op(PickleMachine.LONG1, bytes).little(number, bytes);
    }

    /** A tuple of numbers. */
    PickleWriter tuple(long... numbers) {
        op(PickleMachine.MARK);
        for (long number : numbers) {
            natural(number);
        }
        return make(PickleMachine.TUPLE);
    }

    private PickleWriter little(long number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (number >> (Byte.SIZE * i)));
        }
        return this;
    }

    byte[] finish() {
        return op(PickleMachine.STOP).out.toByteArray();
    }
}
