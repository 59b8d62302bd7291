// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8. A {@code String} can hold half a surrogate pair, which no UTF-8 can: it becomes U+FFFD, as it does for
 * {@link dev.seance.api.tokenizer.Vocabulary#encode}, where {@link String#getBytes} would put a question mark.
 */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The text in UTF-8. */
    public static byte[] bytes(String text) {
        return wellFormed(text).getBytes(StandardCharsets.UTF_8);
    }

    /** The text with U+FFFD in place of each unpaired surrogate. */
    public static String wellFormed(String text) {
        int broken = unpaired(text, 0);
        if (broken < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text);
        for (int i = broken; i >= 0; i = unpaired(text, i + 1)) {
            replaced.setCharAt(i, REPLACEMENT);
        }
        return replaced.toString();
    }

    private static int unpaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    /** How many bytes {@link #bytes} gives; a book is not copied to find out. */
    public static long length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes++;
            } else if (unit < 0x800) {
                bytes += 2;
            } else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
