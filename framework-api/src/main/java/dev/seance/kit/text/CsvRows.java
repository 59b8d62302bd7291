// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import dev.seance.kit.files.TextMemory;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of comma-separated values, RFC 4180: values in double quotes may hold delimiters, line ends and doubled quotes. Read
 * as bytes and decoded value by value, so that one that is wrongly encoded costs its row and no other. One thread.
 */
public final class CsvRows implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final byte[] DELIMITERS = {'\t', ',', ';'};

    private final InputStream in;
    private final String name;
    private final Charset encoding;
    private final TextMemory memory;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private byte separator;
    private int at;
    private int end;

    /** The line that is read, and the one that the last row began in. */
    private long lines = 1;

    private long begun = 1;
    private long offset;
    private long rowOffset;
    private Malformed undecodable;

    /**
     * Begins to read. The stream is closed with this reader, not when this fails.
     *
     * @param name the file, for messages
     * @param separator the delimiter, or 0 to find it out from the first line
     */
    public CsvRows(InputStream in, String name, byte separator, Charset encoding, TextMemory memory)
            throws IOException {
        this.in = in;
        this.name = name;
        this.encoding = encoding;
        this.memory = memory;
        end = Math.max(0, in.readNBytes(buffer, 0, BUFFER));
        if (end >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            at = 3;
            offset = 3;
        }
        this.separator = separator == 0 ? commonest() : separator;
    }

    private byte commonest() {
        int[] counts = new int[DELIMITERS.length];
        boolean quoted = false;
        for (int i = at; i < end && (quoted || buffer[i] != '\n'); i++) {
            quoted ^= buffer[i] == '"';
            for (int j = 0; j < counts.length && !quoted; j++) {
                counts[j] += buffer[i] == DELIMITERS[j] ? 1 : 0;
            }
        }
        int best = 1;
        for (int j = 0; j < counts.length; j++) {
            best = counts[j] > counts[best] ? j : best;
        }
        return DELIMITERS[best];
    }

    /** The delimiter, where it had to be found out too. */
    public byte separator() {
        return separator;
    }

    /** Where the row that was read last begins, in bytes. */
    public long offset() {
        return rowOffset;
    }

    /** The line in which the row that was read last begins, from 1. */
    public long line() {
        return begun;
    }

    /** The next row that is not blank, or null at the end. */
    public List<String> next() throws IOException, Malformed {
        List<String> row;
        do {
            begun = lines;
            rowOffset = offset;
            if (peek() < 0) {
                return null;
            }
            undecodable = null;
            row = row();
        } while (row.size() == 1 && row.get(0).isEmpty());
        if (undecodable != null) {
            throw undecodable;
        }
        return row;
    }

    private List<String> row() throws IOException, Malformed {
        List<String> row = new ArrayList<>();
        long size = 0;
        while (true) {
            int last = peek() == '"' ? quoted(size) : plain(size);
            size += value.size();
            row.add(decoded());
            if (last != separator) {
                return row;
            }
        }
    }

    /** Reads a value up to the delimiter or the line's end, which is returned; -1 at the end of the file. */
    private int plain(long before) throws IOException {
        value.reset();
        while (true) {
            int next = read();
            if (next < 0 || next == separator || next == '\n') {
                return next;
            }
            if (next != '\r' || peek() != '\n') {
                put(next, before);
            }
        }
    }

    private int quoted(long before) throws IOException, Malformed {
        value.reset();
        read();
        while (true) {
            int next = read();
            if (next < 0) {
                throw new Malformed("quote without an end", "", "close the quote that begins in this row");
            }
            if (next != '"') {
                put(next, before);
            } else if (peek() == '"') {
                put(read(), before);
            } else {
                return afterQuote(before);
            }
        }
    }

    /** What follows a closing quote belongs to the value, as spreadsheets have it. */
    private int afterQuote(long before) throws IOException {
        while (true) {
            int next = read();
            if (next < 0 || next == separator || next == '\n') {
                return next;
            }
            if (next != '\r' || peek() != '\n') {
                put(next, before);
            }
        }
    }

    private void put(int next, long before) {
        value.write(next);
        if ((value.size() & (BUFFER - 1)) == 0) {
            memory.check(name + ", line " + begun, before + value.size());
        }
    }

    private String decoded() {
        byte[] bytes = value.toByteArray();
        try {
            return encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            undecodable = new Malformed(
                    "not " + encoding.name(),
                    "" + e.getMessage(),
                    "convert the file, or set 'encoding' to its encoding");
            return "";
        }
    }

    private int peek() throws IOException {
        if (at == end) {
            end = Math.max(0, in.read(buffer, 0, BUFFER));
            at = 0;
        }
        return at == end ? -1 : buffer[at] & 0xFF;
    }

    private int read() throws IOException {
        int next = peek();
        at += next < 0 ? 0 : 1;
        offset += next < 0 ? 0 : 1;
        lines += next == '\n' ? 1 : 0;
        return next;
    }

    /** A row that cannot be read; the next one can. The three are as in {@link dev.seance.api.corpus.BadRecord}. */
    public static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        private final String reason;
        private final String detail;
        private final String remedy;

        Malformed(String reason, String detail, String remedy) {
            super(reason, null, false, false);
            this.reason = reason;
            this.detail = detail;
            this.remedy = remedy;
        }

        public String reason() {
            return reason;
        }

        public String detail() {
            return detail;
        }

        public String remedy() {
            return remedy;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
