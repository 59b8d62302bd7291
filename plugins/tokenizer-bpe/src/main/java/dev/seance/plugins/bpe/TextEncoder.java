// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/** Turns texts into token ids with memory that it uses again for the next text. Not thread-safe: one a thread. */
final class TextEncoder {

    /** Beyond this many bytes of text, memory is given back after use. */
    private static final int KEPT = 1 << 22;

    private final PieceScanner scanner;
    private final PieceEncoder encoder;
    private final int firstSymbol;
    private final PieceCache cache = new PieceCache();
    private Utf8Text text = new Utf8Text();
    private int[] ids = new int[1024];
    private int count;

    /** @param firstSymbol the id of symbol 0 */
    TextEncoder(PieceScanner scanner, MergeTable merges, int firstSymbol) {
        this.scanner = scanner;
        this.encoder = new PieceEncoder(merges);
        this.firstSymbol = firstSymbol;
    }

    int[] encode(CharSequence characters) {
        text.set(characters);
        count = 0;
        byte[] bytes = text.bytes();
        int end = text.length();
        for (int from = 0; from < end; ) {
            int next = scanner.next(bytes, from, end);
            piece(bytes, from, next - from);
            from = next;
        }
        int[] result = Arrays.copyOf(ids, count);
        trim();
        return result;
    }

    private void piece(byte[] bytes, int from, int length) {
        if (length > PieceKey.LONGEST) {
            append(bytes, from, length);
            return;
        }
        long low = PieceKey.low(bytes, from, length);
        long high = PieceKey.high(bytes, from, length);
        int slot = PieceCache.slot(low, high);
        ensure(PieceCache.MOST_TOKENS);
        int cached = cache.get(slot, low, high, ids, count);
        if (cached > 0) {
            count += cached;
            return;
        }
        int before = count;
        append(bytes, from, length);
        if (count - before <= PieceCache.MOST_TOKENS) {
            cache.put(slot, low, high, ids, before, count - before);
        }
    }

    private void append(byte[] bytes, int from, int length) {
        int symbols = encoder.encode(bytes, from, length);
        ensure(symbols);
        for (int i = 0; i < symbols; i++) {
            ids[count++] = firstSymbol + encoder.symbols()[i];
        }
    }

    private void ensure(int more) {
        if (ids.length - count < more) {
            ids = Arrays.copyOf(ids, Math.toIntExact(Math.min(2L * ids.length + more, Integer.MAX_VALUE - 8)));
        }
    }

    private void trim() {
        encoder.trim();
        if (text.capacity() > KEPT) {
            text = new Utf8Text();
        }
        if (ids.length > KEPT) {
            ids = new int[1024];
        }
    }
}
