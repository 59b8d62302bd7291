// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.encoding.IdleEncoders;
import dev.seance.plugins.bpe.encoding.MergeTable;
import dev.seance.plugins.bpe.encoding.PieceEncoder;
import dev.seance.plugins.bpe.encoding.TextEncoder;
import dev.seance.plugins.bpe.encoding.WholeTokens;
import dev.seance.plugins.bpe.file.TokenizerFile;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.PieceScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A byte-level BPE vocabulary. */
public final class BpeVocabulary implements Vocabulary {

    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};
    /** An encoder that made more tokens of one text is let go, with the memory that took. */
    private static final int MAX_KEPT = 1 << 20;
    /** The longest string that Java makes of bytes. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** What all encoders read; made with the first, since a vocabulary just trained is only saved. */
    private record Shared(PieceScanner scanner, MergeTable table, WholeTokens whole) {}

    /** What encodes a text of its own, between two texts. */
    private record Idle(Encoder encoder, TokenBuffer tokens) {}

    private final BpeModel model;
    private final Merges merges;
    private final TokenIds ids;
    private Shared shared;
    private final IdleEncoders<Idle> idle = new IdleEncoders<>();

    public BpeVocabulary(BpeModel model) {
        this.model = model;
        this.merges = model.merges();
        this.ids = model.ids();
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

    /** All that it is made of. */
    public BpeModel model() {
        return model;
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
        if (tokens.length <= MAX_KEPT) {
            encoder.tokens().clear();
            idle.give(encoder);
        }
        return tokens;
    }

    @Override
    public Encoder encoder() {
        Shared all = shared();
        return new TextEncoder(all.scanner(), new PieceEncoder(all.table(), all.whole()), ids);
    }

    private synchronized Shared shared() {
        if (shared == null) {
            shared = new Shared(
                    model.split().scanner(),
                    new MergeTable(merges),
                    model.ignoreMerges() ? new WholeTokens(merges) : WholeTokens.NOWHERE);
        }
        return shared;
    }

    @Override
    public String decode(int... tokens) {
        long length = 0;
        for (int id : tokens) {
            length += decoded(id).length;
        }
        if (length > MAX_BYTES) {
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
        TokenizerFile.write(model, folder);
    }
}
