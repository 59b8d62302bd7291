// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A byte-level BPE vocabulary. The special tokens have the first ids, then come the 256 bytes, then the merges. */
final class BpeVocabulary implements Vocabulary {

    /** The id of symbol 0: so many special tokens are before it. */
    static final int FIRST_SYMBOL = SpecialToken.values().length;

    private final SplitPattern.Split split;
    private final Merges merges;
    private final PieceScanner scanner;
    private final MergeTable table;
    /** As many as threads ever encoded at once; each has a cache that is warm. */
    private final Queue<TextEncoder> idle = new ConcurrentLinkedQueue<>();

    BpeVocabulary(SplitPattern.Split split, Merges merges) {
        this.split = split;
        this.merges = merges;
        this.scanner = split.scanner();
        this.table = new MergeTable(merges);
        for (SpecialToken special : SpecialToken.values()) {
            byte[] spelling = special.spelling().getBytes(StandardCharsets.US_ASCII);
            for (int symbol = 0; symbol < merges.symbols(); symbol++) {
                if (Arrays.equals(spelling, merges.bytes(symbol))) {
                    throw new IllegalStateException("ordinary text became the special token " + special.spelling()
                            + " in symbol " + symbol + "; the split pattern must cut such text");
                }
            }
        }
    }

    SplitPattern.Split split() {
        return split;
    }

    Merges merges() {
        return merges;
    }

    @Override
    public int size() {
        return FIRST_SYMBOL + merges.symbols();
    }

    @Override
    public int id(SpecialToken token) {
        return token.ordinal();
    }

    @Override
    public int[] encode(CharSequence text) {
        TextEncoder encoder = idle.poll();
        if (encoder == null) {
            encoder = new TextEncoder(scanner, table, FIRST_SYMBOL);
        }
        int[] ids = encoder.encode(text);
        idle.add(encoder);
        return ids;
    }

    @Override
    public String decode(int... ids) {
        long length = 0;
        for (int id : ids) {
            length += byteLength(id);
        }
        byte[] text = new byte[Math.toIntExact(length)];
        int at = 0;
        for (int id : ids) {
            if (id >= FIRST_SYMBOL) {
                byte[] bytes = merges.bytes(id - FIRST_SYMBOL);
                System.arraycopy(bytes, 0, text, at, bytes.length);
                at += bytes.length;
            }
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int id) {
        return byteLength(id) == 0
                ? new byte[0]
                : merges.bytes(id - FIRST_SYMBOL).clone();
    }

    @Override
    public int byteLength(int id) {
        if (id < 0 || id >= size()) {
            throw new IndexOutOfBoundsException("token id " + id + " is not in 0.." + (size() - 1));
        }
        return id < FIRST_SYMBOL ? 0 : merges.bytes(id - FIRST_SYMBOL).length;
    }

    @Override
    public void save(Path folder) throws IOException {
        TokenizerFile.write(this, folder);
    }
}
