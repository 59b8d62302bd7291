// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

/**
 * Merges long pieces (a run of letters without a space, as in Chinese prose or a line of base64) in n log n steps: the
 * symbols as a doubly linked list, the possible merges in a heap by order, then by place. An entry whose place has
 * changed since is dropped when it comes up.
 */
final class LongPiece {

    private final MergeTable merges;
    private final LongHeap queue = new LongHeap();
    private int[] next = new int[0];
    private int[] previous = new int[0];

    LongPiece(MergeTable merges) {
        this.merges = merges;
    }

    /**
     * Merges the first {@code length} symbols in place.
     *
     * @return how many are left
     */
    int merge(int[] symbols, int length) {
        if (next.length < length) {
            next = new int[length];
            previous = new int[length];
        }
        for (int i = 0; i < length; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i < length; i++) {
            offer(symbols, i, length);
        }
        while (!queue.isEmpty()) {
            long entry = queue.removeLeast();
            int at = (int) entry;
            int merge = (int) (entry >>> 32);
            // A place that was merged away has a negative symbol, which makes nothing.
            if (next[at] < length && symbols[at] >= 0 && merges.find(symbols[at], symbols[next[at]]) == merge) {
                join(symbols, at, merges.made(merge), length);
            }
        }
        int count = 0;
        for (int at = 0; at < length; at = next[at]) {
            symbols[count++] = symbols[at];
        }
        return count;
    }

    private void join(int[] symbols, int at, int made, int length) {
        int gone = next[at];
        symbols[at] = made;
        symbols[gone] = -1;
        next[at] = next[gone];
        if (next[at] < length) {
            previous[next[at]] = at;
        }
        offer(symbols, at, length);
        if (previous[at] >= 0) {
            offer(symbols, previous[at], length);
        }
    }

    private void offer(int[] symbols, int at, int length) {
        if (next[at] < length) {
            int merge = merges.find(symbols[at], symbols[next[at]]);
            if (merge != MergeTable.NONE) {
                queue.add((long) merge << 32 | at);
            }
        }
    }
}
