// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.util.Arrays;

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
        DocumentForms forms = new DocumentForms();
        Neighbours neighbours = new Neighbours();
        for (Page page : document.pages()) {
            forms.countForms(page.text(), neighbours);
        }
        DocumentForms pairs = new DocumentForms();
        forms.countPairs(neighbours, pairs);
        forms.addAll(pairs);
        return forms;
    }

    /** The forms of a document without its pairs, which takes half the time. */
    static DocumentForms withoutPairs(Document document) {
        DocumentForms forms = new DocumentForms();
        for (Page page : document.pages()) {
            forms.countForms(page.text(), null);
        }
        return forms;
    }

    /** Counts a text's forms, and keeps those that have a form before or behind them where that is asked for. */
    private void countForms(String text, Neighbours neighbours) {
        WordCursor word = new WordCursor(text);
        while (word.next()) {
            boolean form = word.isForm();
            if (form && !word.before().hyphen() && !word.after().hyphen()) {
                add(FormHash.finish(word.hash()), 1);
                words++;
            }
            if (neighbours != null) {
                neighbours.add(word.hash(), form ? word.length() : 0, word.before() == Gap.BLANK);
            }
        }
    }

    private void countPairs(Neighbours words, DocumentForms pairs) {
        for (int i = 1; i < words.size; i++) {
            int length = words.lengths[i];
            if (length > 0 && words.lengths[i - 1] != 0) {
                long last = words.hashes[i - 1];
                long hash = words.hashes[i];
                if (times(FormHash.finish(FormHash.concat(last, hash, length))) > 0) {
                    pairs.add(FormHash.finish(FormHash.pair(last, hash, length)), 1);
                    pairs.add(FormHash.finish(FormHash.head(last)), 1);
                    pairs.add(FormHash.finish(FormHash.tail(hash)), 1);
                }
            }
        }
    }

    /** The words of a document in order, so that its text is walked once though its pairs need all of its forms first. */
    private static final class Neighbours {

        private long[] hashes = new long[1 << 12];

        /** 0 is no form; a word that does not stand behind a blank has its length below 0. */
        private byte[] lengths = new byte[hashes.length];

        private int size;

        void add(long hash, int length, boolean behindBlank) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * size);
                lengths = Arrays.copyOf(lengths, 2 * size);
            }
            hashes[size] = hash;
            lengths[size++] = (byte) (behindBlank ? length : -length);
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
