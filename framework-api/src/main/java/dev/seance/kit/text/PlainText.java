// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

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

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PlainText() {}

    /**
     * Decodes a whole file.
     *
     * @throws Undecodable at the first byte that the encoding does not allow there
     */
    public static String decode(byte[] bytes, Charset encoding) throws Undecodable {
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (!result.isError()) {
            result = decoder.flush(out);
        }
        if (result.isError()) {
            throw new Undecodable(encoding, in.position(), bytes[in.position()] & 0xFF);
        }
        String text = out.flip().toString();
        return unixLineEnds(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    private static String unixLineEnds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Says where bytes are not what the encoding allows; the message is fit for a user error. */
    public static final class Undecodable extends CharacterCodingException {

        private static final long serialVersionUID = 1L;

        private final String message;

        private Undecodable(Charset encoding, int offset, int value) {
            message = "byte %d (0x%02X) is not %s".formatted(offset, value, encoding.name());
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
