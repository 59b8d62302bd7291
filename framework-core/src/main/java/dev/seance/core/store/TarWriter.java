// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a tar archive of plain files, in the interchange format of POSIX.1-2001 (pax): blocks of 512 bytes, a header
 * block per file ("ustar"), and before it, where a name is longer than 100 bytes or not ASCII, or a file has 8 GiB or
 * more, an extended header that says so in full. GNU tar and bsdtar read it.
 */
final class TarWriter implements Closeable {

    static final int BLOCK = 512;
    /** What fits into eleven octal digits. */
    static final long LARGEST_OCTAL = (1L << 33) - 1;

    private static final int NAME_BYTES = 100;
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];

    /** @param out closed with this */
    TarWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Adds a file.
     *
     * @param name relative, with forward slashes
     * @param bytes its length
     * @param seconds when it was last changed, since 1970
     * @param content read for exactly that many bytes
     * @throws EOFException when the content is shorter
     */
    void file(String name, long bytes, long seconds, InputStream content) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        boolean plainName = encoded.length <= NAME_BYTES && encoded.length == name.length();
        StringBuilder extended = new StringBuilder();
        if (!plainName) {
            extended.append(record("path", name));
        }
        if (bytes > LARGEST_OCTAL) {
            extended.append(record("size", Long.toString(bytes)));
        }
        if (!extended.isEmpty()) {
            byte[] records = extended.toString().getBytes(StandardCharsets.UTF_8);
            out.write(header("PaxHeader".getBytes(StandardCharsets.US_ASCII), records.length, seconds, 'x'));
            out.write(records);
            pad(records.length);
        }
        // Readers that know extended headers ignore what stands here for the same fields.
        byte[] shortName = plainName
                ? encoded
                : ("file-" + Integer.toHexString(name.hashCode())).getBytes(StandardCharsets.US_ASCII);
        out.write(header(shortName, bytes > LARGEST_OCTAL ? 0 : bytes, seconds, '0'));
        copy(content, bytes, name);
        pad(bytes);
    }

    /** {@code <length> key=value\n}, where the length counts its own digits too. */
    private static String record(String key, String value) {
        int rest = key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3;
        int length = rest + Integer.toString(rest).length();
        if (rest + Integer.toString(length).length() > length) {
            length++;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private static byte[] header(byte[] name, long bytes, long seconds, char type) {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, name.length);
        octal(header, 100, 8, 0644);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, bytes);
        octal(header, 136, 12, Math.max(0, Math.min(seconds, LARGEST_OCTAL)));
        header[156] = (byte) type;
        put(header, 257, "ustar\0" + "00");
        // The sum of all bytes, those of its own field taken as blanks.
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xFF;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void octal(byte[] header, int offset, int width, long value) {
        put(header, offset, String.format(Locale.ROOT, "%0" + (width - 1) + "o", value));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private void copy(InputStream content, long bytes, String name) throws IOException {
        long left = bytes;
        while (left > 0) {
            int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException(name + " has become shorter while it was read");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private void pad(long bytes) throws IOException {
        out.write(new byte[(int) (-bytes & (BLOCK - 1))]);
    }

    /** Ends the archive with two empty blocks; the output stays open. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
