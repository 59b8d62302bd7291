// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads pickles of tensors and of tokenizers and runs nothing: what a pickle names is looked up in a list, and anything
 * else is refused by its name. A pickle is a program for a stack machine (pickletools.py of Python describes it); here its
 * calls can do no more than put a dictionary, a tensor's description or a tokenizer's fields on the stack.
 *
 * <p>Values are {@code null}, {@link Boolean}, {@link Long}, {@link Double}, {@link String}, {@link Bytes}, {@link Tuple},
 * {@link List}, {@link Map}, {@link Name}, {@link Storage}, {@link Tensor} and {@link Instance}. Work and memory are
 * bounded: no opcode copies more than it brings, and there is a limit to how many values there are.
 */
final class Unpickler {

    /** A class or a function of Python. */
    record Name(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** An object of such a class with its state. */
    record Instance(Name type, List<Object> state) {}

    record Tuple(List<Object> items) {}

    /** Bytes that may be the key of a dictionary. */
    record Bytes(ByteBuffer bytes) {}

    /** Where numbers lie: an entry of the file, its number format, and how many the pickle says it has. */
    record Storage(String key, TorchType type, long elements) {}

    /** A tensor: some of a storage's numbers. */
    record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

    private static final Name ORDERED_DICT = new Name("collections", "OrderedDict");
    private static final Name REBUILD_TENSOR = new Name("torch._utils", "_rebuild_tensor_v2");
    private static final Name REBUILD_PARAMETER = new Name("torch._utils", "_rebuild_parameter");
    static final Name ENCODING = new Name("tiktoken.core", "Encoding");

    private static final Set<Name> KNOWN = Set.of(ORDERED_DICT, REBUILD_TENSOR, REBUILD_PARAMETER, ENCODING);

    /** Two for each token of a vocabulary of a million; a tensor has twenty. */
    private static final int MAX_VALUES = 2_500_000;

    /** What stands on the stack where a composite begins. */
    private static final Object MARK = new Object();

    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int pushed;

    private Unpickler(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads one value.
     *
     * @throws Unreadable when it is damaged, or needs what is not allowed, naming it
     */
    static Object read(ByteBuffer pickle) throws Unreadable {
        Unpickler unpickler = new Unpickler(pickle.slice());
        try {
            return unpickler.read();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException e) {
            throw new Unreadable("the pickle is damaged at byte " + unpickler.in.position());
        }
    }

    private Object read() throws Unreadable {
        while (true) {
            int code = in.get() & 0xFF;
            if (code == '.') {
                return pop();
            }
            step(code);
        }
    }

    private void step(int code) throws Unreadable {
        switch (code) {
            case 0x80 -> requireProtocol(in.get() & 0xFF);
            case 0x95 -> in.getLong(); // a frame: how many bytes may be read at once
            case '(' -> push(MARK);
            case '0' -> pop();
            case '1' -> popMark();
            case 'N' -> push(null);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) (in.get() & 0xFF));
            case 'M' -> push((long) (in.getShort() & 0xFFFF));
            case 0x8A -> push(wholeNumber(in.get() & 0xFF));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 0x8C -> push(text(in.get() & 0xFF));
            case 'X' -> push(text(in.getInt() & 0xFFFFFFFFL));
            case 0x8D -> push(text(in.getLong()));
            case 'C' -> push(new Bytes(bytes(in.get() & 0xFF)));
            case 'B' -> push(new Bytes(bytes(in.getInt() & 0xFFFFFFFFL)));
            case 0x8E -> push(new Bytes(bytes(in.getLong())));
            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case 't' -> push(new Tuple(popMark()));
            case ']' -> push(new ArrayList<>());
            case 'a' -> append(Collections.singletonList(pop()));
            case 'e' -> append(popMark());
            case '}' -> push(new LinkedHashMap<>());
            case 's' -> setItems(last(2));
            case 'u' -> setItems(popMark());
            case 'q' -> memoize(in.get() & 0xFF);
            case 'r' -> memoize(in.getInt());
            case 0x94 -> memoize(memo.size());
            case 'h' -> push(remembered(in.get() & 0xFF));
            case 'j' -> push(remembered(in.getInt()));
            case 'c' -> push(allowed(new Name(line(), line())));
            case 0x93 -> push(named());
            case 'Q' -> push(storage(pop()));
            case 'R' -> push(call());
            case 0x81 -> push(newObject());
            case 'b' -> setState();
            default ->
                throw new Unreadable(String.format(
                        "the pickle has the opcode 0x%02x at byte %d, which no checkpoint needs",
                        code, in.position() - 1));
        }
    }

    private static void requireProtocol(int protocol) throws Unreadable {
        if (protocol > 5) {
            throw new Unreadable("the pickle is of protocol " + protocol + ", newer than 5");
        }
    }

    // ------------------------------------------------------------------------------------------------------ the stack

    private void push(Object value) throws Unreadable {
        requireFew(++pushed);
        stack.add(value);
    }

    private void memoize(int number) throws Unreadable {
        memo.put(number, peek());
        requireFew(memo.size());
    }

    private void requireFew(int values) throws Unreadable {
        if (values > MAX_VALUES) {
            throw new Unreadable("the pickle has more than " + MAX_VALUES + " values, which no model needs");
        }
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object peek() {
        return stack.get(stack.size() - 1);
    }

    private List<Object> last(int count) {
        List<Object> top = stack.subList(stack.size() - count, stack.size());
        List<Object> values = new ArrayList<>(top);
        top.clear();
        return values;
    }

    private List<Object> popMark() {
        int at = stack.size() - 1;
        while (stack.get(at) != MARK) {
            at--;
        }
        List<Object> values = last(stack.size() - at - 1);
        pop();
        return values;
    }

    private Tuple tuple(int count) {
        return new Tuple(last(count));
    }

    private Object remembered(int number) throws Unreadable {
        if (!memo.containsKey(number)) {
            throw new Unreadable("the pickle is damaged at byte " + in.position());
        }
        return memo.get(number);
    }

    // ---------------------------------------------------------------------------------------------------- plain values

    private ByteBuffer bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer bytes = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return bytes;
    }

    private String text(long length) {
        return StandardCharsets.UTF_8.decode(bytes(length)).toString();
    }

    private String line() {
        int from = in.position();
        while (in.get() != '\n') {
            // The end of the buffer ends this too.
        }
        return StandardCharsets.UTF_8
                .decode(in.slice(from, in.position() - 1 - from))
                .toString();
    }

    /** Little-endian two's complement; empty for 0. */
    private long wholeNumber(int length) throws Unreadable {
        ByteBuffer bytes = bytes(length);
        byte[] bigEndian = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bigEndian[length - i] = bytes.get(i);
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger number = new BigInteger(bigEndian);
        if (number.bitLength() >= Long.SIZE) {
            throw new Unreadable("the pickle has a number of " + number.bitLength() + " bits");
        }
        return number.longValue();
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) {
        ((List<Object>) peek()).addAll(items);
    }

    @SuppressWarnings("unchecked")
    private void setItems(List<Object> items) throws Unreadable {
        Map<Object, Object> into = (Map<Object, Object>) peek();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Bytes || key instanceof Long)) {
                throw new Unreadable("the pickle has a dictionary whose keys are neither text, bytes nor numbers");
            }
            into.put(key, items.get(i + 1));
        }
    }

    // ------------------------------------------------------------------------------------------------- what is allowed

    private Name named() throws Unreadable {
        List<Object> names = last(2);
        return allowed(new Name((String) names.get(0), (String) names.get(1)));
    }

    private static Name allowed(Name name) throws Unreadable {
        boolean storage = name.module().equals("torch")
                && TorchType.ofStorage(name.name()).isPresent();
        if (!storage && !KNOWN.contains(name)) {
            throw new Unreadable("the pickle asks for " + shown(name.toString())
                    + ", which is not among what checkpoints and tokenizers need; nothing of it was run");
        }
        return name;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
    }

    /** {@code ('storage', torch.FloatStorage, key, device, elements)}. */
    private static Storage storage(Object reference) throws Unreadable {
        if (reference instanceof Tuple tuple
                && tuple.items().size() == 5
                && "storage".equals(tuple.items().get(0))
                && tuple.items().get(1) instanceof Name type
                && tuple.items().get(2) instanceof String key
                && tuple.items().get(4) instanceof Long elements) {
            Optional<TorchType> known = TorchType.ofStorage(type.name());
            if (known.isPresent() && key.matches("[0-9A-Za-z_]{1,40}") && elements >= 0) {
                return new Storage(key, known.get(), elements);
            }
        }
        throw new Unreadable("the pickle refers to something outside it that is no storage of a tensor");
    }

    private Object call() throws Unreadable {
        List<Object> top = last(2);
        Name function = (Name) top.get(0);
        List<Object> arguments = ((Tuple) top.get(1)).items();
        if (function.equals(ORDERED_DICT) && arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        if (function.equals(REBUILD_TENSOR) && arguments.size() >= 4) {
            return new Tensor(
                    (Storage) arguments.get(0),
                    (Long) arguments.get(1),
                    numbers(arguments.get(2)),
                    numbers(arguments.get(3)));
        }
        if (function.equals(REBUILD_PARAMETER) && !arguments.isEmpty()) {
            return (Tensor) arguments.get(0);
        }
        throw new Unreadable(
                "the pickle calls " + function + " in a way that no checkpoint does; nothing of it was run");
    }

    private static List<Long> numbers(Object tuple) {
        return ((Tuple) tuple).items().stream().map(Long.class::cast).toList();
    }

    private Instance newObject() throws Unreadable {
        List<Object> top = last(2);
        if (!ENCODING.equals(top.get(0))) {
            throw new Unreadable("the pickle makes an object of " + top.get(0) + ", which no checkpoint does");
        }
        return new Instance(ENCODING, new ArrayList<>());
    }

    /** Of a state dictionary it is the versions of its modules, which nothing here needs. */
    private void setState() throws Unreadable {
        Object state = pop();
        if (peek() instanceof Instance instance) {
            instance.state().add(state);
        } else if (!(peek() instanceof Map)) {
            throw new Unreadable("the pickle gives a state to what has none");
        }
    }
}
