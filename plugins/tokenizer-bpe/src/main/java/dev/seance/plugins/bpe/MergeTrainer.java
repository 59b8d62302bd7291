// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

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
 *   <li>There is no least count: a pair that occurs once is merged when it is its turn.
 * </ul>
 *
 * <p><b>How it is fast.</b> Each pair has its count and a list of the words that have, or had, it. A merge touches only
 * those words, and in them only the neighbours of the merged places. A heap gives the most frequent pair. Its entries
 * are not updated when counts change; an entry that comes up with an old count goes back with the present one. That is
 * sound because the count of an existing pair only ever falls: a merge creates no neighbourhoods except of its new
 * symbol, and the pairs of the new symbol are pushed once the merge is complete.
 *
 * <p>Counts are {@code long}: 32 bits overflow near 90 GB of text.
 */
final class MergeTrainer {

    /** Hears of each merge. */
    interface Listener {
        void merged(int merges);
    }

    /**
     * What was learnt, and what it does to the text it was learnt from.
     *
     * @param merges the merges
     * @param bytes the length of the text in bytes
     * @param symbols the length of the text in symbols, once every merge is made
     */
    record Result(Merges merges, long bytes, long symbols) {}

    private final int[] byteSymbols;
    private final Words words;
    private final PairQueue queue = new PairQueue();
    private final PairTable numbers = new PairTable(1 << 16);

    // A pair's number is its index here.
    private long[] pairs = new long[1 << 12];
    private long[] counts = new long[1 << 12];
    private WordList[] occurrences = new WordList[1 << 12];
    private int known;

    private MergeTrainer(PieceCounts pieces, ByteOrder order) {
        byteSymbols = order.bytes();
        int[] symbolOf = new int[Merges.BYTES];
        for (int symbol = 0; symbol < Merges.BYTES; symbol++) {
            symbolOf[byteSymbols[symbol]] = symbol;
        }
        words = Words.of(pieces, symbolOf);
    }

    /**
     * Learns up to {@code wanted} merges; fewer when the words have become single symbols before.
     *
     * @param listener called after every merge, on the calling thread; may throw to stop
     */
    static Result train(PieceCounts pieces, ByteOrder order, int wanted, Listener listener) {
        return new MergeTrainer(pieces, order).run(wanted, listener);
    }

    private Result run(int wanted, Listener listener) {
        countPairs();
        long bytes = words.total();
        long[] merges = new long[wanted];
        int made = 0;
        while (made < wanted && !queue.isEmpty()) {
            long pair = queue.pair();
            int number = numbers.get(PairTable.left(pair), PairTable.right(pair));
            long count = counts[number];
            if (count == 0) {
                queue.pop();
            } else if (count < queue.count()) {
                queue.lower(count);
            } else {
                queue.pop();
                merge(number, Merges.BYTES + made);
                merges[made++] = pair;
                listener.merged(made);
            }
        }
        return new Result(Merges.learnt(byteSymbols, Arrays.copyOf(merges, made)), bytes, words.total());
    }

    private void countPairs() {
        int[] symbols = words.symbols();
        for (int word = 0; word < words.size(); word++) {
            int start = words.start(word);
            for (int at = start + 1; at < start + words.length(word); at++) {
                add(symbols[at - 1], symbols[at], word);
            }
        }
        pushFrom(0);
    }

    private void merge(int number, int symbol) {
        int firstNew = known;
        WordList list = occurrences[number];
        occurrences[number] = null;
        int left = PairTable.left(pairs[number]);
        int right = PairTable.right(pairs[number]);
        for (int i = 0; i < list.size(); i++) {
            mergeIn(list.get(i), left, right, symbol);
        }
        counts[number] = 0;
        pushFrom(firstNew);
    }

    /** Writes the new symbol over each occurrence in one word, moving what follows to the left. */
    private void mergeIn(int word, int left, int right, int symbol) {
        int[] symbols = words.symbols();
        int start = words.start(word);
        int end = start + words.length(word);
        int to = start;
        for (int at = start; at < end; to++) {
            if (!occursAt(symbols, at, end, left, right)) {
                symbols[to] = symbols[at++];
                continue;
            }
            if (to > start) {
                // The left neighbour is as this merge left it; if it is a new symbol, it was `right` a moment ago.
                int before = symbols[to - 1];
                remove(before == symbol ? right : before, left, word);
                add(before, symbol, word);
            }
            at += 2;
            symbols[to] = symbol;
            // Where the next occurrence follows at once, its own left side settles the pair between them.
            if (at < end && !occursAt(symbols, at, end, left, right)) {
                remove(right, symbols[at], word);
                add(symbol, symbols[at], word);
            }
        }
        words.shorten(word, to - start);
    }

    private static boolean occursAt(int[] symbols, int at, int end, int left, int right) {
        return at + 1 < end && symbols[at] == left && symbols[at + 1] == right;
    }

    private void remove(int left, int right, int word) {
        counts[numbers.get(left, right)] -= words.count(word);
    }

    private void add(int left, int right, int word) {
        int number = numbers.get(left, right);
        if (number == PairTable.NONE) {
            number = number(PairTable.pair(left, right));
        }
        counts[number] += words.count(word);
        occurrences[number].add(word);
    }

    private int number(long pair) {
        if (known == pairs.length) {
            int room = Math.multiplyExact(known, 2);
            pairs = Arrays.copyOf(pairs, room);
            counts = Arrays.copyOf(counts, room);
            occurrences = Arrays.copyOf(occurrences, room);
        }
        pairs[known] = pair;
        occurrences[known] = new WordList();
        numbers.put(pair, known);
        return known++;
    }

    private void pushFrom(int first) {
        for (int number = first; number < known; number++) {
            queue.push(pairs[number], counts[number]);
        }
    }
}
