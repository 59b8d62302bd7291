// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Subset;
import dev.seance.core.store.Digests;

/**
 * Chooses the documents for validation: by a hash of seed and id, so that a document stays on its side
 * when others come or go.
 *
 * @param fraction the share for validation, 0 to 1
 * @param seed of the step, or of the recipe
 * @param chosen a document for validation whatever its hash, or "": the way a small corpus gets exactly one
 */
record ValidationSplit(double fraction, long seed, String chosen) {

    Subset subset(String id) {
        return id.equals(chosen) || rank(id) < fraction ? Subset.VALIDATION : Subset.TRAIN;
    }

    /** Where a document stands in the order of choosing, from 0 to 1. */
    double rank(String id) {
        return (Digests.number(seed + "/" + id) >>> 11) * 0x1.0p-53;
    }

    /** The same, choosing that document and no other; none for "". */
    ValidationSplit only(String id) {
        return new ValidationSplit(0, seed, id);
    }
}
