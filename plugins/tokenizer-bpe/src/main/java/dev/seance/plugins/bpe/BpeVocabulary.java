// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A byte-level BPE vocabulary. */
final class BpeVocabulary implements Vocabulary {

    /** The id of symbol 0 in vocabularies trained with the usual special tokens: so many are before it. */
    static final int FIRST_SYMBOL = SpecialToken.values().length;

    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};
    /** An encoder that made more tokens of one text is let go, with the memory that took. */
    private static final int MOST_KEPT = 1 << 20;
    /** The longest string that Java makes of bytes. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** What encodes a text of its own, between two texts. */
    private record Idle(Encoder encoder, TokenBuffer tokens) {}

    private final SplitPattern.Split split;
    private final Merges merges;
    private final PieceScanner scanner;
    private final TokenIds ids;
    private final MergeTable table;
    private final WholeTokens whole;
    private final boolean ignoreMerges;
    private final IdleEncoders<Idle> idle = new IdleEncoders<>();

    BpeVocabulary(SplitPattern.Split split, Merges merges, TokenIds ids) {
        this(split, merges, ids, false);
    }

    /** @param ignoreMerges whether a piece that is a token as a whole is that token, whatever the merges say */
    BpeVocabulary(SplitPattern.Split split, Merges merges, TokenIds ids, boolean ignoreMerges) {
        this.split = split;
        this.merges = merges;
        this.ids = ids;
        this.scanner = split.scanner();
        this.table = new MergeTable(merges);
        this.ignoreMerges = ignoreMerges;
        this.whole = ignoreMerges ? new WholeTokens(merges) : WholeTokens.NOWHERE;
        requireNoSpecialAmongSymbols();
    }

    private void requireNoSpecialAmongSymbols() {
        Set<ByteBuffer> spellings = new HashSet<>();
        BitSet lengths = new BitSet();
        for (String special : ids.specials().keySet()) {
            byte[] spelling = special.getBytes(StandardCharsets.UTF_8);
            spellings.add(ByteBuffer.wrap(spelling));
            lengths.set(spelling.length);
        }
        for (int symbol = 0; symbol < merges.symbols(); symbol++) {
            byte[] bytes = merges.bytes(symbol);
            if (lengths.get(bytes.length) && spellings.contains(ByteBuffer.wrap(bytes))) {
                throw new IllegalStateException("ordinary text became the special token "
                        + new String(bytes, StandardCharsets.UTF_8) + " in symbol " + symbol
                        + "; the split pattern must cut such text");
            }
        }
    }

    /** A vocabulary with the usual special tokens, then the symbols. */
    static BpeVocabulary learnt(SplitPattern.Split split, Merges merges) {
        List<String> specials =
                Arrays.stream(SpecialToken.values()).map(SpecialToken::spelling).toList();
        return new BpeVocabulary(split, merges, TokenIds.afterSpecials(specials, merges.symbols()));
    }

    SplitPattern.Split split() {
        return split;
    }

    Merges merges() {
        return merges;
    }

    boolean ignoreMerges() {
        return ignoreMerges;
    }

    TokenIds ids() {
        return ids;
    }

    @Override
    public int size() {
        return ids.size();
    }

    @Override
    public int id(SpecialToken token) {
        return ids.id(token);
    }

    @Override
    public Map<String, Integer> specials() {
        return ids.specials();
    }

    @Override
    public int[] encode(CharSequence text) {
        Idle taken = idle.take();
        Idle encoder = taken != null ? taken : new Idle(encoder(), TokenBuffer.forVocabulary(size()));
        encoder.encoder().encode(text, encoder.tokens());
        int[] tokens = encoder.tokens().toArray();
        if (tokens.length <= MOST_KEPT) {
            encoder.tokens().clear();
            idle.give(encoder);
        }
        return tokens;
    }

    @Override
    public Encoder encoder() {
        return new TextEncoder(scanner, new PieceEncoder(table, whole), ids);
    }

    @Override
    public String decode(int... tokens) {
        long length = 0;
        for (int id : tokens) {
            length += decoded(id).length;
        }
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("a text of " + length + " bytes is too long; decode it in parts");
        }
        byte[] text = new byte[(int) length];
        int at = 0;
        for (int id : tokens) {
            byte[] bytes = decoded(id);
            System.arraycopy(bytes, 0, text, at, bytes.length);
            at += bytes.length;
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] decoded(int id) {
        return id >= 0 && id < size() ? direct(id) : REPLACEMENT;
    }

    @Override
    public byte[] bytes(int id) {
        return direct(id).clone();
    }

    @Override
    public int byteLength(int id) {
        return direct(id).length;
    }

    private byte[] direct(int id) {
        if (id < 0 || id >= size()) {
            throw new IndexOutOfBoundsException("token id " + id + " is not in 0.." + (size() - 1));
        }
        int symbol = ids.symbol(id);
        return symbol == TokenIds.NONE ? NOTHING : merges.bytes(symbol);
    }

    @Override
    public void save(Path folder) throws IOException {
        TokenizerFile.write(this, folder);
    }
}
