// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Reads the directory of a zip file whose entries are stored, not compressed (PKWARE's APPNOTE 6.3.10, sections 4.3 and
 * 4.5.3), trusting nothing in it. Java's own reader is of no use for a file from strangers: it hands out entries of one
 * name twice, does not say that one is a link, and unpacks whatever it is given.
 *
 * <p>What is stored takes no more room outside than within, so the entries together cannot be larger than the file: that
 * rules out those that unpack to a thousand times their size, and those that lie over each other. Names are text as it stands
 * there, and may lead anywhere.
 */
public final class StoredZip {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int DIRECTORY = 0x02014b50;
    private static final int DIRECTORY_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;

    private static final int MAX_COMMENT = 0xFFFF;
    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_DIRECTORY_BYTES = 4 << 20;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;
    private static final int ZIP64_FIELD = 1;
    private static final int ENCRYPTED = 1;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0xF000;
    private static final int REGULAR = 0x8000;

    private final FileChannel file;
    private final long size;

    /**
     * An entry.
     *
     * @param name as it stands there
     * @param offset where its content begins
     * @param bytes of its content
     */
    public record Entry(String name, long offset, long bytes) {}

    private StoredZip(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    /**
     * The entries in the directory's order.
     *
     * @throws ZipException when it is no such file, damaged, or has entries that are links, compressed, or of one name but for
     *     case; the message says what is wrong with "it", to be read after the file's name
     */
    public static List<Entry> entries(FileChannel file) throws IOException {
        try {
            return new StoredZip(file).entries();
        } catch (EOFException | IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw damaged("it is damaged, its directory leads outside of the file", e);
        }
    }

    private List<Entry> entries() throws IOException {
        long end = findEnd();
        ByteBuffer record = read(end, END_BYTES);
        long count = record.getShort(10) & 0xFFFF;
        long bytes = record.getInt(12) & IN_ZIP64;
        long start = record.getInt(16) & IN_ZIP64;
        if (count == 0xFFFF || bytes == IN_ZIP64 || start == IN_ZIP64) {
            ByteBuffer locator = read(end - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
            if (locator.getInt(0) != END64_LOCATOR) {
                throw new ZipException("it is damaged, its directory is not where it should be");
            }
            ByteBuffer whole = read(locator.getLong(8), END64_BYTES);
            if (whole.getInt(0) != END64) {
                throw new ZipException("it is damaged, its directory is not where it should be");
            }
            count = whole.getLong(32);
            bytes = whole.getLong(40);
            start = whole.getLong(48);
        }
        if (count < 0 || count > MAX_ENTRIES || bytes < 0 || bytes > MAX_DIRECTORY_BYTES) {
            throw new ZipException("it has more entries than are read, " + MAX_ENTRIES);
        }
        return directory(read(start, (int) bytes), (int) count);
    }

    /** Where the record at the end begins, behind which only a comment may follow. */
    private long findEnd() throws IOException {
        int tail = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        ByteBuffer last = read(size - tail, tail);
        for (int i = tail - END_BYTES; i >= 0; i--) {
            if (last.getInt(i) == END && (last.getShort(i + 20) & 0xFFFF) == tail - i - END_BYTES) {
                return size - tail + i;
            }
        }
        throw new ZipException("it is no zip file, or was not written or copied to its end");
    }

    private List<Entry> directory(ByteBuffer directory, int count) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long total = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = entry(directory);
            // Regardless of case, as macOS and Windows have it: one would overwrite the other.
            if (!names.add(entry.name().toLowerCase(Locale.ROOT))) {
                throw new ZipException("it has two entries named '" + entry.name() + "'");
            }
            total += entry.bytes();
            if (entry.bytes() > size || total > size) {
                throw new ZipException("its entries are larger than the file that they are in");
            }
            entries.add(entry);
        }
        return entries;
    }

    private Entry entry(ByteBuffer directory) throws IOException {
        ByteBuffer head = slice(directory, DIRECTORY_BYTES);
        if (head.getInt(0) != DIRECTORY) {
            throw new ZipException("it is damaged, its directory has no entry where one should be");
        }
        int system = head.get(5) & 0xFF;
        int flags = head.getShort(8);
        int method = head.getShort(10) & 0xFFFF;
        long packed = head.getInt(20) & IN_ZIP64;
        long bytes = head.getInt(24) & IN_ZIP64;
        String name = name(slice(directory, head.getShort(28) & 0xFFFF));
        ByteBuffer extra = slice(directory, head.getShort(30) & 0xFFFF);
        slice(directory, head.getShort(32) & 0xFFFF);
        int type = (head.getInt(38) >>> 16) & FILE_TYPE;
        long offset = head.getInt(42) & IN_ZIP64;
        if (system == UNIX && type != 0 && type != REGULAR) {
            throw new ZipException("its entry '" + name + "' is a link or something else that is no file");
        }
        if (method != 0 || (flags & ENCRYPTED) != 0) {
            throw new ZipException("its entry '" + name + "' is compressed or encrypted; only stored ones are read");
        }
        if (bytes == IN_ZIP64 || packed == IN_ZIP64 || offset == IN_ZIP64) {
            ByteBuffer large = zip64(extra, name);
            bytes = bytes == IN_ZIP64 ? large.getLong() : bytes;
            packed = packed == IN_ZIP64 ? large.getLong() : packed;
            offset = offset == IN_ZIP64 ? large.getLong() : offset;
        }
        if (bytes < 0 || packed != bytes) {
            throw new ZipException("its entry '" + name + "' says two sizes");
        }
        return new Entry(name, content(name, offset, bytes), bytes);
    }

    private static ByteBuffer zip64(ByteBuffer extra, String name) throws IOException {
        while (extra.remaining() >= 4) {
            int field = extra.getShort() & 0xFFFF;
            ByteBuffer content = slice(extra, extra.getShort() & 0xFFFF);
            if (field == ZIP64_FIELD) {
                return content;
            }
        }
        throw new ZipException("its entry '" + name + "' does not say how large it is");
    }

    private static String name(ByteBuffer bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw damaged("one of its names is not UTF-8", e);
        }
    }

    /** Where the content begins, behind the entry's own header, which must be of the same name. */
    private long content(String name, long offset, long bytes) throws IOException {
        ByteBuffer head = read(offset, LOCAL_BYTES);
        int nameBytes = head.getShort(26) & 0xFFFF;
        if (head.getInt(0) != LOCAL
                || !name(read(offset + LOCAL_BYTES, nameBytes)).equals(name)) {
            throw new ZipException("it is damaged, its entry '" + name + "' is not where its directory says");
        }
        long begin = offset + LOCAL_BYTES + nameBytes + (head.getShort(28) & 0xFFFF);
        if (bytes > size - begin) {
            throw new ZipException("its entry '" + name + "' is longer than the file that it is in");
        }
        return begin;
    }

    private static ZipException damaged(String message, Exception reason) {
        ZipException damaged = new ZipException(message);
        damaged.initCause(reason);
        return damaged;
    }

    private static ByteBuffer slice(ByteBuffer of, int bytes) {
        ByteBuffer slice = of.slice(of.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
        of.position(of.position() + bytes);
        return slice;
    }

    private ByteBuffer read(long from, int bytes) throws IOException {
        if (from < 0 || from > size - bytes) {
            throw new EOFException();
        }
        ByteBuffer into = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (into.hasRemaining()) {
            if (file.read(into, from + into.position()) < 0) {
                throw new EOFException();
            }
        }
        return into.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
