// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A byte-level BPE vocabulary. */
final class BpeVocabulary implements Vocabulary {

    /** The id of symbol 0 in vocabularies trained with the usual special tokens: so many are before it. */
    static final int FIRST_SYMBOL = SpecialToken.values().length;

    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    /** What encodes a text of its own, between two texts. */
    private record Idle(Encoder encoder, TokenBuffer tokens) {}

    private final SplitPattern.Split split;
    private final Merges merges;
    private final PieceScanner scanner;
    private final TokenIds ids;
    private final MergeTable table;
    private final WholeTokens whole;
    private final boolean ignoreMerges;
    /** As many as threads ever encoded at once; each has a cache that is warm. */
    private final Queue<Idle> idle = new ConcurrentLinkedQueue<>();

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
        Idle encoder = idle.poll();
        if (encoder == null) {
            encoder = new Idle(encoder(), TokenBuffer.forVocabulary(size()));
        }
        encoder.encoder().encode(text, encoder.tokens());
        int[] tokens = encoder.tokens().toArray();
        encoder.tokens().clear();
        idle.add(encoder);
        return tokens;
    }

    @Override
    public Encoder encoder() {
        return new TextEncoder(scanner, new PieceEncoder(table, whole), ids);
    }

    @Override
    public String decode(int... tokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(4 * tokens.length);
        for (int id : tokens) {
            text.writeBytes(id >= 0 && id < size() ? direct(id) : REPLACEMENT);
        }
        return text.toString(StandardCharsets.UTF_8);
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
