// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a zip of uncompressed entries, as {@code torch.save} writes it: the list of entries at its end is read and checked
 * against the file's size, and entries are mapped where they lie, so that nothing can claim to be larger than the file.
 * One thread; closed by whoever opens it.
 *
 * <p>The format is PKWARE's APPNOTE.TXT (4.3.6 and following), of which single files, both sizes of numbers and no
 * encryption are read.
 */
final class StoredZip implements Closeable {

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_PLACE = 0x07064b50;
    private static final int LISTED = 0x02014b50;
    private static final int LOCAL = 0x04034b50;

    private static final int END_SIZE = 22;
    private static final int END_64_SIZE = 56;
    private static final int END_64_PLACE_SIZE = 20;
    private static final int LISTED_SIZE = 46;
    private static final int LOCAL_SIZE = 30;

    /** Stands for a number that is in the extra bytes. */
    private static final long ELSEWHERE = 0xFFFFFFFFL;

    /** A list of more than this belongs to no model: an entry a tensor, a hundred bytes an entry. */
    private static final long MAX_LIST = 64 << 20;

    private static final int EXTRA_64 = 1;
    private static final int ENCRYPTED = 1;

    /**
     * An entry.
     *
     * @param header where its header begins
     * @param size its bytes
     */
    private record Entry(long header, long size) {}

    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private StoredZip(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws Unreadable when it is no such file, or damaged */
    static StoredZip open(Path file) throws IOException, Unreadable {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        StoredZip zip = new StoredZip(channel);
        try {
            zip.readList();
            return zip;
        } catch (IOException | RuntimeException | Unreadable e) {
            channel.close();
            throw e;
        }
    }

    /** The names of the entries, in the file's order; text as it stands there, never a path to write to. */
    Set<String> names() {
        return entries.keySet();
    }

    /** How many bytes an entry has; -1 when there is none of that name. */
    long size(String name) {
        Entry entry = entries.get(name);
        return entry == null ? -1 : entry.size();
    }

    /**
     * Maps some bytes of an entry, at most 2 GiB, which stay valid after {@link #close()}.
     *
     * @throws IndexOutOfBoundsException when the entry has no such bytes
     */
    ByteBuffer bytes(String name, long from, long count) throws IOException, Unreadable {
        Entry entry = entries.get(name);
        if (from < 0 || count < 0 || from > entry.size() - count) {
            throw new IndexOutOfBoundsException(name + " has no bytes " + from + ".." + (from + count));
        }
        ByteBuffer header = read(entry.header(), LOCAL_SIZE);
        if (header.getInt(0) != LOCAL) {
            throw new Unreadable("entry " + name + " does not begin where the zip's list says");
        }
        long begin = entry.header() + LOCAL_SIZE + (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
        if (begin > channel.size() - entry.size()) {
            throw new Unreadable("entry " + name + " reaches beyond the end of the file");
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, begin + from, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readList() throws IOException, Unreadable {
        long end = findEnd();
        ByteBuffer fields = read(end, END_SIZE);
        long count = fields.getShort(10) & 0xFFFF;
        long size = fields.getInt(12) & ELSEWHERE;
        long from = fields.getInt(16) & ELSEWHERE;
        if (end >= END_64_PLACE_SIZE && read(end - END_64_PLACE_SIZE, 4).getInt(0) == END_64_PLACE) {
            long place = read(end - END_64_PLACE_SIZE, END_64_PLACE_SIZE).getLong(8);
            ByteBuffer wide = read(place, END_64_SIZE);
            if (wide.getInt(0) != END_64) {
                throw new Unreadable("the end of the zip's list is damaged");
            }
            count = wide.getLong(32);
            size = wide.getLong(40);
            from = wide.getLong(48);
        }
        if (size < 0 || size > MAX_LIST || count < 0 || count > size / LISTED_SIZE) {
            throw new Unreadable("the zip's list claims " + count + " entries in " + size + " bytes");
        }
        ByteBuffer list = read(from, (int) size);
        for (long i = 0; i < count; i++) {
            readListed(list);
        }
    }

    private void readListed(ByteBuffer list) throws Unreadable {
        int at = list.position();
        if (list.remaining() < LISTED_SIZE || list.getInt(at) != LISTED) {
            throw new Unreadable("the zip's list of entries is damaged");
        }
        int flags = list.getShort(at + 8);
        int method = list.getShort(at + 10);
        long packed = list.getInt(at + 20) & ELSEWHERE;
        long size = list.getInt(at + 24) & ELSEWHERE;
        int nameLength = list.getShort(at + 28) & 0xFFFF;
        int extraLength = list.getShort(at + 30) & 0xFFFF;
        int commentLength = list.getShort(at + 32) & 0xFFFF;
        long header = list.getInt(at + 42) & ELSEWHERE;
        if (list.remaining() - LISTED_SIZE < nameLength + extraLength + commentLength) {
            throw new Unreadable("the zip's list of entries is damaged");
        }
        byte[] name = new byte[nameLength];
        list.position(at + LISTED_SIZE).get(name);
        String text = new String(name, StandardCharsets.UTF_8);
        ByteBuffer extra = wide(list.slice(list.position(), extraLength).order(ByteOrder.LITTLE_ENDIAN));
        list.position(list.position() + extraLength + commentLength);
        try {
            size = size == ELSEWHERE ? extra.getLong() : size;
            packed = packed == ELSEWHERE ? extra.getLong() : packed;
            header = header == ELSEWHERE ? extra.getLong() : header;
        } catch (java.nio.BufferUnderflowException e) {
            throw new Unreadable("entry " + text + " does not say how large it is");
        }
        if (method != 0 || packed != size || (flags & ENCRYPTED) != 0) {
            throw new Unreadable("entry " + text + " is compressed or encrypted, which torch.save does not do");
        }
        if (size < 0 || header < 0 || entries.put(text, new Entry(header, size)) != null) {
            throw new Unreadable("entry " + text + " is there twice, or has no size");
        }
    }

    /** What the field of wide numbers holds, among the extra bytes of an entry. */
    private static ByteBuffer wide(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int kind = extra.getShort() & 0xFFFF;
            int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
            ByteBuffer content = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (kind == EXTRA_64) {
                return content;
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    /** Where the last record begins: it may have a comment of 64 KiB after it. */
    private long findEnd() throws IOException, Unreadable {
        long size = channel.size();
        int searched = (int) Math.min(size, END_SIZE + 0xFFFF);
        ByteBuffer tail = read(size - searched, searched);
        for (int at = searched - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                return size - searched + at;
            }
        }
        throw new Unreadable("it is no zip, as torch.save of PyTorch 1.6 and later writes it, or its end is missing");
    }

    private ByteBuffer read(long from, int count) throws IOException, Unreadable {
        if (from < 0 || from > channel.size() - count) {
            throw new Unreadable("it points beyond its end");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new Unreadable("it ends too early");
            }
        }
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
