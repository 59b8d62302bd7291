// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a text whatever its case and white space: half of the SHA-256 of its normal form: lower case, one blank for each
 * run of white space, none at the ends. Of 128 bits, so that
 * among a billion texts two that differ share one with a chance below 10⁻²⁰.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
record TextDigest(long high, long low) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Characters that are digested at once, so that a large text is not copied. */
    private static final int CHUNK = 1 << 13;

    static TextDigest of(String text) {
        MessageDigest digest = sha256();
        StringBuilder normal = new StringBuilder(CHUNK + 2);
        boolean blank = false;
        boolean empty = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                blank = !empty;
                continue;
            }
            if (blank) {
                normal.append(' ');
                blank = false;
            }
            // By character and not by String.toLowerCase, which depends on what stands around a sigma.
            normal.append(Character.toLowerCase(c));
            empty = false;
            if (normal.length() >= CHUNK && !Character.isHighSurrogate(c)) {
                digest.update(normal.toString().getBytes(StandardCharsets.UTF_8));
                normal.setLength(0);
            }
        }
        ByteBuffer result = ByteBuffer.wrap(digest.digest(normal.toString().getBytes(StandardCharsets.UTF_8)));
        return new TextDigest(result.getLong(), result.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
