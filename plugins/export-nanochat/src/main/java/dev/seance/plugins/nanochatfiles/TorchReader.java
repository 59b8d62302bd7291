// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads what {@code torch.save} wrote of a dictionary of tensors, or of one: names, types and shapes at once, checked
 * against the file, and numbers where they lie. Nothing of it is run. One thread; closed by whoever opens it.
 */
final class TorchReader implements Closeable {

    /** A tensor takes about 150 bytes of it. */
    private static final long MAX_PICKLE = 32 << 20;

    /** What {@code torch.compile} puts before the names, and nanochat takes away. */
    private static final String COMPILED = "_orig_mod.";

    private final StoredZip zip;
    private final String folder;
    private final Map<String, Placed> tensors = new LinkedHashMap<>();

    /**
     * A tensor and where it lies.
     *
     * @param entry of the zip
     * @param from its first byte in it
     */
    private record Placed(TorchTensor tensor, String entry, long from) {}

    private TorchReader(StoredZip zip, String folder) {
        this.zip = zip;
        this.folder = folder;
    }

    /**
     * Opens a file.
     *
     * @throws NoSuchFileException when there is none
     * @throws Unreadable when it is not what {@code torch.save} writes of tensors, with the reason
     */
    static TorchReader open(Path file) throws IOException, Unreadable {
        StoredZip zip = StoredZip.open(file);
        try {
            String pickle = zip.names().stream()
                    .filter(name -> name.matches("[^/]+/data\\.pkl"))
                    .findFirst()
                    .orElseThrow(() -> new Unreadable("it is a zip without a data.pkl, and so not of torch.save"));
            TorchReader reader = new TorchReader(zip, pickle.substring(0, pickle.indexOf('/') + 1));
            reader.requireLittleEndian();
            reader.place(Unpickler.read(reader.whole(pickle)));
            return reader;
        } catch (IOException | RuntimeException | Unreadable e) {
            zip.close();
            throw e;
        }
    }

    private ByteBuffer whole(String entry) throws IOException, Unreadable {
        if (zip.size(entry) > MAX_PICKLE) {
            throw new Unreadable(entry + " has " + zip.size(entry) + " bytes; no model's is as large");
        }
        return zip.bytes(entry, 0, zip.size(entry));
    }

    private void requireLittleEndian() throws IOException, Unreadable {
        String entry = folder + "byteorder";
        boolean big = zip.size(entry) >= 0
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
                    && bytes == zip.size(entry);
            if (!whole) {
                throw new Unreadable("tensor " + name + " of the shape " + found.shape() + " has "
                        + Math.max(0, zip.size(entry)) + " bytes in the file, which does not fit");
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
        return zip.bytes(placed.entry(), placed.from() + from, count);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
