// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.plugins.bpe.TokenizerLayout.Unfit;
import java.util.Arrays;

/**
 * Reads the merges of a {@code tokenizer.json} and holds them against its vocabulary: the special tokens, all 256
 * bytes, then what each merge makes, in order, without a gap.
 */
final class MergesReader {

    private final JsonNode vocabulary;
    private final int size;

    private MergesReader(JsonNode vocabulary) {
        this.vocabulary = vocabulary;
        this.size = vocabulary.size();
    }

    static Merges read(JsonNode vocabulary, JsonNode merges) throws Unfit {
        if (!vocabulary.isObject() || !merges.isArray()) {
            throw new Unfit("model.vocab or model.merges is missing");
        }
        return new MergesReader(vocabulary).read(merges);
    }

    private Merges read(JsonNode merges) throws Unfit {
        int first = BpeVocabulary.FIRST_SYMBOL;
        int expected = first + Merges.BYTES + merges.size();
        if (size != expected) {
            throw new Unfit("it has " + size + " tokens, but " + first + " special tokens, " + Merges.BYTES
                    + " bytes and " + merges.size() + " merges make " + expected);
        }
        for (SpecialToken special : SpecialToken.values()) {
            if (id(special.spelling()) != special.ordinal()) {
                throw new Unfit("the id of " + special.spelling() + " is " + id(special.spelling()) + ", not "
                        + special.ordinal());
            }
        }
        int[] bytes = bytes();
        long[] pairs = new long[merges.size()];
        for (int k = 0; k < pairs.length; k++) {
            pairs[k] = pair(merges.get(k), k);
        }
        return Merges.learnt(bytes, pairs);
    }

    private int[] bytes() throws Unfit {
        int[] bytes = new int[Merges.BYTES];
        Arrays.fill(bytes, -1);
        for (int value = 0; value < Merges.BYTES; value++) {
            int symbol = id(String.valueOf(ByteLevel.characterOf(value))) - BpeVocabulary.FIRST_SYMBOL;
            if (symbol < 0 || symbol >= Merges.BYTES) {
                throw new Unfit(String.format("byte 0x%02X is not among the first %d tokens", value, Merges.BYTES));
            }
            if (bytes[symbol] >= 0) {
                throw new Unfit(String.format("bytes 0x%02X and 0x%02X have the same id", bytes[symbol], value));
            }
            bytes[symbol] = value;
        }
        return bytes;
    }

    private long pair(JsonNode merge, int k) throws Unfit {
        if (merge.size() != 2 || !merge.get(0).isTextual() || !merge.get(1).isTextual()) {
            throw new Unfit("merge " + k + " is " + merge + ", not a pair of tokens");
        }
        String left = merge.get(0).asText();
        String right = merge.get(1).asText();
        int made = Merges.BYTES + k;
        int leftSymbol = id(left) - BpeVocabulary.FIRST_SYMBOL;
        int rightSymbol = id(right) - BpeVocabulary.FIRST_SYMBOL;
        if (leftSymbol < 0 || leftSymbol >= made || rightSymbol < 0 || rightSymbol >= made) {
            throw new Unfit("merge " + k + ", " + merge + ", is of tokens that do not exist before it");
        }
        if (id(left + right) != BpeVocabulary.FIRST_SYMBOL + made) {
            throw new Unfit("merge " + k + ", " + merge + ", makes token " + id(left + right) + ", not "
                    + (BpeVocabulary.FIRST_SYMBOL + made));
        }
        return PairTable.pair(leftSymbol, rightSymbol);
    }

    /** The id of a token; -1 when it has none. */
    private int id(String token) {
        JsonNode id = vocabulary.get(token);
        return id != null && id.isInt() ? id.intValue() : -1;
    }
}
