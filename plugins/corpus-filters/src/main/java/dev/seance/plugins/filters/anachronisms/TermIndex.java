// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.plugins.filters.Letters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The terms that an era did not have and those that are allowed, by the hash of their first word. Immutable. */
final class TermIndex {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The longest form decides, and among forms of one length the kind of evidence. */
    private static final Comparator<Form> ORDER = Comparator.comparingInt(Form::length)
            .thenComparing(form -> form.term().evidence())
            .reversed();

    private final long[] hashes;
    private final Form[][] forms;
    private final int mask;

    /**
     * Indexes a table.
     *
     * @param terms of several rows with the same spelling the last one counts
     * @param to the last year of the era: a term first used later is one that it did not have
     */
    TermIndex(List<Term> terms, int to) {
        Map<Long, List<Form>> byHash = new HashMap<>();
        bySpelling(terms).forEach((spelling, term) -> {
            if (term.evidence() == Evidence.ALLOW || term.year() > to) {
                Form form = new Form(term, spelling);
                byHash.computeIfAbsent(form.hash(), hash -> new ArrayList<>()).add(form);
            }
        });
        // A quarter full at most, so that nearly every word of a text costs one look.
        int capacity = Integer.highestOneBit(Math.max(2, byHash.size())) * 8;
        mask = capacity - 1;
        hashes = new long[capacity];
        forms = new Form[capacity][];
        byHash.forEach((hash, list) -> {
            int slot = (int) mixed(hash) & mask;
            while (forms[slot] != null) {
                slot = slot + 1 & mask;
            }
            list.sort(ORDER);
            hashes[slot] = hash;
            forms[slot] = list.toArray(new Form[0]);
        });
    }

    private static Map<String, Term> bySpelling(List<Term> terms) {
        Map<String, Term> bySpelling = new HashMap<>();
        for (Term term : terms) {
            for (String spelling : term.forms()) {
                bySpelling.put(spelling, term);
            }
        }
        return bySpelling;
    }

    /** The forms whose first word has that hash, the longest first; null, for speed, where there are none. */
    Form[] starting(long hash) {
        int slot = (int) mixed(hash) & mask;
        while (forms[slot] != null) {
            if (hashes[slot] == hash) {
                return forms[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    /** The hash of a word, whatever its case. */
    static long hash(String text, int from, int to) {
        long hash = FNV_OFFSET;
        for (int i = from; i < to; i++) {
            hash = step(hash, text.charAt(i));
        }
        return hash;
    }

    /** A word's hash to which another character is added; it begins with {@link #emptyHash}. */
    static long step(long hash, char c) {
        return (hash ^ Letters.lower(c)) * FNV_PRIME;
    }

    static long emptyHash() {
        return FNV_OFFSET;
    }

    private static long mixed(long hash) {
        return hash * 0x9E3779B97F4A7C15L >>> 40;
    }
}
