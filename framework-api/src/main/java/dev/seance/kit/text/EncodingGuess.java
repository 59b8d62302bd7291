// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a text seems to be encoded: as its byte order mark says; else as UTF-8 when all of it is; else as windows-1252, the
 * usual encoding of older files in western languages, when nothing speaks against that.
 *
 * @param encoding the encoding, or empty when there is none to guess
 * @param reason what speaks for it, or against any
 */
public record EncodingGuess(Optional<Charset> encoding, String reason) {

    private static final int BUFFER = 1 << 16;

    /** In western languages one letter in ten has an accent at the most; where more have, the letters are others. */
    private static final int ACCENTED_ONE_IN = 4;

    /** Bytes that windows-1252 does not use. */
    private static final String UNUSED = "\u0081\u008D\u008F\u0090\u009D";

    /** Looks at a whole text. The caller closes the stream. */
    public static EncodingGuess of(InputStream in) throws IOException {
        return new Counts().count(in);
    }

    private static EncodingGuess none(String reason) {
        return new EncodingGuess(Optional.empty(), reason);
    }

    private static EncodingGuess of(Charset encoding, String reason) {
        return new EncodingGuess(Optional.of(encoding), reason);
    }

    /** Counts bytes as UTF-8 and as windows-1252 at once. */
    private static final class Counts {

        private final byte[] first = new byte[4];
        private long length;
        private long letters;
        private long high;
        private long unused = -1;
        private int unusedByte;
        private boolean nul;

        /** Characters of several bytes, and bytes that are none, as UTF-8 has it. */
        private long characters;

        private long strays;
        private int expected;
        private int pending;

        EncodingGuess count(InputStream in) throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    count(buffer[i] & 0xFF);
                }
            }
            strays += pending > 0 ? 1 : 0;
            return guess();
        }

        private void count(int value) {
            if (length < first.length) {
                first[(int) length] = (byte) value;
            }
            nul |= value == 0;
            if (value >= 0x80) {
                high++;
                if (unused < 0 && UNUSED.indexOf(value) >= 0) {
                    unused = length;
                    unusedByte = value;
                }
            } else if (value > ' ') {
                letters++;
            }
            length++;
            utf8(value);
        }

        private void utf8(int value) {
            if (pending > 0 && value >> 6 == 0b10) {
                pending--;
                characters += pending == 0 ? 1 : 0;
                return;
            }
            strays += pending > 0 ? 1 : 0;
            expected = value >= 0xC2 && value < 0xE0
                    ? 1
                    : value >= 0xE0 && value < 0xF0 ? 2 : value >= 0xF0 && value < 0xF5 ? 3 : 0;
            pending = expected;
            strays += value >= 0x80 && expected == 0 ? 1 : 0;
        }

        private EncodingGuess guess() {
            int mark = length < 2 ? 0 : (first[0] & 0xFF) << 8 | first[1] & 0xFF;
            if (mark == 0xFEFF) {
                return of(StandardCharsets.UTF_16BE, "it begins with the mark of UTF-16");
            }
            if (mark == 0xFFFE) {
                boolean utf32 = length >= 4 && first[2] == 0 && first[3] == 0;
                return utf32
                        ? of(Charset.forName("UTF-32LE"), "it begins with the mark of UTF-32")
                        : of(StandardCharsets.UTF_16LE, "it begins with the mark of UTF-16");
            }
            if (nul) {
                return none("it has NUL characters, as UTF-16 without a mark and files of other kinds than text have");
            }
            if (strays == 0) {
                return of(StandardCharsets.UTF_8, "all of it is UTF-8");
            }
            if (characters >= strays) {
                return none("it has " + characters + " characters in UTF-8 and " + strays + " bytes that are not, as"
                        + " damaged UTF-8 has");
            }
            if (unused >= 0) {
                return none(String.format("byte %d (0x%02X) is neither UTF-8 nor windows-1252", unused, unusedByte));
            }
            if (high * ACCENTED_ONE_IN > letters + high) {
                return none("it is not UTF-8, and " + 100 * high / (letters + high)
                        + " % of its characters are no ASCII, too many for windows-1252");
            }
            return of(Charset.forName("windows-1252"), "it is not UTF-8");
        }
    }
}
