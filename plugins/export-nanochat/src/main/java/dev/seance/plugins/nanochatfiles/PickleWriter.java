// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes the opcodes of Python's pickle that state dictionaries and tokenizers need
 * (https://github.com/python/cpython/blob/main/Lib/pickletools.py describes them all). Each method writes one value;
 * those of a composite follow the call that opens it.
 */
final class PickleWriter {

    private static final int PROTOCOL = 0x80;
    private static final int NEW_OBJECT = 0x81;
    private static final int FALSE = 0x89;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** @param protocol 2, which all of PyTorch's readers take, or 3, which has bytes */
    PickleWriter(int protocol) {
        op(PROTOCOL).op(protocol);
    }

    /** A class or function by its module and name. */
    PickleWriter global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    PickleWriter bytes(byte[] bytes) {
        op('B').int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter number(long value) {
        if (value == (int) value) {
            return op('J').int32((int) value);
        }
        // LONG1: how many bytes, then these, little-endian two's complement.
        op(0x8A).op(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            op((int) (value >> shift));
        }
        return this;
    }

    PickleWriter isFalse() {
        return op(FALSE);
    }

    PickleWriter numbers(List<Long> tuple) {
        mark();
        tuple.forEach(this::number);
        return tuple();
    }

    PickleWriter mark() {
        return op('(');
    }

    /** Of what was written since the mark. */
    PickleWriter tuple() {
        return op('t');
    }

    PickleWriter emptyTuple() {
        return op(')');
    }

    /** Calls what was written before the last tuple with it. */
    PickleWriter call() {
        return op('R');
    }

    /** A new object of the class that was written before the last tuple, which has its arguments. */
    PickleWriter newObject() {
        return op(NEW_OBJECT);
    }

    /** Gives the last object the state that was written after it. */
    PickleWriter setState() {
        return op('b');
    }

    PickleWriter emptyDictionary() {
        return op('}');
    }

    /** Puts keys and values that were written since the mark into the dictionary before it. */
    PickleWriter setItems() {
        return op('u');
    }

    /** What the last value refers to, which whoever reads the pickle finds outside it. */
    PickleWriter persistent() {
        return op('Q');
    }

    /** A dictionary of text to numbers. */
    PickleWriter dictionary(Map<String, Integer> entries) {
        emptyDictionary().mark();
        entries.forEach((key, value) -> text(key).number(value));
        return setItems();
    }

    /** All of it. */
    byte[] end() {
        return op('.').out.toByteArray();
    }

    private PickleWriter int32(int value) {
        return op(value).op(value >> 8).op(value >> 16).op(value >> 24);
    }

    private PickleWriter op(int code) {
        out.write(code);
        return this;
    }
}
