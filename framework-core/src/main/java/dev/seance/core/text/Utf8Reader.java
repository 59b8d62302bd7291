// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads bytes that should be UTF-8 and gives out well-formed UTF-8: a byte order mark at the beginning is left out,
 * malformed bytes fail or are replaced, everything else is passed as it is, line ends included. Reads in slices that
 * stay in the processor's cache between being read, checked and copied. Not thread-safe.
 */
public final class Utf8Reader implements Closeable {

    /** The longest text in one piece: a Java string holds no more of other than Latin letters. */
    private static final int MAX_TEXT = (1 << 30) - 64;

    private static final int SLICE = 1 << 18;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private final InputStream in;
    private final String name;
    private final Optional<TextFile> file;
    private final InvalidUtf8 policy;
    private final Optional<LineEndFilter> lineEnds;

    /** From {@link #at} to {@link #good} well-formed, from there to {@link #end} not looked at, or cut, or malformed. */
    private final byte[] slice = new byte[SLICE];

    private int at;
    private int good;
    private int end;

    /** Where the slice's first byte stands in the file. */
    private long offset;

    private boolean started;
    private boolean exhausted;

    /** Bytes of a replacement that are still to be given out. */
    private int pending;

    private long replaced;
    private long firstReplaced;

    /** Bytes given out so far. */
    private long count;

    private Utf8Reader(InputStream in, String name, Optional<TextFile> file, InvalidUtf8 policy, LineEnds lineEnds) {
        this.in = in;
        this.name = name;
        this.file = file;
        this.policy = policy;
        this.lineEnds = lineEnds == LineEnds.UNIX ? Optional.of(new LineEndFilter()) : Optional.empty();
    }

    /** Reads a file, decompressed if it is compressed. */
    public static Utf8Reader of(TextFile file, InvalidUtf8 policy, LineEnds lineEnds) throws IOException {
        return new Utf8Reader(file.open(), file.where(), Optional.of(file), policy, lineEnds);
    }

    /** Reads a stream as it is, which is closed with this reader; {@code name} is what messages call it. */
    public static Utf8Reader of(InputStream in, String name, InvalidUtf8 policy) {
        return new Utf8Reader(in, name, Optional.empty(), policy, LineEnds.KEEP);
    }

    /** How many bytes were given out so far. */
    public long count() {
        return count;
    }

    /** What was replaced so far. */
    public Optional<Replacements> replacements() {
        return replaced == 0 ? Optional.empty() : Optional.of(new Replacements(name, replaced, firstReplaced));
    }

    /**
     * Reads on; one call may end within a character.
     *
     * @return how many bytes were read, at least 1; -1 at the end
     * @throws UserError at malformed bytes that are not to be replaced
     */
    public int read(byte[] into, int from, int length) throws IOException {
        int read = readAnyLineEnds(into, from, length);
        while (read > 0 && lineEnds.isPresent()) {
            int left = lineEnds.get().apply(into, from, read);
            if (left > 0) {
                count += left;
                return left;
            }
            read = readAnyLineEnds(into, from, length);
        }
        count += Math.max(0, read);
        return read;
    }

    private int readAnyLineEnds(byte[] into, int from, int length) throws IOException {
        int count = 0;
        while (count < length) {
            if (pending > 0) {
                into[from + count++] = REPLACEMENT[REPLACEMENT.length - pending--];
            } else if (at < good) {
                int some = Math.min(length - count, good - at);
                System.arraycopy(slice, at, into, from + count, some);
                at += some;
                count += some;
            } else if (count > 0 && at == end || !advance()) {
                break;
            }
        }
        return count == 0 ? -1 : count;
    }

    /**
     * Reads all there is.
     *
     * @param expected how many bytes that probably is
     * @throws UserError also when it is more than one document can be
     */
    public byte[] readAll(long expected) throws IOException {
        byte[] text = new byte[(int) Math.min(expected, MAX_TEXT)];
        int length = 0;
        byte[] more = new byte[1];
        while (true) {
            if (length == text.length) {
                if (read(more, 0, 1) < 0) {
                    return text;
                }
                if (length >= MAX_TEXT) {
                    throw new UserError(String.format(
                            Locale.ROOT,
                            "%s: is longer than one document can be (%,d bytes); split it into several files",
                            name,
                            MAX_TEXT));
                }
                text = Arrays.copyOf(text, (int) Math.min(MAX_TEXT, text.length * 2L + SLICE));
                text[length++] = more[0];
            }
            int read = read(text, length, text.length - length);
            if (read < 0) {
                return Arrays.copyOf(text, length);
            }
            length += read;
        }
    }

    /** Makes more to give out, when all was given out; false at the end. */
    private boolean advance() throws IOException {
        if (at < end) {
            int length = Utf8Check.length(slice, at, end);
            if (length < 0 || exhausted) {
                replace(length < 0 ? -length : end - at);
                return true;
            }
        }
        if (exhausted) {
            return false;
        }
        readSlice(at);
        if (!started) {
            started = true;
            while (end < MARK.length && !exhausted) {
                readSlice(0);
            }
            at = marked() ? MARK.length : 0;
        }
        good = Utf8Check.wellFormedEnd(slice, at, end);
        return true;
    }

    /** Reads behind what is left of the slice from that place on, which becomes its beginning. */
    private void readSlice(int from) throws IOException {
        System.arraycopy(slice, from, slice, 0, end - from);
        offset += from;
        end -= from;
        at = 0;
        good = 0;
        int read = in.read(slice, end, SLICE - end);
        exhausted = read < 0;
        end += Math.max(read, 0);
    }

    private boolean marked() {
        return end >= MARK.length && slice[0] == MARK[0] && slice[1] == MARK[1] && slice[2] == MARK[2];
    }

    private void replace(int length) throws IOException {
        if (policy == InvalidUtf8.FAIL) {
            throw new UserError(message(length));
        }
        if (replaced++ == 0) {
            firstReplaced = offset + at;
        }
        pending = REPLACEMENT.length;
        at += length;
        good = Utf8Check.wellFormedEnd(slice, at, end);
    }

    private String message(int length) throws IOException {
        long place = offset + at;
        int shown = Math.min(end, at + Math.max(length, 2));
        String bytes = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(slice, at, shown);
        boolean utf16 = place == 0 && (bytes.equals("FF FE") || bytes.equals("FE FF"));
        if (file.isPresent() && !file.get().compressed() && file.get().looksCompressed()) {
            return name + " is compressed by gzip: add .gz to its name";
        }
        return String.format(Locale.ROOT, "%s: byte %d%s is not UTF-8 (%s); ", name, place, line(place), bytes)
                + (utf16
                        ? "this begins as UTF-16 does: convert it, as with 'iconv -f UTF-16 -t UTF-8'"
                        : "convert it, as with 'iconv -f WINDOWS-1252 -t UTF-8', or give --invalid-utf8 replace");
    }

    /** The line of a file's byte; counted only when it is asked for. */
    private String line(long place) throws IOException {
        if (file.isEmpty()) {
            return "";
        }
        long line = 1;
        try (InputStream again = file.get().open()) {
            byte[] block = new byte[SLICE];
            for (long left = place; left > 0; ) {
                int read = again.read(block, 0, (int) Math.min(left, SLICE));
                if (read < 0) {
                    break;
                }
                for (int i = 0; i < read; i++) {
                    line += block[i] == '\n' ? 1 : 0;
                }
                left -= read;
            }
        }
        return String.format(Locale.ROOT, " (line %d)", line);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
