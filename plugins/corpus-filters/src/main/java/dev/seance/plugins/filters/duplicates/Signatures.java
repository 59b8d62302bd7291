// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The signatures of a corpus: 1.1 KB of memory a document. One thread writes, then any number read. */
public final class Signatures implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HashMap<String, Signature> byId = new HashMap<>();
    private final double similarity;

    /** Worked out when the first verdict is asked for, by whichever thread asks. */
    private transient volatile Map<String, NearDuplicates.Copy> copies;

    Signatures(double similarity) {
        this.similarity = similarity;
    }

    void add(Signature signature) {
        byId.put(signature.id(), signature);
    }

    void addAll(Signatures other) {
        byId.putAll(other.byId);
    }

    int size() {
        return byId.size();
    }

    /** The better copy of a document that was added, if there is one. */
    Optional<NearDuplicates.Copy> betterCopyOf(String id) {
        if (copies == null) {
            synchronized (this) {
                if (copies == null) {
                    copies = new NearDuplicates(similarity).among(byId.values());
                }
            }
        }
        return Optional.ofNullable(copies.get(id));
    }
}
