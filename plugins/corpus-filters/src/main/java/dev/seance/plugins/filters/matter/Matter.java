// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.matter;

import java.util.BitSet;
import java.util.List;

/**
 * Finds the stretches at the two ends of a document that are no part of its text. A table of contents, an index, a list or a
 * title page has far fewer function words than the document's own middle, or far more numbers; an advertisement has prices
 * and words of catalogues.
 */
final class Matter {

    /** Text has at least this fraction of the share of function words that the document's middle has. */
    private static final double FEWER = 0.65;

    /** The share of function words in prose; a document of tables has less throughout, and keeps them. */
    private static final double PROSE = 0.42;

    /** A share of numbers above both this many times the middle's and {@link #MANY_NUMBERS} is that of a list. */
    private static final double MORE_NUMBERS = 4;

    private static final double MANY_NUMBERS = 0.12;

    /** A larger share of prices and words of catalogues is that of an advertisement. */
    private static final double CATALOGUE = 0.04;

    /** A catalogue's own prose, such as what reviewers said, is not longer than so many pages. */
    private static final int GAP = 2;

    private final List<Stretch> stretches;
    private final double maxShare;
    private final double fewestFunction;
    private final double mostNumbers;

    Matter(List<Stretch> stretches, double maxShare) {
        this.stretches = stretches;
        this.maxShare = maxShare;
        List<Stretch> middle = stretches.subList(stretches.size() / 4, stretches.size() - stretches.size() / 4);
        double[] function = middle.stream()
                .filter(one -> one.words() > 0)
                .mapToDouble(Stretch::functionShare)
                .sorted()
                .toArray();
        double[] numbers = middle.stream()
                .filter(one -> one.words() > 0)
                .mapToDouble(Stretch::numberShare)
                .sorted()
                .toArray();
        this.fewestFunction = FEWER * Math.min(PROSE, median(function));
        this.mostNumbers = Math.max(MANY_NUMBERS, MORE_NUMBERS * median(numbers));
    }

    private static double median(double[] sorted) {
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** Which stretches are matter. */
    BitSet found() {
        BitSet found = new BitSet(stretches.size());
        long all = stretches.stream().mapToLong(Stretch::words).sum();
        long seen = 0;
        // At the front a preface may stand between a title page and the contents.
        for (int i = 0; i < stretches.size(); i++) {
            seen += stretches.get(i).words();
            if (seen > maxShare * all) {
                break;
            }
            found.set(i, isMatter(stretches.get(i)));
        }
        seen = 0;
        int gap = 0;
        for (int i = stretches.size() - 1; i >= 0 && gap <= GAP; i--) {
            seen += stretches.get(i).words();
            if (seen > maxShare * all) {
                break;
            }
            boolean matter = isMatter(stretches.get(i));
            if (matter && isAdvertisement(stretches.get(i)) && gap > 0) {
                // What stands between two pages of a catalogue is of the catalogue.
                found.set(i, i + gap + 1);
            }
            found.set(i, matter);
            gap = matter || stretches.get(i).words() == 0 ? 0 : gap + 1;
        }
        return found;
    }

    private boolean isMatter(Stretch stretch) {
        return stretch.words() > 0
                && (stretch.functionShare() < fewestFunction
                        || stretch.numberShare() > mostNumbers
                        || isAdvertisement(stretch));
    }

    private static boolean isAdvertisement(Stretch stretch) {
        return stretch.catalogueShare() > CATALOGUE && stretch.catalogue() > 2;
    }
}
