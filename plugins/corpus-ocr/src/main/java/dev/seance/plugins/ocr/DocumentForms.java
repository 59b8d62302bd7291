// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;

/**
 * How often each form occurs in one document: a table small enough for a processor's cache, unlike that of a corpus. What
 * stands on either side of a hyphen at a line's end is left out, because nobody knows yet whether it is a word.
 *
 * <p>Two neighbouring words are counted as a pair where the document also writes them as one ("him self" and "himself"):
 * how much rarer the pair is than the whole tells a word that line ends broke from two words, and the condition keeps all
 * other pairs of a language out of memory. Either part of such a pair is counted as a part too: a form that mostly is one
 * ("tion") is no word, however often it stands alone.
 */
final class DocumentForms {

    /** 0 is an empty place. */
    private long[] forms = new long[1 << 12];

    private int[] times = new int[forms.length];
    private int size;
    private long words;

    static DocumentForms of(Document document) {
        DocumentForms forms = withoutPairs(document);
        DocumentForms pairs = new DocumentForms();
        for (Page page : document.pages()) {
            forms.countPairs(page.text(), pairs);
        }
        forms.addAll(pairs);
        return forms;
    }

    /** The forms of a document without its pairs, which takes half the time. */
    static DocumentForms withoutPairs(Document document) {
        DocumentForms forms = new DocumentForms();
        for (Page page : document.pages()) {
            forms.countForms(page.text());
        }
        return forms;
    }

    private void countForms(String text) {
        WordCursor word = new WordCursor(text);
        while (word.next()) {
            if (word.isForm() && !word.before().hyphen() && !word.after().hyphen()) {
                add(FormHash.finish(word.hash()), 1);
                words++;
            }
        }
    }

    private void countPairs(String text, DocumentForms pairs) {
        WordCursor word = new WordCursor(text);
        long last = 0;
        boolean lastIsForm = false;
        while (word.next()) {
            if (lastIsForm && word.isForm() && word.before() == Gap.BLANK) {
                long whole = FormHash.finish(FormHash.concat(last, word.hash(), word.length()));
                if (times(whole) > 0) {
                    pairs.add(FormHash.finish(FormHash.pair(last, word.hash(), word.length())), 1);
                    pairs.add(FormHash.finish(FormHash.head(last)), 1);
                    pairs.add(FormHash.finish(FormHash.tail(word.hash())), 1);
                }
            }
            last = word.hash();
            lastIsForm = word.isForm();
        }
    }

    private void addAll(DocumentForms other) {
        for (int i = 0; i < other.forms.length; i++) {
            if (other.forms[i] != 0) {
                add(other.forms[i], other.times[i]);
            }
        }
    }

    /** How many words the document has. */
    long words() {
        return words;
    }

    private void add(long form, int more) {
        int place = place(form);
        if (forms[place] == 0) {
            if (2 * (size + 1) > forms.length) {
                grow();
                place = place(form);
            }
            forms[place] = form;
            size++;
        }
        times[place] += more;
    }

    int times(long form) {
        return times[place(form)];
    }

    void addTo(FormCounts counts) {
        for (int i = 0; i < forms.length; i++) {
            if (forms[i] != 0) {
                counts.add(forms[i], times[i]);
            }
        }
    }

    private void grow() {
        long[] oldForms = forms;
        int[] oldTimes = times;
        forms = new long[2 * oldForms.length];
        times = new int[forms.length];
        for (int i = 0; i < oldForms.length; i++) {
            if (oldForms[i] != 0) {
                int place = place(oldForms[i]);
                forms[place] = oldForms[i];
                times[place] = oldTimes[i];
            }
        }
    }

    private int place(long form) {
        int place = (int) form & forms.length - 1;
        while (forms[place] != 0 && forms[place] != form) {
            place = place + 1 & forms.length - 1;
        }
        return place;
    }
}
