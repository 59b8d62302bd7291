// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.ByteLevel;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.Pair;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds the tokens and merges of a {@code tokenizer.json} against each other and makes a vocabulary of them. Ids may be
 * in any order and have gaps, several merges may make one token and a token may be made by none; but every byte is a
 * token, every merge is of tokens and makes one, and nothing is there twice.
 */
final class MergesReader {

    private static final int MAX_MERGES = 1 << 21;

    private final Map<String, Integer> vocab;
    private final List<String> merges;
    private final Map<String, Integer> specials;
    private final Map<SpecialToken, String> named;
    private final Map<String, Integer> symbolOf = new HashMap<>(1 << 16);

    /**
     * @param vocab token to id
     * @param merges left, right, left, right
     * @param specials the special tokens, of which {@code vocab} may have all, some or none
     * @param named the special tokens whose roles tokenizer_config.json names
     */
    MergesReader(
            Map<String, Integer> vocab,
            List<String> merges,
            Map<String, Integer> specials,
            Map<SpecialToken, String> named) {
        this.vocab = vocab;
        this.merges = merges;
        this.specials = specials;
        this.named = named;
    }

    BpeModel read(SplitPattern.PreTokenizer split, boolean ignoreMerges) throws Unfit {
        String[] tokens = tokensById();
        byte[][] symbols = new byte[vocab.size()][];
        int[] ids = new int[vocab.size()];
        int count = numberBytes(tokens, symbols, ids);
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id] != null && !specials.containsKey(tokens[id]) && !symbolOf.containsKey(tokens[id])) {
                symbols[count] = ByteLevel.read(tokens[id]);
                if (symbols[count] == null || symbols[count].length == 0) {
                    throw notOfBytes(tokens[id], id);
                }
                ids[count] = id;
                symbolOf.put(tokens[id], count++);
            }
        }
        symbols = Arrays.copyOf(symbols, count);
        requireNoSpelledSpecial();
        TokenIds tokenIds = new TokenIds(Arrays.copyOf(ids, count), specials, AddedTokens.roles(specials, named));
        return new BpeModel(split, merges(symbols), tokenIds, ignoreMerges);
    }

    /** All tokens at their ids, special ones too. */
    private String[] tokensById() throws Unfit {
        int last = -1;
        for (int id : vocab.values()) {
            last = Math.max(last, id);
        }
        for (int id : specials.values()) {
            last = Math.max(last, id);
        }
        String[] tokens = new String[last + 1];
        for (Map.Entry<String, Integer> token : vocab.entrySet()) {
            place(tokens, token.getKey(), token.getValue());
        }
        for (Map.Entry<String, Integer> special : specials.entrySet()) {
            Integer id = vocab.get(special.getKey());
            if (id == null) {
                place(tokens, special.getKey(), special.getValue());
            } else if (!id.equals(special.getValue())) {
                throw new Unfit("the id of " + special.getKey() + " is " + id + " in model.vocab, but "
                        + special.getValue() + " in added_tokens");
            }
        }
        return tokens;
    }

    private static void place(String[] tokens, String token, int id) throws Unfit {
        if (tokens[id] != null) {
            throw new Unfit("tokens " + tokens[id] + " and " + token + " have the same id, " + id);
        }
        tokens[id] = token;
    }

    /** The single bytes come first among the symbols, by ascending id. */
    private int numberBytes(String[] tokens, byte[][] symbols, int[] ids) throws Unfit {
        Map<Integer, Integer> byteOfId = new TreeMap<>();
        int[] missing = IntStream.range(0, Merges.BYTES)
                .filter(value -> !vocab.containsKey(String.valueOf(ByteLevel.characterOf(value))))
                .toArray();
        if (missing.length > 0) {
            throw missingBytes(missing);
        }
        for (int value = 0; value < Merges.BYTES; value++) {
            byteOfId.put(vocab.get(String.valueOf(ByteLevel.characterOf(value))), value);
        }
        for (Map.Entry<Integer, Integer> entry : byteOfId.entrySet()) {
            int symbol = symbolOf.size();
            ids[symbol] = entry.getKey();
            symbols[symbol] = new byte[] {entry.getValue().byteValue()};
            symbolOf.put(tokens[ids[symbol]], symbol);
        }
        return symbolOf.size();
    }

    private static Unfit missingBytes(int[] missing) {
        String first = Arrays.stream(missing)
                .limit(5)
                .mapToObj(value -> String.format("0x%02X", value))
                .collect(Collectors.joining(", "));
        return new Unfit(
                missing.length + " of the 256 bytes are no token (" + first + (missing.length > 5 ? ", ..." : "")
                        + "): text that has them would lose them",
                "give a vocabulary that has every byte, or train one");
    }

    private static Unfit notOfBytes(String token, int id) {
        String reason = "token " + id + ", \"" + token + "\", is neither special nor written as bytes";
        return token.contains("▁")
                ? new Unfit(
                        reason + ": this is BPE in SentencePiece's manner, on characters with ▁ for a space",
                        "give the folder of a byte-level BPE vocabulary, or train one")
                : new Unfit(reason);
    }

    /** Otherwise two ids would spell the same, and a text's token could be taken for a marker. */
    private void requireNoSpelledSpecial() throws Unfit {
        for (String special : specials.keySet()) {
            String written = ByteLevel.write(special.getBytes(StandardCharsets.UTF_8));
            if (symbolOf.containsKey(written)) {
                throw new Unfit("ordinary token \"" + written + "\" is spelt as the special token " + special);
            }
        }
    }

    private Merges merges(byte[][] symbols) throws Unfit {
        if (merges.size() / 2 > MAX_MERGES) {
            throw new Unfit("it has " + merges.size() / 2 + " merges, more than " + MAX_MERGES);
        }
        long[] pairs = new long[merges.size() / 2];
        int[] made = new int[pairs.length];
        boolean[] isMade = new boolean[symbols.length];
        boolean madeTwice = false;
        for (int k = 0; k < pairs.length; k++) {
            String left = merges.get(2 * k);
            String right = merges.get(2 * k + 1);
            Integer leftSymbol = symbolOf.get(left);
            Integer rightSymbol = symbolOf.get(right);
            Integer madeSymbol = symbolOf.get(left.concat(right));
            if (leftSymbol == null || rightSymbol == null) {
                throw new Unfit("merge " + k + ", " + left + " and " + right + ", is of tokens that are not in"
                        + " model.vocab, or special");
            }
            if (madeSymbol == null) {
                throw new Unfit("merge " + k + ", " + left + " and " + right + ", makes " + left + right
                        + ", which is not in model.vocab, or special");
            }
            pairs[k] = Pair.of(leftSymbol, rightSymbol);
            made[k] = madeSymbol;
            madeTwice |= isMade[madeSymbol];
            isMade[madeSymbol] = true;
        }
        if (madeTwice) {
            requireDistinct(pairs);
        }
        return Merges.distinct(symbols, pairs, made);
    }

    private void requireDistinct(long[] pairs) throws Unfit {
        long[] sorted = pairs.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                long twice = sorted[i];
                int k = IntStream.range(0, pairs.length)
                        .filter(merge -> pairs[merge] == twice)
                        .skip(1)
                        .findFirst()
                        .orElseThrow();
                throw new Unfit(
                        "merge " + k + ", " + merges.get(2 * k) + " and " + merges.get(2 * k + 1) + ", is there twice");
            }
        }
    }
}
