// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * The one way a file's bytes become the text of a document, so that all sources agree: decoded strictly, without a byte
 * order mark, with {@code \n} line ends.
 */
public final class PlainText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int BUFFER = 1 << 16;

    private final CharsetDecoder decoder;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
    private final CharBuffer out = CharBuffer.allocate(BUFFER);
    private final StringBuilder text;
    private boolean afterReturn;
    private boolean begun;

    private PlainText(Charset encoding, int expected) {
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.text = new StringBuilder(expected);
    }

    /**
     * Decodes a whole file.
     *
     * @throws Undecodable at the first byte that the encoding does not allow there
     */
    public static String decode(byte[] bytes, Charset encoding) throws Undecodable {
        try {
            return read(new ByteArrayInputStream(bytes), bytes.length, encoding);
        } catch (Undecodable e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Decodes a stream to its end, holding nothing but the text. The caller closes the stream.
     *
     * @param expected how many bytes there probably are
     * @throws Undecodable at the first byte that the encoding does not allow there
     */
    public static String read(InputStream in, long expected, Charset encoding) throws IOException {
        int capacity = (int) Math.max(16, Math.min(expected, Integer.MAX_VALUE - 64));
        return new PlainText(encoding, capacity).read(in, encoding);
    }

    private String read(InputStream stream, Charset encoding) throws IOException {
        long offset = 0;
        boolean more = true;
        while (more) {
            int read = stream.read(in.array(), in.position(), in.remaining());
            more = read >= 0;
            in.position(in.position() + Math.max(0, read)).flip();
            CoderResult result;
            do {
                result = decoder.decode(in, out, !more);
                if (!more && result.isUnderflow()) {
                    result = decoder.flush(out);
                }
                append();
            } while (result.isOverflow());
            if (result.isError()) {
                throw new Undecodable(encoding, offset + in.position(), in.get(in.position()) & 0xFF);
            }
            offset += in.position();
            in.compact();
        }
        return text.toString();
    }

    /** Moves what was decoded to the text, with every {@code \r\n} and {@code \r} a {@code \n}. */
    private void append() {
        out.flip();
        if (!begun && out.hasRemaining()) {
            begun = true;
            if (out.get(0) == BYTE_ORDER_MARK) {
                out.position(1);
            }
        }
        while (out.hasRemaining()) {
            int start = out.position();
            if (afterReturn && out.get(start) == '\n') {
                start++;
            }
            afterReturn = false;
            int end = start;
            while (end < out.limit() && out.get(end) != '\r') {
                end++;
            }
            text.append(out.array(), start, end - start);
            if (end < out.limit()) {
                text.append('\n');
                afterReturn = true;
                end++;
            }
            out.position(end);
        }
        out.clear();
    }

    /** Says where bytes are not what the encoding allows; the message is fit for a user error. */
    public static final class Undecodable extends CharacterCodingException {

        private static final long serialVersionUID = 1L;

        private final String message;

        private Undecodable(Charset encoding, long offset, int value) {
            message = "byte %d (0x%02X) is not %s".formatted(offset, value, encoding.name());
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
