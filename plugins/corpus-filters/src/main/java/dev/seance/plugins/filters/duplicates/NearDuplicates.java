// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import dev.seance.plugins.filters.WordHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds near-duplicates among signatures by locality-sensitive hashing (Leskovec, Rajaraman and Ullman, Mining of Massive
 * Datasets, 3.4): a signature is cut into bands of a few rows, documents that agree in a whole band are candidates, and their
 * signatures decide.
 *
 * <p>Documents are taken best first, and one is a copy when it is similar to a better one that is kept. So a chain of
 * documents, each a little like the next, loses no more than those that are like what stays.
 */
final class NearDuplicates {

    /** How likely two documents of just the similarity asked for are to become candidates, at least. */
    private static final double RECALL = 0.95;

    /** Of many that share a band the best so many are compared with each; what they are not like, other bands find. */
    private static final int MOST_LEADERS = 8;

    private final double similarity;
    private final int rows;

    NearDuplicates(double similarity) {
        this.similarity = similarity;
        int most = 1;
        // More rows make fewer candidates, and find fewer.
        while (most < MinHash.BINS / 2 && found(most + 1, similarity) >= RECALL) {
            most++;
        }
        this.rows = most;
    }

    /** The probability that documents of a similarity agree in a band of so many rows. */
    static double found(int rows, double similarity) {
        return 1 - Math.pow(1 - Math.pow(similarity, rows), MinHash.BINS / rows);
    }

    /**
     * A document that another one is a copy of.
     *
     * @param id its id
     * @param similarity how similar they are
     */
    record Copy(String id, double similarity) {}

    /** The better copy of each document that has one, by the ids. */
    Map<String, Copy> among(Collection<Signature> signatures) {
        Signature[] best = signatures.stream()
                .filter(signature -> signature.minima().length > 0)
                .sorted(Signature.BEST_FIRST)
                .toArray(Signature[]::new);
        List<Set<Integer>> better = candidates(best);
        Map<String, Copy> copies = new HashMap<>();
        for (int i = 0; i < best.length; i++) {
            Signature one = best[i];
            Copy found = null;
            for (int other : better.get(i)) {
                if (!copies.containsKey(best[other].id())) {
                    double similar = one.similarity(best[other]);
                    if (similar >= similarity && (found == null || similar > found.similarity())) {
                        found = new Copy(best[other].id(), similar);
                    }
                }
            }
            if (found != null) {
                copies.put(one.id(), found);
            }
        }
        return copies;
    }

    /** Of each document, by its rank, the better ones that it shares a band with, best first. */
    private List<Set<Integer>> candidates(Signature[] best) {
        List<Set<Integer>> candidates = new ArrayList<>(best.length);
        for (int i = 0; i < best.length; i++) {
            candidates.add(new LinkedHashSet<>());
        }
        long[] keys = new long[best.length];
        for (int band = 0; band < MinHash.BINS / rows; band++) {
            // The band's hash above, the rank below: sorted, those that share a band stand together, best first.
            for (int i = 0; i < best.length; i++) {
                keys[i] = bandHash(best[i], band) & -1L << 32 | i;
            }
            Arrays.sort(keys);
            int from = 0;
            for (int at = 1; at <= keys.length; at++) {
                if (at == keys.length || keys[at] >>> 32 != keys[from] >>> 32) {
                    pairs(keys, from, at, candidates);
                    from = at;
                }
            }
        }
        return candidates;
    }

    private static void pairs(long[] keys, int from, int to, List<Set<Integer>> candidates) {
        for (int i = from + 1; i < to; i++) {
            for (int j = from; j < Math.min(i, from + MOST_LEADERS); j++) {
                candidates.get((int) keys[i]).add((int) keys[j]);
            }
        }
    }

    private long bandHash(Signature signature, int band) {
        long hash = band;
        for (int row = band * rows; row < (band + 1) * rows; row++) {
            hash = WordHash.mixed(hash * 31 + signature.minima()[row]);
        }
        return hash;
    }
}
