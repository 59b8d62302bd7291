// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tar archive of plain files, as {@link TarWriter} writes it and as other programs pack the same files: ustar
 * headers, extended headers (pax), GNU's long names and binary sizes. Folders are passed over. A link or a device is
 * refused, since following one would write where nobody meant to.
 *
 * <p>Names are given as they stand in the archive; it is for the caller to distrust them.
 */
final class TarReader {

    private static final int BLOCK = TarWriter.BLOCK;
    /** Of an extended header or a long name; real ones have a few hundred. */
    private static final int MAX_RECORD_BYTES = 1 << 20;

    private final InputStream in;
    private long unread;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** A file: its name and length. */
    record Entry(String name, long bytes) {}

    /** Goes on to the next file, over what is left of this one; empty at the archive's end. */
    Optional<Entry> next() throws IOException {
        skip(unread + padding);
        unread = 0;
        padding = 0;
        Map<String, String> extended = new LinkedHashMap<>();
        while (true) {
            byte[] header = block();
            if (isEmpty(header)) {
                return Optional.empty();
            }
            checkSum(header);
            long bytes = number(header, 124, 12);
            char type = (char) (header[156] & 0xFF);
            switch (type) {
                case 'x' -> extended.putAll(records(content(bytes)));
                case 'g' -> content(bytes); // for all files: dates and the like, nothing that is used here
                case 'L' -> extended.put("path", text(content(bytes)).replaceFirst("\\x00+$", ""));
                case '5' -> {
                    skip(padded(bytes));
                    extended.clear();
                }
                case '0', '\0' -> {
                    String name = extended.getOrDefault("path", name(header));
                    long size = extended.containsKey("size") ? size(extended.get("size")) : bytes;
                    unread = size;
                    padding = (int) (padded(size) - size);
                    return Optional.of(new Entry(name, size));
                }
                default ->
                    throw new DamagedArchive("entry '" + extended.getOrDefault("path", name(header)) + "' is "
                            + (type == '1' || type == '2' ? "a link" : "no plain file (type '" + type + "')"));
            }
        }
    }

    /** Reads of the current file; -1 at its end. */
    int read(byte[] into, int from, int length) throws IOException {
        if (unread == 0) {
            return -1;
        }
        int read = in.read(into, from, (int) Math.min(length, unread));
        if (read < 0) {
            throw DamagedArchive.tooShort(null);
        }
        unread -= read;
        return read;
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw DamagedArchive.tooShort(null);
        }
        return block;
    }

    private static boolean isEmpty(byte[] block) {
        for (byte value : block) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkSum(byte[] header) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        if (number(header, 148, 8) != sum) {
            throw new DamagedArchive("a header's checksum is wrong; it is damaged, or no tar archive");
        }
    }

    private static long number(byte[] header, int offset, int width) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            // GNU's: the highest bit set, the rest a binary number.
            long value = header[offset] & 0x7F;
            for (int i = 1; i < width; i++) {
                if (value >>> 55 != 0) {
                    throw new DamagedArchive("a header has a number that is too large");
                }
                value = value << 8 | header[offset + i] & 0xFF;
            }
            return value;
        }
        String digits = new String(header, offset, width, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new DamagedArchive("a header has '" + digits + "' for a number; it is damaged, or no tar archive", e);
        }
    }

    private static String name(byte[] header) throws IOException {
        String name = cString(header, 0, 100);
        boolean posix = cString(header, 257, 6).equals("ustar") && header[262] == 0;
        String prefix = posix ? cString(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String cString(byte[] header, int offset, int width) throws IOException {
        int length = 0;
        while (length < width && header[offset + length] != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        System.arraycopy(header, offset, bytes, 0, length);
        return text(bytes);
    }

    private static String text(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DamagedArchive("a name is not UTF-8", e);
        }
    }

    private static long size(String digits) throws IOException {
        try {
            long size = Long.parseLong(digits);
            if (size < 0) {
                throw new NumberFormatException(digits);
            }
            return size;
        } catch (NumberFormatException e) {
            throw new DamagedArchive("an extended header has '" + digits + "' for a size", e);
        }
    }

    private byte[] content(long bytes) throws IOException {
        if (bytes < 0 || bytes > MAX_RECORD_BYTES) {
            throw new DamagedArchive("an extended header of " + bytes + " bytes; it is damaged, or no tar archive");
        }
        byte[] content = in.readNBytes((int) bytes);
        if (content.length < bytes) {
            throw DamagedArchive.tooShort(null);
        }
        skip(padded(bytes) - bytes);
        return content;
    }

    private static Map<String, String> records(byte[] content) throws IOException {
        Map<String, String> records = new LinkedHashMap<>();
        int at = 0;
        while (at < content.length) {
            int blank = at;
            while (blank < content.length && content[blank] != ' ') {
                blank++;
            }
            int length;
            try {
                length = Integer.parseInt(new String(content, at, blank - at, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                throw new DamagedArchive("an extended header is damaged", e);
            }
            int end = at + length;
            if (length <= blank - at + 2 || end > content.length || content[end - 1] != '\n') {
                throw new DamagedArchive("an extended header is damaged");
            }
            byte[] record = new byte[end - 1 - (blank + 1)];
            System.arraycopy(content, blank + 1, record, 0, record.length);
            String[] keyAndValue = text(record).split("=", 2);
            records.put(keyAndValue[0], keyAndValue.length == 2 ? keyAndValue[1] : "");
            at = end;
        }
        return records;
    }

    private static long padded(long bytes) throws IOException {
        if (bytes < 0 || bytes > Long.MAX_VALUE - BLOCK) {
            throw new DamagedArchive("a file of " + bytes + " bytes; it is damaged, or no tar archive");
        }
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void skip(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException e) {
            throw DamagedArchive.tooShort(e);
        }
    }
}
