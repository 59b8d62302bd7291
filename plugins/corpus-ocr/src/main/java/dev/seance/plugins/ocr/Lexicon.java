// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The words of a corpus in one language. A form is in the lexicon when it stands in {@value #MIN_BOOKS} documents or more,
 * unless one confusion of letters leads from it to a form that is {@value #COMMONER} times as common: "tbe" stands in every
 * library. Words that look like a misreading and are none, such as "arid" beside "and", are listed with the language and
 * always in the lexicon.
 *
 * <p>In a small corpus, below {@value #MANY_BOOKS} documents, two documents do, or {@value #OFTEN_IN_ONE} occurrences in
 * one, where nothing that is commoner is one confusion away; in one below {@value #SEVERAL_BOOKS}, any.
 *
 * <p>Safe for use by several threads: what was worked out of a form is kept in a cache of single longs, and whoever works
 * it out gets the same.
 */
final class Lexicon {

    static final int MIN_BOOKS = 3;
    static final int COMMONER = 50;
    private static final int MANY_BOOKS = 50;
    private static final int SEVERAL_BOOKS = 5;
    private static final int OFTEN_IN_ONE = 5;

    /** Weaker confusions are so rare that they take no form out of the lexicon. */
    private static final double LEAST_STRENGTH = 0.2;

    private static final int CACHED = 1 << 18;

    private final FormCounts counts;
    private final LanguageRules rules;
    private final Set<Long> more;
    private final int minBooks;

    /** The forms that may be words, by how many documents have them. */
    private final FormFilter candidates;

    /** A form's upper bits and, in the lowest, whether it is in the lexicon. */
    private final AtomicLongArray cache = new AtomicLongArray(CACHED);

    /**
     * Makes a lexicon.
     *
     * @param counts the forms of the corpus
     * @param rules the rules of its language
     * @param more finished hashes of words that are in it whatever the corpus says
     */
    Lexicon(FormCounts counts, LanguageRules rules, Set<Long> more) {
        this.counts = counts;
        this.rules = rules;
        this.more = more;
        int documents = counts.documents();
        this.minBooks = documents >= MANY_BOOKS ? MIN_BOOKS : documents >= SEVERAL_BOOKS ? 2 : 1;
        this.candidates = counts.words(minBooks, minBooks >= MIN_BOOKS ? Long.MAX_VALUE : OFTEN_IN_ONE);
    }

    FormCounts counts() {
        return counts;
    }

    LanguageRules rules() {
        return rules;
    }

    /** How often a form occurs that may be a word; 0 for one in too few documents. */
    long candidateTimes(long form) {
        return candidates.mayContain(form) ? counts.times(form) : 0;
    }

    /** Whether a form is in the lexicon as it stands. */
    boolean contains(String text, int start, int end, long hash) {
        if (end - start > FormHash.LONGEST) {
            return false;
        }
        long form = FormHash.finish(hash);
        int place = (int) (form >>> 20) & CACHED - 1;
        long cached = cache.getPlain(place);
        if ((cached | 1) == (form | 1) && cached != 0) {
            return (cached & 1) != 0;
        }
        boolean contained = judge(text, start, end, form);
        // A form whose remaining bits are 0 would look like an empty place, and is worked out each time.
        cache.setOpaque(place, contained ? form | 1 : form & ~1L);
        return contained;
    }

    boolean contains(String text, int start, int end) {
        return contains(text, start, end, FormHash.of(text, start, end));
    }

    /** Whether a form stands in so many documents that no single one vouches for it. */
    boolean isCommon(long form) {
        return counts.books(form) >= minBooks || more.contains(form);
    }

    private boolean judge(String text, int start, int end, long form) {
        if (more.contains(form) || rules.lookalikes().contains(form)) {
            return true;
        }
        if (end - start == 1) {
            return rules.singles().isEmpty() || rules.singles().contains(form);
        }
        // Most forms that are asked for are no words, and are told without a look into the large table.
        if (!candidates.mayContain(form)) {
            return false;
        }
        long times = counts.times(form);
        boolean inMany = counts.books(form) >= minBooks;
        if (!inMany && (minBooks >= MIN_BOOKS || times < OFTEN_IN_ONE)) {
            return false;
        }
        return !misread(text, start, end, inMany ? COMMONER * times : times);
    }

    /** Whether one confusion leads to a form that is so common. */
    private boolean misread(String text, int start, int end, long times) {
        boolean[] found = new boolean[1];
        new Readings(rules.confusions()).visit(text, start, end, (form, confusion, at) -> {
            if (!found[0] && confusion.strength() >= LEAST_STRENGTH) {
                found[0] = candidateTimes(form) >= times;
            }
        });
        return found[0];
    }
}
