// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.PieceScanner;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.util.Objects;

/**
 * The encoder of one thread: cuts a stretch of text into pieces, copies the tokens of those it has met
 * before, and merges the others. Memory is used again for the next text.
 */
public final class TextEncoder implements Encoder {

    /** Pieces at once: their ends stay in the first-level cache between scanner and look-up. */
    private static final int BATCH = 512;
    /** Room that the cache overwrites beyond the last token. */
    private static final int SLACK = 4;
    /** The most tokens that the cache writes for a piece. */
    private static final int MAX_CACHED = 4;
    /** Characters of a string that become bytes at once, if they can be cut off: few enough for the caches. */
    private static final int STRETCH = 1 << 15;
    /** Beyond this many bytes of text, memory is given back after use. */
    private static final int KEPT = 1 << 22;
    /** Room for 131,072 pieces in each table, 2 and 4 MiB: 50 MB of novels have 107,000 distinct pieces. */
    private static final int CACHE_BITS = 17;

    private final PieceScanner scanner;
    private final PieceEncoder merger;
    private final TokenIds ids;
    private final PieceCache cache;
    private final int width;
    private final int[] ends = new int[BATCH];
    private Utf8Text scratch = new Utf8Text();
    private int[] piece = new int[64];

    public TextEncoder(PieceScanner scanner, PieceEncoder merger, TokenIds ids) {
        this(scanner, merger, ids, CACHE_BITS);
    }

    public TextEncoder(PieceScanner scanner, PieceEncoder merger, TokenIds ids, int cacheBits) {
        this.scanner = scanner;
        this.merger = merger;
        this.ids = ids;
        this.width = TokenBuffer.widthFor(ids.size());
        this.cache = new PieceCache(width, cacheBits);
    }

    @Override
    public void encode(byte[] utf8, int from, int to, TokenBuffer tokens) {
        Objects.checkFromToIndex(from, to, utf8.length);
        int at = from;
        if (to + Utf8Text.SPARE > utf8.length) {
            // The scanner may read beyond the end: the last stretch goes where it can.
            int cut = scanner.lastCut(utf8, from, Math.max(to - Utf8Text.SPARE, from));
            at = Math.max(cut, from);
            run(utf8, from, at, tokens);
            scratch.set(utf8, at, to);
            run(scratch.bytes(), 0, scratch.length(), tokens);
            trim();
        } else {
            run(utf8, from, to, tokens);
        }
    }

    @Override
    public void encode(CharSequence text, TokenBuffer tokens) {
        scratch.clear();
        int characters = text.length();
        for (int at = 0; at < characters; ) {
            int next = at + Math.min(STRETCH, characters - at);
            if (next < characters && Character.isHighSurrogate(text.charAt(next - 1))) {
                next--;
            }
            // What was searched before is not searched again, but for a place that had too little after it.
            int searched = Math.max(scratch.length() - Utf8Text.SPARE, 0);
            scratch.append(text, at, next);
            at = next;
            int cut =
                    at == characters ? scratch.length() : scanner.lastCut(scratch.bytes(), searched, scratch.length());
            if (cut > 0) {
                run(scratch.bytes(), 0, cut, tokens);
                scratch.drop(cut);
            }
        }
        trim();
    }

    @Override
    public int lastCut(byte[] utf8, int from, int to) {
        return scanner.lastCut(utf8, from, to);
    }

    private void run(byte[] text, int from, int to, TokenBuffer tokens) {
        if (tokens.width() != width) {
            throw new IllegalArgumentException("a buffer of " + tokens.width() + " bytes a token; a vocabulary of "
                    + ids.size() + " tokens needs " + width);
        }
        for (int at = from; at < to; ) {
            int count = scanner.scan(text, at, to, ends);
            pieces(text, at, count, tokens);
            at = ends[count - 1];
        }
    }

    private void pieces(byte[] text, int from, int count, TokenBuffer tokens) {
        int done = 0;
        int begin = from;
        while (true) {
            byte[] out = tokens.reserve(MAX_CACHED * (count - done) + SLACK);
            done = cache.copy(text, begin, ends, done, count, out, tokens.end());
            tokens.advanceTo(cache.end());
            if (done == count) {
                return;
            }
            begin = done == 0 ? from : ends[done - 1];
            int length = ends[done] - begin;
            if (cache.find(text, begin, length, out, tokens.end())) {
                tokens.advanceTo(cache.end());
            } else {
                merge(text, begin, length, tokens);
            }
            begin = ends[done++];
        }
    }

    private void merge(byte[] text, int from, int length, TokenBuffer tokens) {
        int count = merger.encode(text, from, length);
        if (piece.length < count) {
            piece = new int[Math.max(count, 2 * piece.length)];
        }
        for (int i = 0; i < count; i++) {
            piece[i] = ids.id(merger.symbols()[i]);
            tokens.add(piece[i]);
        }
        cache.put(text, from, length, piece, count);
    }

    private void trim() {
        merger.trim();
        if (scratch.capacity() > KEPT) {
            scratch = new Utf8Text();
        }
        if (piece.length > 1 << 16) {
            piece = new int[64];
        }
    }
}
