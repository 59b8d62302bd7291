// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.kit.files.StoredZip;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * Reads what {@code torch.save} wrote of a dictionary of tensors, or of one: names, types and shapes at once, checked
 * against the file, and numbers where they lie. Nothing of it is run. One thread; closed by whoever opens it.
 */
final class TorchReader implements Closeable {

    /** A tensor takes about 150 bytes of it. */
    private static final long MAX_PICKLE = 32 << 20;

    /** What {@code torch.compile} puts before the names, and nanochat takes away. */
    private static final String COMPILED = "_orig_mod.";

    private final FileChannel file;
    private final Map<String, StoredZip.Entry> entries;
    private final String folder;
    private final Map<String, Placed> tensors = new LinkedHashMap<>();

    /**
     * A tensor and where it lies.
     *
     * @param entry of the zip
     * @param from its first byte in it
     */
    private record Placed(TorchTensor tensor, String entry, long from) {}

    private TorchReader(FileChannel file, Map<String, StoredZip.Entry> entries, String folder) {
        this.file = file;
        this.entries = entries;
        this.folder = folder;
    }

    /**
     * Opens a file.
     *
     * @throws NoSuchFileException when there is none
     * @throws Unreadable when it is not what {@code torch.save} writes of tensors, with the reason
     */
    static TorchReader open(Path file) throws IOException, Unreadable {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Map<String, StoredZip.Entry> entries = new LinkedHashMap<>();
            StoredZip.entries(channel).forEach(entry -> entries.put(entry.name(), entry));
            String pickle = entries.keySet().stream()
                    .filter(name -> name.matches("[^/]+/data\\.pkl"))
                    .findFirst()
                    .orElseThrow(() -> new Unreadable("it is a zip without a data.pkl, and so not of torch.save"));
            TorchReader reader = new TorchReader(channel, entries, pickle.substring(0, pickle.indexOf('/') + 1));
            reader.requireLittleEndian();
            reader.place(Unpickler.read(reader.whole(pickle)));
            return reader;
        } catch (ZipException e) {
            channel.close();
            throw new Unreadable(e.getMessage() + " (torch.save of PyTorch 1.6 and later writes a zip file)");
        } catch (IOException | RuntimeException | Unreadable e) {
            channel.close();
            throw e;
        }
    }

    /** How many bytes an entry has; -1 when there is none of that name. */
    private long size(String entry) {
        StoredZip.Entry found = entries.get(entry);
        return found == null ? -1 : found.bytes();
    }

    /** Maps some bytes of an entry, which stay valid after {@link #close()}. */
    private ByteBuffer bytes(String entry, long from, long count) throws IOException {
        return file.map(FileChannel.MapMode.READ_ONLY, entries.get(entry).offset() + from, count)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer whole(String entry) throws IOException, Unreadable {
        if (size(entry) > MAX_PICKLE) {
            throw new Unreadable(entry + " has " + size(entry) + " bytes; no model's is as large");
        }
        return bytes(entry, 0, size(entry));
    }

    private void requireLittleEndian() throws IOException, Unreadable {
        String entry = folder + "byteorder";
        boolean big = size(entry) >= 0
                && StandardCharsets.US_ASCII
                        .decode(whole(entry))
                        .toString()
                        .strip()
                        .equals("big");
        if (big) {
            throw new Unreadable("its numbers are big-endian");
        }
    }

    private void place(Object value) throws Unreadable {
        if (value instanceof Unpickler.Tensor tensor) {
            place("", tensor);
            return;
        }
        if (!(value instanceof Map<?, ?> dictionary)) {
            throw new Unreadable("it holds neither a tensor nor a dictionary of tensors");
        }
        for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof Unpickler.Tensor tensor)) {
                throw new Unreadable("its entry " + entry.getKey() + " is no tensor: it is no state dictionary");
            }
            place(name.startsWith(COMPILED) ? name.substring(COMPILED.length()) : name, tensor);
        }
    }

    private void place(String name, Unpickler.Tensor found) throws Unreadable {
        TorchType type = found.storage().type();
        String entry = folder + "data/" + found.storage().key();
        TorchTensor tensor = new TorchTensor(name, type, found.shape());
        try {
            long bytes = Math.multiplyExact(found.storage().elements(), type.bytes());
            long end = Math.addExact(found.offset(), tensor.elements());
            boolean whole = found.shape().stream().allMatch(size -> size >= 0)
                    && found.offset() >= 0
                    && end <= found.storage().elements()
                    && bytes == size(entry);
            if (!whole) {
                throw new Unreadable("tensor " + name + " of the shape " + found.shape() + " has "
                        + Math.max(0, size(entry)) + " bytes in the file, which does not fit");
            }
        } catch (ArithmeticException e) {
            throw new Unreadable("tensor " + name + " of the shape " + found.shape() + " is too large");
        }
        if (tensor.elements() > 1 && !found.strides().equals(tensor.strides())) {
            throw new Unreadable("the numbers of tensor " + name + " do not lie one after the other (strides "
                    + found.strides() + "); save it with .contiguous()");
        }
        if (tensors.put(name, new Placed(tensor, entry, found.offset() * type.bytes())) != null) {
            throw new Unreadable("tensor " + name + " is there twice");
        }
    }

    /** The tensors, in the file's order. */
    List<TorchTensor> tensors() {
        List<TorchTensor> all = new ArrayList<>();
        tensors.values().forEach(placed -> all.add(placed.tensor()));
        return all;
    }

    /** The tensor of that name, or null. */
    TorchTensor tensor(String name) {
        Placed placed = tensors.get(name);
        return placed == null ? null : placed.tensor();
    }

    /**
     * Maps some of a tensor's numbers, little-endian: so many bytes, at most 2 GiB, from a byte of it.
     *
     * @throws IndexOutOfBoundsException when the tensor has no such bytes
     */
    ByteBuffer numbers(String name, long from, long count) throws IOException, Unreadable {
        Placed placed = Objects.requireNonNull(tensors.get(name), name);
        Objects.checkFromIndexSize(from, count, placed.tensor().byteSize());
        return bytes(placed.entry(), placed.from() + from, count);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
