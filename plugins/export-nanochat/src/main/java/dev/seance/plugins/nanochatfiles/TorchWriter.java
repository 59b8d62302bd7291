// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.kit.safetensors.Safetensors;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what {@code torch.save} writes since PyTorch 1.6: a zip of uncompressed entries under one folder, a pickle with
 * the tensors' names, types and shapes, and the numbers of each in an entry of its own. The pickle needs no more than
 * {@code torch.load} with {@code weights_only=True} allows.
 */
final class TorchWriter {

    /** The folder inside the zip; readers take it from the first entry, whatever it is called. */
    private static final String FOLDER = "archive/";

    /** Numbers begin at a multiple of this, as PyTorch has it, so that they can be mapped. */
    private static final int ALIGNMENT = 64;

    /** The parts of an entry's header before its name, and of a field of extra bytes before these. */
    private static final int HEADER = 30;

    private static final int EXTRA_HEADER = 4;

    /** Larger entries get extra bytes from Java, and so lie where they lie. */
    private static final long LARGE = 0xFFFFFFFFL;

    /** Any constant time: the same model gives the same bytes. Before February 1980 Java would add a second one. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Counting bytes;
    private final ZipOutputStream zip;

    private TorchWriter(OutputStream out) {
        bytes = new Counting(out);
        zip = new ZipOutputStream(bytes);
    }

    /** Provides the numbers of one tensor while a file is written. */
    @FunctionalInterface
    interface Contents {

        /**
         * Some of a tensor's numbers, little-endian: exactly {@code count} bytes from byte {@code from} of it. Each is asked
         * for twice, first for the checksum, which precedes the numbers.
         */
        ByteBuffer of(TorchTensor tensor, long from, int count) throws IOException;
    }

    /** Writes a file that loads as an {@code OrderedDict} of tensors. */
    static void dictionary(Path file, List<TorchTensor> tensors, Contents contents) throws IOException {
        PickleWriter pickle = new PickleWriter(2);
        orderedDictionary(pickle).mark();
        for (int i = 0; i < tensors.size(); i++) {
            pickle.text(tensors.get(i).name());
            tensor(pickle, tensors.get(i), i);
        }
        write(file, pickle.setItems().end(), tensors, contents);
    }

    /** Writes a file that loads as one tensor. */
    static void tensor(Path file, TorchTensor tensor, Contents contents) throws IOException {
        PickleWriter pickle = new PickleWriter(2);
        tensor(pickle, tensor, 0);
        write(file, pickle.end(), List.of(tensor), contents);
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
    private static void tensor(PickleWriter pickle, TorchTensor tensor, int number) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark()
                .text("storage")
                .global("torch", tensor.type().storage())
                .text(Integer.toString(number))
                .text("cpu")
                .number(tensor.elements())
                .tuple()
                .persistent();
        pickle.number(0).numbers(tensor.shape()).numbers(tensor.strides()).isFalse();
        orderedDictionary(pickle).tuple().call();
    }

    private static PickleWriter orderedDictionary(PickleWriter pickle) {
        return pickle.global("collections", "OrderedDict").emptyTuple().call();
    }

    private static void write(Path file, byte[] pickle, List<TorchTensor> tensors, Contents contents)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            TorchWriter writer = new TorchWriter(out);
            writer.entry("data.pkl", pickle);
            writer.entry("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < tensors.size(); i++) {
                writer.entry("data/" + i, tensors.get(i), contents);
            }
            writer.entry("version", "3\n".getBytes(StandardCharsets.US_ASCII));
            writer.zip.finish();
        }
    }

    private void entry(String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        begin(name, content.length, checksum.getValue());
        zip.write(content);
        zip.closeEntry();
    }

    private void entry(String name, TorchTensor tensor, Contents contents) throws IOException {
        CRC32 checksum = new CRC32();
        pieces(tensor, contents, checksum::update);
        begin(name, tensor.byteSize(), checksum.getValue());
        WritableByteChannel channel = Channels.newChannel(zip);
        pieces(tensor, contents, channel::write);
        zip.closeEntry();
    }

    @FunctionalInterface
    private interface Piece {
        void take(ByteBuffer numbers) throws IOException;
    }

    private static void pieces(TorchTensor tensor, Contents contents, Piece to) throws IOException {
        long size = tensor.byteSize();
        for (long from = 0; from < size; from += Safetensors.PIECE) {
            to.take(contents.of(tensor, from, (int) Math.min(Safetensors.PIECE, size - from)));
        }
    }

    private void begin(String name, long size, long checksum) throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(checksum);
        entry.setTimeLocal(TIME);
        if (size < LARGE) {
            entry.setExtra(padding(FOLDER.length() + name.length()));
        }
        zip.putNextEntry(entry);
    }

    /** A field of extra bytes, named FB as PyTorch names it, that fills up to the alignment. */
    private byte[] padding(int nameLength) {
        long begins = bytes.count + HEADER + nameLength + EXTRA_HEADER;
        int missing = (int) (-begins & ALIGNMENT - 1);
        byte[] extra = new byte[EXTRA_HEADER + missing];
        extra[0] = 'F';
        extra[1] = 'B';
        extra[2] = (byte) missing;
        return extra;
    }

    /** Knows where in the file the next entry begins. */
    private static final class Counting extends FilterOutputStream {

        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            count++;
        }

        @Override
        public void write(byte[] some, int from, int length) throws IOException {
            out.write(some, from, length);
            count += length;
        }
    }
}
