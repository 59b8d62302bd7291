// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import dev.seance.api.run.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads and writes weights in the safetensors format: eight bytes of header length, a JSON header that names each
 * tensor's type, shape and place, then the numbers, little-endian. The format is specified in the documentation of
 * Hugging Face's safetensors.
 *
 * <p>Reading checks the whole header against the file's size before a single number is touched, so a truncated file is
 * refused and never loaded in part. An open file is confined to one thread.
 */
public final class Safetensors implements Closeable {

    /** The most bytes that are read or written at a time: tensors may be larger than a Java buffer, or the heap. */
    public static final int PIECE = 1 << 26;

    private static final long LONGEST_HEADER = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private Safetensors(Path file, FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /** Provides the numbers of one tensor while a file is written. */
    @FunctionalInterface
    public interface Contents {

        /**
         * Some of a tensor's numbers, little-endian: exactly {@code count} bytes from byte {@code from} of it. Called in order
         * until there are {@link TensorEntry#byteSize()}, so that no more than {@link #PIECE} need be in memory; a tensor no
         * larger than that is asked for at once.
         */
        ByteBuffer of(TensorEntry tensor, long from, int count) throws IOException;
    }

    /**
     * Writes a file: complete and on the disk when the call returns, or not there at all.
     *
     * @param metadata free text entries of the header
     * @param tensors the tensors, in the order they are laid out
     */
    public static void write(Path file, Map<String, String> metadata, List<TensorEntry> tensors, Contents contents)
            throws IOException {
        byte[] json = SafetensorsHeader.of(metadata, tensors).toJson().getBytes(StandardCharsets.UTF_8);
        // The numbers begin at a multiple of eight, so that they can be memory-mapped; the format pads with spaces.
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(padded).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            write(unfinished, head.flip(), tensors, contents);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void write(Path file, ByteBuffer head, List<TensorEntry> tensors, Contents contents)
            throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(out, head);
            for (TensorEntry tensor : tensors) {
                long from = 0;
                do {
                    int count = (int) Math.min(PIECE, tensor.byteSize() - from);
                    ByteBuffer numbers = contents.of(tensor, from, count);
                    if (numbers.remaining() != count) {
                        throw new IllegalArgumentException("tensor " + tensor.name() + " has " + numbers.remaining()
                                + " bytes from byte " + from + ", its shape needs " + count);
                    }
                    writeFully(out, numbers);
                    from += count;
                } while (from < tensor.byteSize());
            }
            out.force(true);
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /**
     * Opens a file for reading.
     *
     * @throws UserError when it is missing, truncated, or not a safetensors file, with the reason
     */
    public static Safetensors open(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new UserError(file + ": no such weights file", e);
        }
        try {
            return read(file, channel);
        } catch (IllegalArgumentException e) {
            channel.close();
            throw new UserError(
                    file + ": not a whole safetensors file: " + e.getMessage()
                            + "; restore it from a copy or make it again",
                    e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Safetensors read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new IllegalArgumentException("it has " + size + " bytes");
        }
        long length = readAt(channel, 0, 8).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > size - 8) {
            throw new IllegalArgumentException("its header claims " + length + " of " + size + " bytes");
        }
        String json = StandardCharsets.UTF_8
                .decode(readAt(channel, 8, Math.toIntExact(length)))
                .toString();
        SafetensorsHeader header = SafetensorsHeader.parse(json);
        long expected = 8 + length + header.dataBytes();
        if (expected != size) {
            throw new IllegalArgumentException("its header describes " + expected + " bytes, the file has " + size);
        }
        return new Safetensors(file, channel, header, 8 + length);
    }

    private static ByteBuffer readAt(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IllegalArgumentException("it ends at byte " + (from + bytes.position()));
            }
        }
        return bytes.flip();
    }

    /** The free text entries of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** The tensors, in file order. */
    public List<TensorEntry> tensors() {
        return header.tensors();
    }

    /**
     * The tensor of that name.
     *
     * @throws UserError when the file has none, listing those it has
     */
    public TensorEntry tensor(String name) {
        return placed(name).entry();
    }

    private SafetensorsHeader.Placed placed(String name) {
        return header.find(name)
                .orElseThrow(() -> new UserError(file + ": has no tensor '" + name + "' (have: "
                        + String.join(
                                ", ",
                                header.tensors().stream().map(TensorEntry::name).toList()) + ")"));
    }

    /**
     * Maps the numbers of a tensor of at most 2 GiB, as {@link #numbers(String, long, long)} does.
     */
    public ByteBuffer numbers(String name) throws IOException {
        return numbers(name, 0, placed(name).entry().byteSize());
    }

    /**
     * Maps some of a tensor's numbers, little-endian: so many bytes, at most 2 GiB, from a byte of it. The buffer stays valid
     * after {@link #close()}.
     *
     * @throws UserError when the file has no such tensor
     * @throws IndexOutOfBoundsException when the tensor has no such bytes
     */
    public ByteBuffer numbers(String name, long from, long count) throws IOException {
        SafetensorsHeader.Placed place = placed(name);
        Objects.checkFromIndexSize(from, count, place.to() - place.from());
        return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + place.from() + from, count)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
