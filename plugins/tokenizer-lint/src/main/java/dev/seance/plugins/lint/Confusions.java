// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds tokens that are misread words: {@code tbe} for "the", {@code aud} for "and", {@code fuch} for "such".
 *
 * <p>Scanned print is misread in a few ways, by the shapes of letters: b for h, c for e, n for u, f for the long s, rn
 * for m, li for h. A token is a candidate when one such exchange makes it another word that the vocabulary knows and
 * that is far more frequent. That alone would accuse "bad" (had) and "fame" (same). What distinguishes them is context: a
 * misread word stands where the right one stands, between the same neighbours, and "bad" does not stand where "had"
 * does. So the tokens before and behind each candidate and its model are counted, and only those are reported whose
 * neighbours on both sides are distributed alike (by the cosine of the two distributions).
 *
 * <p>On the OCR of 22 books and newspapers (6 MB, a vocabulary of 16,384) this finds twelve tokens: tbe, tho, thc, ihe,
 * aud, wliich, httle, tor, arc, clo, cle (for de, in Latin), and bis, which is a misread "his" in the English books and a
 * word in the German ones. On 53 MB of transcribed novels (32,768) it accuses one, the old word "yon". At a similarity of
 * 0.7 in place of 0.8 it would accuse ten there; exchanges that print does not suggest, such as h for b, made "hook" a
 * misread "book".
 *
 * <p>Memory: a row of counters for each word that is in question.
 */
final class Confusions {

    /** What is read, and what was printed. */
    private static final String[][] MISREAD = {
        {"b", "h"}, {"c", "e"}, {"e", "c"}, {"n", "u"}, {"u", "n"}, {"f", "s"}, {"rn", "m"}, {"m", "rn"},
        {"m", "in"}, {"ni", "m"}, {"li", "h"}, {"h", "li"}, {"ll", "h"}, {"tl", "th"}, {"l", "i"}, {"i", "l"},
        {"l", "t"}, {"t", "f"}, {"cl", "d"}, {"d", "cl"}, {"ii", "n"}, {"ii", "u"}, {"n", "ii"}, {"vv", "w"},
        {"o", "e"}, {"o", "c"}, {"c", "o"}, {"i", "t"}, {"j", "i"},
    };

    private static final int MIN_LETTERS = 3;
    private static final int MAX_WORDS = 6000;
    private static final int NEIGHBOURS = 1024;
    private static final int MIN_TIMES = 10;
    private static final int MIN_RATIO = 20;
    private static final double MIN_SIMILARITY = 0.8;

    /**
     * A misread word.
     *
     * @param id its token
     * @param meant the word that was printed
     * @param times how often it stands in the corpus
     * @param similarity how alike the neighbours are, to 1
     */
    record Confusion(int id, String meant, long times, double similarity) {}

    private final TokenTable tokens;
    private final long[] wordTimes;
    /** By candidate: the tokens it may stand for. */
    private final Map<Integer, List<Integer>> pairs = new LinkedHashMap<>();
    /** By token: its row, or -1. */
    private final int[] rowOf;

    private final int[][] before;
    private final int[][] behind;

    /** @param wordTimes how often each token stood as a whole word; filled by the survey, read at its end */
    Confusions(TokenTable tokens, long[] wordTimes) {
        this.tokens = tokens;
        this.wordTimes = wordTimes;
        this.rowOf = new int[tokens.size()];
        Arrays.fill(rowOf, -1);
        int rows = 0;
        for (int id = 0; id < tokens.size() && rows < MAX_WORDS; id++) {
            List<Integer> meant = models(id);
            if (!meant.isEmpty()) {
                pairs.put(id, meant);
                for (int word : meant) {
                    rows = row(word, rows);
                }
                rows = row(id, rows);
            }
        }
        before = new int[rows][];
        behind = new int[rows][];
    }

    private int row(int id, int rows) {
        if (rowOf[id] >= 0) {
            return rows;
        }
        rowOf[id] = rows;
        return rows + 1;
    }

    private List<Integer> models(int id) {
        String word = tokens.word(id);
        Set<Integer> models = new HashSet<>();
        if (word.length() < MIN_LETTERS || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return List.of();
        }
        for (String[] misread : MISREAD) {
            for (int at = word.indexOf(misread[0]); at >= 0; at = word.indexOf(misread[0], at + 1)) {
                int model = tokens.idOf(word.substring(0, at) + misread[1] + word.substring(at + misread[0].length()));
                if (model >= 0 && model != id) {
                    models.add(model);
                }
            }
        }
        return models.stream().sorted().toList();
    }

    /** Takes note of a whole word and its neighbours, -1 where there is none. */
    void see(int id, int previous, int next) {
        int row = rowOf[id];
        if (row < 0) {
            return;
        }
        if (before[row] == null) {
            before[row] = new int[NEIGHBOURS + 1];
            behind[row] = new int[NEIGHBOURS + 1];
        }
        before[row][place(previous)]++;
        behind[row][place(next)]++;
    }

    /** The rare neighbours, which are those of high ids, share a place. */
    private static int place(int neighbour) {
        return neighbour < 0 ? NEIGHBOURS : Math.min(neighbour, NEIGHBOURS);
    }

    /** The misread words, the most frequent first. */
    List<Confusion> found() {
        Map<Integer, Confusion> found = new HashMap<>();
        pairs.forEach((id, models) -> models.forEach(model -> {
            if (wordTimes[id] < MIN_TIMES || wordTimes[model] < MIN_RATIO * wordTimes[id]) {
                return;
            }
            double similarity = Math.min(
                    cosine(before[rowOf[id]], before[rowOf[model]]), cosine(behind[rowOf[id]], behind[rowOf[model]]));
            if (similarity >= MIN_SIMILARITY) {
                Confusion one = new Confusion(id, tokens.word(model), wordTimes[id], similarity);
                found.merge(id, one, (old, other) -> other.similarity() > old.similarity() ? other : old);
            }
        }));
        List<Confusion> sorted = new ArrayList<>(found.values());
        sorted.sort((one, other) -> one.times() != other.times()
                ? Long.compare(other.times(), one.times())
                : Integer.compare(one.id(), other.id()));
        return sorted;
    }

    private static double cosine(int[] one, int[] other) {
        double product = 0;
        double oneLength = 0;
        double otherLength = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            oneLength += (double) one[i] * one[i];
            otherLength += (double) other[i] * other[i];
        }
        return product == 0 ? 0 : product / Math.sqrt(oneLength * otherLength);
    }
}
