// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.Pair;
import java.util.Arrays;

/**
 * Learns the merges of byte-pair encoding.
 *
 * <p><b>The rule.</b> Start with every word as single bytes. Find the pair of neighbouring symbols that occurs most
 * often, make it one new symbol everywhere, and repeat. That is Gage's compression of 1994, put on words by Sennrich,
 * Haddow and Birch ("Neural Machine Translation of Rare Words with Subword Units", 2016) and on bytes by GPT-2 (Radford
 * et al., "Language Models are Unsupervised Multitask Learners", 2019), so that every text can be written and nothing
 * is ever unknown. A word here is a distinct piece of the corpus with its count.
 *
 * <p><b>The small print</b>, which decides whether two trainers agree to the last merge; these are the choices of
 * Hugging Face's trainer and of rustbpe:
 *
 * <ul>
 *   <li>Overlapping occurrences count: "aaa" has the pair (a, a) twice. Merging goes from left to right and does not
 *       overlap: "aaa" becomes (aa, a).
 *   <li>Of pairs with equal counts the smaller comes first, by left symbol, then by right symbol. So the numbering of
 *       the 256 bytes matters ({@link ByteOrder}).
 *   <li>There is no least count unless one is asked for: a pair that occurs once is merged when it is its turn.
 * </ul>
 *
 * <p><b>How it is fast.</b> Each pair has its count and a list of the places where it stands or stood. A merge touches
 * only those places and their neighbours ({@link Words}), so its cost does not depend on how long the words are. What
 * the merge does to the counts of other pairs is summed by neighbour first; the table of pairs is asked once a neighbour,
 * not once a place. A heap gives the most frequent pair. Its entries are not updated when counts change; an entry that
 * comes up with an old count goes back with the present one. That is sound because the count of an existing pair only
 * ever falls: a merge creates no neighbourhoods except of its new symbol, and the pairs of the new symbol are pushed once
 * the merge is complete.
 *
 * <p><b>Most pairs are never looked at.</b> The pairs of a text are as unequal as its words: nine in ten are too rare to
 * be merged before the vocabulary is full. Since counts only fall, a pair that is rarer than some bound when it comes up
 * stays so. So only pairs above a guessed bound are indexed at all; should the most frequent one fall below it, the
 * bound is lowered and everything counted anew, which is cheap, since by then the text is few symbols. The guess decides
 * how long it takes and nothing else.
 *
 * <p>Counts are {@code long}: 32 bits overflow near 90 GB of text.
 */
public final class MergeTrainer {

    /** Receives each merge. */
    public interface Listener {
        void merged(int merges);
    }

    /**
     * The merges, and how they compress the text they were trained on.
     *
     * @param merges the merges
     * @param bytes the length of the text in bytes
     * @param symbols the length of the text in symbols, once every merge is made
     */
    public record Result(Merges merges, long bytes, long symbols) {}

    /**
     * The last of n merges of English joins about a part in 100 n of the text's bytes (n from 500 to 32,512, 10 MB to 1.4
     * GB). A bound somewhat below that is seldom reached and still leaves out nine pairs in ten.
     */
    private static final int BOUND_PART = 160;

    /** By how much the bound is lowered when it is reached. */
    private static final int BOUND_STEP = 8;

    /** How many places are looked up at once: what is there should still be in the cache when it is changed. */
    private static final int BATCH = 1024;

    private final int[] byteSymbols;
    private final long bytes;
    private final Words words;
    private final long min;
    private final PairIndex index = new PairIndex();
    private final PairQueue queue = new PairQueue();
    private final Neighbours before;
    private final Neighbours after;
    private final int[] found = new int[BATCH];
    private final long[] foundCounts = new long[BATCH];
    private long symbols;
    private long bound;

    private MergeTrainer(PieceTotals pieces, ByteOrder order, int wanted, long min) {
        byteSymbols = order.bytes();
        int[] symbolOf = new int[Merges.BYTES];
        for (int symbol = 0; symbol < Merges.BYTES; symbol++) {
            symbolOf[byteSymbols[symbol]] = symbol;
        }
        words = Words.of(pieces, symbolOf, Merges.BYTES + wanted);
        bytes = pieces.bytes();
        symbols = bytes;
        this.min = min;
        bound = Math.max(min, bytes / BOUND_PART / Math.max(wanted, 1));
        before = new Neighbours(Merges.BYTES + wanted);
        after = new Neighbours(Merges.BYTES + wanted);
    }

    /**
     * Learns up to {@code wanted} merges; fewer when there are no more pairs.
     *
     * @param minCount how often a pair must occur to be merged, at least 1
     * @param listener called after every merge, on the calling thread; may throw to stop
     */
    public static Result train(PieceTotals pieces, ByteOrder order, int wanted, long min, Listener listener) {
        return new MergeTrainer(pieces, order, wanted, min).run(wanted, listener);
    }

    private Result run(int wanted, Listener listener) {
        long[] merges = new long[wanted];
        int made = 0;
        indexPairs();
        while (made < wanted) {
            int number = next();
            if (number != PairTable.NONE) {
                merges[made] = index.pair(number);
                merge(number, Merges.BYTES + made);
                listener.merged(++made);
            } else if (bound > min) {
                bound = Math.max(min, bound / BOUND_STEP);
                indexPairs();
            } else {
                break;
            }
        }
        return new Result(Merges.trained(byteSymbols, Arrays.copyOf(merges, made)), bytes, symbols);
    }

    /** The most frequent pair, taken from the queue, or {@link PairTable#NONE} when none is above the bound. */
    private int next() {
        while (!queue.isEmpty()) {
            long pair = queue.pair();
            int number = index.number(Pair.left(pair), Pair.right(pair));
            long count = index.count(number);
            if (count < bound) {
                queue.pop();
            } else if (count < queue.count()) {
                queue.lower(count);
            } else {
                queue.pop();
                return number;
            }
        }
        return PairTable.NONE;
    }

    /** Counts every pair of the words as they are now, and indexes those above the bound. */
    private void indexPairs() {
        index.clear();
        queue.clear();
        PairCensus.of(words).forEach(bound, (pair, count, places) -> {
            index.add(pair, count, places);
            queue.push(pair, count);
        });
        int end = words.end();
        for (int place = words.next(0); place < end; ) {
            int left = words.at(place);
            int next = place + words.length(left);
            int right = words.at(next);
            if (right == Words.END) {
                place = words.next(next);
                continue;
            }
            int number = index.number(left, right);
            if (number != PairTable.NONE) {
                index.addPlace(number, place);
            }
            place = next;
        }
    }

    // In several methods, each with one loop: they are compiled while they run, and that takes more than proportionally
    // longer for longer ones.
    private void merge(int number, int symbol) {
        long pair = index.pair(number);
        int size = index.places(number);
        int[] places = index.take(number);
        words.define(symbol, Pair.left(pair), Pair.right(pair));
        before.begin(size);
        after.begin(size);
        int merged = join(Pair.left(pair), Pair.right(pair), symbol, places, size);
        settleBefore(Pair.left(pair), symbol);
        settleAfter(Pair.right(pair), symbol);
        addPlaces(places, merged);
    }

    /**
     * Puts the new symbol in the place of each pair and notes what is beside it.
     *
     * @return at how many places the pair still stood; these are now the first of {@code places}
     */
    private int join(int left, int right, int symbol, int[] places, int size) {
        int merged = 0;
        for (int from = 0; from < size; from += BATCH) {
            int count = words.find(left, right, places, from, Math.min(from + BATCH, size), found, foundCounts);
            merged = join(left, right, symbol, count, places, merged);
        }
        return merged;
    }

    private int join(int left, int right, int symbol, int size, int[] places, int before) {
        int merged = before;
        long joined = 0;
        long again = 0;
        for (int i = 0; i < size; i++) {
            int place = found[i];
            if (left == right && !words.isPair(place, left, right)) {
                // It was part of the occurrence before.
                continue;
            }
            long count = foundCounts[i];
            joined += count;
            words.merge(place, left, symbol);
            int previous = words.before(place);
            if (previous == symbol) {
                // The symbol before was `right` a moment ago.
                again += count;
            }
            this.before.note(merged, previous, count);
            int next = place + words.length(symbol);
            int following = words.at(next);
            // Where the next occurrence follows at once, its own left side settles the pair between them.
            after.note(merged, following == left && words.isPair(next, left, right) ? Words.END : following, count);
            places[merged++] = place;
        }
        symbols -= joined;
        lower(right, left, again);
        return merged;
    }

    private void settleBefore(int left, int symbol) {
        for (int i = 0; i < before.size(); i++) {
            int neighbour = before.symbol(i);
            if (neighbour != symbol) {
                lower(neighbour, left, before.count(neighbour));
            }
            before.number(neighbour, add(Pair.of(neighbour, symbol), neighbour, before));
        }
    }

    private void settleAfter(int right, int symbol) {
        for (int i = 0; i < after.size(); i++) {
            int neighbour = after.symbol(i);
            lower(right, neighbour, after.count(neighbour));
            after.number(neighbour, add(Pair.of(symbol, neighbour), neighbour, after));
        }
    }

    private void addPlaces(int[] places, int merged) {
        for (int i = 0; i < merged; i++) {
            int previous = before.numberAt(i);
            if (previous != PairTable.NONE) {
                index.addPlace(previous, places[i] - words.length(before.noted(i)));
            }
            int following = after.numberAt(i);
            if (following != PairTable.NONE) {
                index.addPlace(following, places[i]);
            }
        }
    }

    private void lower(int left, int right, long by) {
        int number = index.number(left, right);
        if (number != PairTable.NONE) {
            index.lower(number, by);
        }
    }

    /** Indexes a new pair if it is frequent enough; its number, or {@link PairTable#NONE}. */
    private int add(long pair, int neighbour, Neighbours neighbours) {
        long count = neighbours.count(neighbour);
        if (count < bound) {
            return PairTable.NONE;
        }
        queue.push(pair, count);
        return index.add(pair, count, neighbours.places(neighbour));
    }
}
