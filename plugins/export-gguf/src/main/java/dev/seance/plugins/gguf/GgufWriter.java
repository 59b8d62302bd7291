// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes files of the format GGUF, version 3, as the documentation of ggml specifies it: magic, counts, metadata, a line
 * for each tensor, then the tensors, each at a multiple of 32 bytes. All numbers are little-endian.
 *
 * <p>Values of the metadata are {@code Integer} for an unsigned 32-bit number, {@code Float}, {@code Boolean}, {@code
 * String}, and lists of strings or, as signed numbers, of {@code Integer}.
 */
final class GgufWriter {

    static final int ALIGNMENT = 32;

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    /** Encoded at a time, in numbers: a multiple of every block. */
    private static final int PIECE = 1 << 20;

    private final Map<String, Object> metadata = new LinkedHashMap<>();

    /**
     * A tensor to write.
     *
     * @param name its name in the file
     * @param shape the sizes, outermost first; the last is whole blocks
     * @param format its numbers
     */
    record Tensor(String name, List<Long> shape, NumberFormat format) {

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        long byteSize() {
            return format.bytes(elements());
        }
    }

    /** Provides the numbers of the tensors while a file is written. */
    @FunctionalInterface
    interface Contents {

        /** Fills the array with the numbers of a tensor from number {@code from} on; called in order. */
        void read(Tensor tensor, long from, float[] numbers) throws IOException;
    }

    /** Adds an entry to the metadata. */
    GgufWriter put(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    /** Writes a file: complete and on the disk when the call returns, or not there at all. */
    void write(Path file, List<Tensor> tensors, Contents contents) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                writeFully(out, ByteBuffer.wrap(header(tensors)));
                for (Tensor tensor : tensors) {
                    write(tensor, contents, out);
                }
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private byte[] header(List<Tensor> tensors) {
        Bytes out = new Bytes();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.int32(3);
        out.int64(tensors.size());
        out.int64(metadata.size());
        metadata.forEach((key, value) -> {
            out.string(key);
            value(value, out);
        });
        long offset = 0;
        for (Tensor tensor : tensors) {
            out.string(tensor.name());
            out.int32(tensor.shape().size());
            // Innermost first.
            for (int i = tensor.shape().size() - 1; i >= 0; i--) {
                out.int64(tensor.shape().get(i));
            }
            out.int32(tensor.format().number());
            out.int64(offset);
            offset += tensor.byteSize() + padding(tensor.byteSize());
        }
        out.writeBytes(new byte[padding(out.size())]);
        return out.toByteArray();
    }

    private static void value(Object value, Bytes out) {
        if (value instanceof List<?> list) {
            boolean strings = list.stream().allMatch(String.class::isInstance);
            out.int32(ARRAY);
            out.int32(strings ? STRING : INT32);
            out.int64(list.size());
            for (Object element : list) {
                if (element instanceof String string) {
                    out.string(string);
                } else {
                    out.int32((Integer) element);
                }
            }
        } else if (value instanceof String string) {
            out.int32(STRING);
            out.string(string);
        } else if (value instanceof Boolean flag) {
            out.int32(BOOL);
            out.write(flag ? 1 : 0);
        } else if (value instanceof Float number) {
            out.int32(FLOAT32);
            out.int32(Float.floatToRawIntBits(number));
        } else if (value instanceof Integer number) {
            out.int32(UINT32);
            out.int32(number);
        } else {
            throw new IllegalArgumentException("metadata of " + value.getClass());
        }
    }

    private static void write(Tensor tensor, Contents contents, FileChannel out) throws IOException {
        int block = tensor.format().block();
        ByteBuffer bytes = ByteBuffer.allocate(
                        (int) tensor.format().bytes(Math.min(PIECE, tensor.elements())) + ALIGNMENT)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long from = 0; from < tensor.elements(); from += PIECE) {
            float[] numbers = new float[(int) Math.min(PIECE, tensor.elements() - from)];
            contents.read(tensor, from, numbers);
            bytes.clear();
            for (int i = 0; i < numbers.length; i += block) {
                tensor.format().encode(numbers, i, bytes);
            }
            if (from + numbers.length == tensor.elements()) {
                bytes.put(new byte[padding(tensor.byteSize())]);
            }
            writeFully(out, bytes.flip());
        }
    }

    private static int padding(long size) {
        return (int) (-size & ALIGNMENT - 1);
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** A header being written. */
    private static final class Bytes extends ByteArrayOutputStream {

        void int32(int value) {
            for (int shift = 0; shift < 32; shift += 8) {
                write(value >>> shift);
            }
        }

        void int64(long value) {
            int32((int) value);
            int32((int) (value >>> 32));
        }

        void string(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            int64(bytes.length);
            writeBytes(bytes);
        }
    }
}
