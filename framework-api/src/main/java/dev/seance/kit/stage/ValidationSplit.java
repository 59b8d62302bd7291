// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.Subset;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Chooses the documents for validation: by a hash of seed and id, so that a document stays on its side when others come
 * or go.
 *
 * @param fraction the share for validation, 0 to 1
 * @param seed of the step, or of the recipe
 * @param chosen a document for validation whatever its hash, or "": the way a small corpus gets exactly one
 */
public record ValidationSplit(double fraction, long seed, String chosen) implements Serializable {

    public Subset subset(String id) {
        return id.equals(chosen) || rank(id) < fraction ? Subset.VALIDATION : Subset.TRAIN;
    }

    /** Where a document stands in the order of choosing, from 0 to 1. */
    public double rank(String id) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((seed + "/" + id).getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The same, choosing that document and no other; none for "". */
    public ValidationSplit only(String id) {
        return new ValidationSplit(0, seed, id);
    }
}
