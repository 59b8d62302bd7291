// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.plugins.filters.Letters;

/** Goes through texts once, word by word, and collects what is of a later time. Not thread-safe. */
final class TextScan {

    private final TermIndex index;
    private final YearReader reader;
    private final int to;
    private final Findings findings = new Findings();

    /**
     * Starts a document.
     *
     * @param index the terms to look for
     * @param words the words beside years
     * @param to the last year of the era
     */
    TextScan(TermIndex index, YearWords words, int to) {
        this.index = index;
        this.reader = new YearReader(words);
        this.to = to;
    }

    Findings findings() {
        return findings;
    }

    /** Scans one of the document's pages; a phrase does not go on from one page to the next. */
    void scan(String text) {
        reader.startText();
        long words = 0;
        int at = 0;
        while (at < text.length()) {
            if (!Letters.isWord(text.charAt(at))) {
                at++;
                continue;
            }
            int start = at;
            long hash = TermIndex.emptyHash();
            do {
                hash = TermIndex.step(hash, text.charAt(at));
                at++;
            } while (at < text.length() && Letters.isWord(text.charAt(at)));
            words++;
            if (Letters.isDigit(text.charAt(start))) {
                scanYear(text, start, at);
            }
            Form[] forms = index.starting(hash);
            if (forms != null) {
                at = scanTerm(forms, text, start, at);
            }
        }
        findings.addWords(words);
    }

    private void scanYear(String text, int start, int end) {
        int year = reader.year(text, start, end);
        if (year != 0) {
            findings.addYear(year, to);
        }
    }

    /** Counts the longest term that begins there; gives the end of it, or of the word where there is none. */
    private int scanTerm(Form[] forms, String text, int start, int wordEnd) {
        for (Form form : forms) {
            int end = form.end(text, start);
            if (end >= 0) {
                if (form.term().evidence() != Evidence.ALLOW) {
                    findings.addTerm(form.term());
                }
                return end;
            }
        }
        return wordEnd;
    }
}
