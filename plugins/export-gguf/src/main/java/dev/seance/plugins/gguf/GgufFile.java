// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.kit.safetensors.Half;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a GGUF file, by the specification and not by what {@link GgufWriter} does: the check that others will read it. Takes
 * nothing on trust: what does not fit into the file is refused before memory is taken for it. One thread.
 */
final class GgufFile implements Closeable {

    private static final int VERSION = 3;
    private static final int MOST_DIMENSIONS = 4;

    /** Bytes of the fixed-size values of metadata, by their number; 0 for strings and arrays. */
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final FileChannel channel;
    private final long size;
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private long at;

    /**
     * A tensor as the file describes it.
     *
     * @param columns the length of a row
     * @param rows how many rows
     * @param type ggml's number of its format
     * @param from where in the file its numbers begin
     */
    record Tensor(String name, long columns, long rows, int type, long from) {}

    private GgufFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it is no whole GGUF file of version 3, saying why
     */
    static GgufFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            GgufFile file = new GgufFile(channel);
            file.readHeader();
            return file;
        } catch (IOException e) {
            channel.close();
            throw new IOException(path + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void readHeader() throws IOException {
        String magic = new String(next(4).array(), StandardCharsets.US_ASCII);
        if (!magic.equals("GGUF")) {
            throw new IOException("no GGUF file: it does not begin with 'GGUF'");
        }
        int version = next(4).getInt();
        if (version != VERSION) {
            throw new IOException("GGUF of version " + version + "; this reads version " + VERSION);
        }
        long tensorCount = count(next(8).getLong(), 24, "tensors");
        long entries = count(next(8).getLong(), 13, "entries of metadata");
        for (long i = 0; i < entries; i++) {
            String key = string();
            if (metadata.put(key, value(next(4).getInt())) != null) {
                throw new IOException("its metadata has '" + key + "' twice");
            }
        }
        int alignment = metadata.get("general.alignment") instanceof Number number ? number.intValue() : 32;
        if (alignment < 1 || Integer.bitCount(alignment) != 1) {
            throw new IOException("an alignment of " + alignment);
        }
        List<Tensor> described = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            described.add(tensor());
        }
        long start = (at + alignment - 1) / alignment * alignment;
        for (Tensor tensor : described) {
            place(tensor, start, alignment);
        }
    }

    private Tensor tensor() throws IOException {
        String name = string();
        int dimensions = next(4).getInt();
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw new IOException("tensor '" + name + "' has " + dimensions + " dimensions");
        }
        long columns = next(8).getLong();
        long rows = 1;
        try {
            for (int i = 1; i < dimensions; i++) {
                rows = Math.multiplyExact(rows, next(8).getLong());
            }
            Math.multiplyExact(rows, columns);
        } catch (ArithmeticException e) {
            throw new IOException("tensor '" + name + "' is too large", e);
        }
        return new Tensor(name, columns, rows, next(4).getInt(), next(8).getLong());
    }

    private void place(Tensor tensor, long start, int alignment) throws IOException {
        if (tensor.columns() < 1 || tensor.rows() < 1 || tensor.from() < 0 || tensor.from() % alignment != 0) {
            throw new IOException("tensor '" + tensor.name() + "' has " + tensor.rows() + " rows of " + tensor.columns()
                    + " from byte " + tensor.from());
        }
        Tensor placed =
                new Tensor(tensor.name(), tensor.columns(), tensor.rows(), tensor.type(), start + tensor.from());
        long bytes = rowBytes(placed);
        if (placed.rows() > (size - placed.from()) / bytes) {
            throw new IOException("tensor '" + tensor.name() + "' reaches beyond the file's end; it is truncated");
        }
        if (tensors.put(tensor.name(), placed) != null) {
            throw new IOException("it has the tensor '" + tensor.name() + "' twice");
        }
    }

    private Object value(int type) throws IOException {
        if (type == 9) {
            return array(next(4).getInt());
        }
        if (type == 8) {
            return string();
        }
        if (type < 0 || type >= VALUE_BYTES.length) {
            throw new IOException("a value of the unknown type " + type);
        }
        ByteBuffer bytes = next(VALUE_BYTES[type]);
        return switch (type) {
            case 0 -> Byte.toUnsignedInt(bytes.get());
            case 1 -> (int) bytes.get();
            case 2 -> Short.toUnsignedInt(bytes.getShort());
            case 3 -> (int) bytes.getShort();
            case 4, 5 -> bytes.getInt();
            case 6 -> bytes.getFloat();
            case 7 -> bytes.get() != 0;
            case 12 -> bytes.getDouble();
            default -> bytes.getLong();
        };
    }

    private List<Object> array(int type) throws IOException {
        if (type == 9 || type < 0 || type >= VALUE_BYTES.length) {
            throw new IOException("an array of the type " + type);
        }
        long length = count(next(8).getLong(), type == 8 ? 8 : VALUE_BYTES[type], "elements of an array");
        List<Object> elements = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            elements.add(value(type));
        }
        return elements;
    }

    private String string() throws IOException {
        long length = count(next(8).getLong(), 1, "bytes of a string");
        return StandardCharsets.UTF_8.decode(next(Math.toIntExact(length))).toString();
    }

    /** A number of things, each of so many bytes at least, that has to fit into the rest of the file. */
    private long count(long count, int bytes, String what) throws IOException {
        if (count < 0 || count > (size - at) / bytes || count > Integer.MAX_VALUE) {
            throw new IOException("it claims " + Long.toUnsignedString(count) + " " + what + " with " + (size - at)
                    + " bytes to come");
        }
        return count;
    }

    private ByteBuffer next(int count) throws IOException {
        ByteBuffer bytes = read(at, count);
        at += count;
        return bytes;
    }

    private ByteBuffer read(long from, int count) throws IOException {
        if (count > size - from) {
            throw new IOException(
                    "it ends at byte " + size + " where " + count + " more are expected; it is truncated");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it ends at byte " + (from + bytes.position()));
            }
        }
        return bytes.flip();
    }

    /** The metadata: numbers, flags, strings and lists of these. */
    Map<String, Object> metadata() {
        return metadata;
    }

    /** The tensors by name. */
    Map<String, Tensor> tensors() {
        return tensors;
    }

    private static long rowBytes(Tensor tensor) throws IOException {
        long columns = tensor.columns();
        if (tensor.type() != 0 && tensor.type() != 1 && tensor.type() != 30 && columns % 32 != 0) {
            throw new IOException("tensor '" + tensor.name() + "' has rows of " + columns + ", no whole blocks");
        }
        return switch (tensor.type()) {
            case 0 -> columns * 4;
            case 1, 30 -> columns * 2;
            case 8 -> columns / 32 * 34;
            case 2 -> columns / 32 * 18;
            default ->
                throw new IOException("tensor '" + tensor.name() + "' is of type " + tensor.type()
                        + "; this reads F32, F16, BF16, Q8_0 and Q4_0");
        };
    }

    /** The numbers of some rows of a tensor. */
    float[] rows(String name, long row, int count) throws IOException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IOException("the file has no tensor '" + name + "'");
        }
        Objects.checkFromIndexSize(row, count, tensor.rows());
        long rowBytes = rowBytes(tensor);
        ByteBuffer bytes = read(tensor.from() + row * rowBytes, Math.toIntExact(count * rowBytes));
        float[] numbers = new float[Math.toIntExact(count * tensor.columns())];
        switch (tensor.type()) {
            case 0 -> bytes.asFloatBuffer().get(numbers);
            case 1 -> {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Half.toFloat(bytes.getShort());
                }
            }
            case 30 -> {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Float.intBitsToFloat(bytes.getShort() << 16);
                }
            }
            case 8 -> {
                for (int block = 0; block < numbers.length; block += 32) {
                    float step = Half.toFloat(bytes.getShort());
                    for (int i = 0; i < 32; i++) {
                        numbers[block + i] = bytes.get() * step;
                    }
                }
            }
            default -> {
                for (int block = 0; block < numbers.length; block += 32) {
                    float step = Half.toFloat(bytes.getShort());
                    for (int i = 0; i < 16; i++) {
                        int two = bytes.get();
                        numbers[block + i] = ((two & 15) - 8) * step;
                        numbers[block + i + 16] = ((two >> 4 & 15) - 8) * step;
                    }
                }
            }
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
