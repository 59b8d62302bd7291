// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

/**
 * How little evidence is enough to drop a document. A long book may have more misread words, future years in a novel and
 * odd names than a short one, so that all but the terms without another sense must be found more often in it.
 */
public enum Tier {
    /** For a corpus of checked dates: a term without another sense is enough. */
    STRICT(1, 3, 2, 5),
    /** A term without another sense twice, so that one misread word does not cost a book. */
    NORMAL(2, 6, 3, 10),
    /** Only what is full of later things: for catalogues with few errors, or text with later introductions and notes. */
    LENIENT(5, 20, 5, 30);

    /** Words of text for each further context term or year that is needed. */
    private static final long WORDS_FOR_ONE_MORE = 25_000;

    /** Different later years: a novel set in one future year names that again and again. */
    private static final int DISTINCT_YEARS = 3;

    /**
     * Of a hundred years named, how many must be later. A later text mostly names years of its own time; a text of the
     * era has misread digits (some in a hundred), and plans, leases and loans that end years later.
     */
    private static final int PERCENT_OF_YEARS = 10;

    private final int always;
    private final int context;
    private final int distinctContext;
    private final int years;

    Tier(int always, int context, int distinctContext, int years) {
        this.always = always;
        this.context = context;
        this.distinctContext = distinctContext;
        this.years = years;
    }

    boolean enoughAlways(Findings findings) {
        return findings.count(Evidence.ALWAYS) >= always;
    }

    /** Terms without another sense count as context too. */
    boolean enoughContext(Findings findings) {
        return findings.terms().size() >= distinctContext
                && findings.count(Evidence.CONTEXT) + findings.count(Evidence.ALWAYS) >= context + more(findings);
    }

    boolean enoughYears(Findings findings) {
        long later = findings.countLaterYears();
        return later >= years + more(findings)
                && findings.laterYears().size() >= DISTINCT_YEARS
                && later * 100 >= (long) findings.years() * PERCENT_OF_YEARS;
    }

    private static long more(Findings findings) {
        return findings.words() / WORDS_FOR_ONE_MORE;
    }
}
