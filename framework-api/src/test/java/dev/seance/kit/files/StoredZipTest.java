// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredZipTest {

    /** More than 32 bits can say, of a size and of an offset. */
    private static final long LARGE = (4L << 30) + 12_345;

    @TempDir
    Path folder;

    /** As a bundle of a large model is written; nothing but zeros, which take no room on the disk. */
    @Test
    @Tag("full")
    void findsEntriesOfMoreThanFourGigabytesAndBehindThem() throws IOException {
        Path file = folder.resolve("large.zip");
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
                ZipOutputStream zip = new ZipOutputStream(new SparseOutput(channel))) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "model.safetensors", LARGE);
            put(zip, "tokenizer.json", 3);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            List<StoredZip.Entry> entries = StoredZip.entries(channel);
            assertThat(entries)
                    .extracting(StoredZip.Entry::name)
                    .containsExactly("model.safetensors", "tokenizer.json");
            assertThat(entries).extracting(StoredZip.Entry::bytes).containsExactly(LARGE, 3L);
            assertThat(entries.get(1).offset()).isGreaterThan(LARGE);
            ByteBuffer last = ByteBuffer.allocate(3);
            channel.read(last, entries.get(1).offset());
            assertThat(last.array()).isEqualTo("end".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void put(ZipOutputStream zip, String name, long bytes) throws IOException {
        byte[] block = new byte[1 << 20];
        byte[] end = "end".getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        for (long left = bytes - end.length; left > 0; left -= block.length) {
            checksum.update(block, 0, (int) Math.min(left, block.length));
        }
        checksum.update(end);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(bytes);
        entry.setCompressedSize(bytes);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        for (long left = bytes - end.length; left > 0; left -= block.length) {
            zip.write(block, 0, (int) Math.min(left, block.length));
        }
        zip.write(end);
        zip.closeEntry();
    }

    /** Leaves a hole where a megabyte of zeros would be. */
    private static final class SparseOutput extends OutputStream {

        private final FileChannel channel;

        SparseOutput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 1 << 20) {
                channel.position(channel.position() + length);
            } else {
                ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
    }
}
