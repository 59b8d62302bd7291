// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes the few pickle opcodes (protocol 2) that TorchScript's own unpickler needs to build one
 * module object: its class, and its attributes by name.
 *
 * <p>Attributes may be {@link Boolean}, {@link Integer}, {@link Double}, {@link String},
 * {@link Empty} or {@link EmptyTensor}; tensors with content never travel this way.
 */
final class Pickle {
    /** An empty collection of a TorchScript type, such as {@code Dict[str, Tensor]} or {@code List[Tensor]}. */
    record Empty(String type) {}

    /** A one-element float tensor backed by storage {@value #STORAGE}, to be assigned over. */
    record EmptyTensor() {}

    /** Name of the one storage the archive holds. */
    static final String STORAGE = "0";

    private static final int PROTOCOL = 0x80;
    private static final int NEW_OBJECT = 0x81;
    private static final int TRUE = 0x88;
    private static final int FALSE = 0x89;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Pickle() {
        op(PROTOCOL).op(2);
    }

    /** An object of {@code type}, a class of the archive's code, with these attributes. */
    static byte[] module(String type, Map<String, Object> attributes) {
        Pickle pickle = new Pickle();
        pickle.global("__torch__", type).op(')').op(NEW_OBJECT).op('}').op('(');
        attributes.forEach((name, value) -> pickle.text(name).value(value));
        return pickle.op('u').op('b').end();
    }

    /** The empty tuple: what an archive without tensor constants holds in {@code constants.pkl}. */
    static byte[] emptyTuple() {
        return new Pickle().op(')').end();
    }

    private Pickle value(Object value) {
        if (value instanceof Boolean flag) {
            return op(flag ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            return number(number);
        } else if (value instanceof Double number) {
            return op('G').bigEndian(Double.doubleToLongBits(number));
        } else if (value instanceof String string) {
            return text(string);
        } else if (value instanceof Empty empty) {
            // The unpickler gives an untagged collection the wrong element type.
            global("torch.jit._pickle", "restore_type_tag").op('(');
            op(empty.type().startsWith("List") ? ']' : '}');
            return text(empty.type()).op('t').op('R');
        } else if (value instanceof EmptyTensor) {
            return emptyTensor();
        }
        throw new IllegalArgumentException("cannot pickle " + value);
    }

    /** {@code _rebuild_tensor_v2(storage, offset 0, size (1,), stride (1,), no gradient, {})}. */
    private Pickle emptyTensor() {
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(').text("storage")
                .global("torch", "FloatStorage")
                .text(STORAGE)
                .text("cpu")
                .number(1);
        op('t').op('Q').number(0);
        op('(').number(1).op('t');
        op('(').number(1).op('t');
        op(FALSE).global("collections", "OrderedDict").op(')').op('R');
        return op('t').op('R');
    }

    private Pickle global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private Pickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').littleEndian(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    private Pickle number(int value) {
        return op('J').littleEndian(value);
    }

    private Pickle littleEndian(int value) {
        return op(value).op(value >> 8).op(value >> 16).op(value >> 24);
    }

    private Pickle bigEndian(long bits) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            op((int) (bits >> shift));
        }
        return this;
    }

    private Pickle op(int code) {
        out.write(code);
        return this;
    }

    private byte[] end() {
        return op('.').out.toByteArray();
    }
}
