// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a text whatever its case and white space: half of the SHA-256 of its normal form. Of 128 bits, so that
 * among a billion texts two that differ share one with a chance below 10⁻²⁰.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
record TextDigest(long high, long low) implements Serializable {

    private static final long serialVersionUID = 1L;

    static TextDigest of(String text) {
        byte[] normal = normal(text).getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(normal));
            return new TextDigest(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Lower case, one blank for each run of white space, none at the ends. */
    private static String normal(String text) {
        StringBuilder normal = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                // By character and not by String.toLowerCase, which depends on what stands around a sigma.
                normal.append(Character.toLowerCase(c));
            } else if (normal.length() > 0 && normal.charAt(normal.length() - 1) != ' ') {
                normal.append(' ');
            }
        }
        int length = normal.length();
        normal.setLength(length > 0 && normal.charAt(length - 1) == ' ' ? length - 1 : length);
        return normal.toString();
    }
}
