// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.plugins.ocr.Confusions.Confusion;

/**
 * What a word may have been in print: every form from which one confusion makes what recognition wrote. Walks them by hash,
 * without making strings. One thread.
 */
final class Readings {

    private final Confusions confusions;

    /** The hash of a word's first characters, by how many. */
    private final long[] prefix = new long[FormHash.LONGEST + 1];

    Readings(Confusions confusions) {
        this.confusions = confusions;
    }

    /** Takes what a word may have been. */
    @FunctionalInterface
    interface Visitor {

        /**
         * One reading.
         *
         * @param form its finished hash
         * @param confusion what turned it into the word
         * @param at where in the text the confusion stands
         */
        void reading(long form, Confusion confusion, int at);
    }

    /** Walks the readings of a word that is at most {@link FormHash#LONGEST} long. */
    void visit(String text, int start, int end, Visitor visitor) {
        for (int i = start; i < end; i++) {
            prefix[i - start + 1] = FormHash.append(prefix[i - start], Letters.fold(text.charAt(i)));
        }
        long whole = prefix[end - start];
        for (int at = start; at < end; at++) {
            for (Confusion one : confusions.of(Letters.fold(text.charAt(at)))) {
                if (one.matches(text, start, at, end)) {
                    visitor.reading(replaced(whole, one, at - start, end - start), one, at);
                }
            }
        }
    }

    private long replaced(long whole, Confusion one, int at, int length) {
        int behind = length - at - one.wrong().length();
        long rest = FormHash.rest(whole, prefix[length - behind], behind);
        String right = one.right();
        long hash = prefix[at];
        for (int i = 0; i < right.length(); i++) {
            hash = FormHash.append(hash, Letters.fold(right.charAt(i)));
        }
        return FormHash.finish(FormHash.concat(hash, rest, behind));
    }
}
