// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.Merges;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What stands in {@code vocabulary.tiktoken}: a line for each token that is not special, its bytes in base64 and its
 * rank. The ranks are the ids, so tiktoken and its like give the ids of {@code tokenizer.json}; where the special
 * tokens have the first ids, the ranks begin after them, which tiktoken does not mind.
 *
 * <p>The format has no place for the split pattern and the special tokens; a client takes them from {@code
 * tokenizer.json}, where they are {@code pre_tokenizer} and {@code added_tokens}.
 */
final class RankLines {

    static final String FILE = "vocabulary.tiktoken";

    private RankLines() {}

    /**
     * Whether ranks can tell what the merges tell. tiktoken merges whatever pair makes the token of the lowest rank, so
     * every merge must make a token of its own, and the ids must follow the merges, as is so where both come from
     * training. Some vocabularies made elsewhere are otherwise.
     */
    static boolean canHold(BpeModel vocabulary) {
        Merges merges = vocabulary.merges();
        for (int k = 0; k < merges.size(); k++) {
            if (merges.made(k) != Merges.BYTES + k) {
                return false;
            }
        }
        for (int symbol = 1; symbol < merges.symbols(); symbol++) {
            if (vocabulary.ids().id(symbol) < vocabulary.ids().id(symbol - 1)) {
                return false;
            }
        }
        return merges.symbols() == Merges.BYTES + merges.size();
    }

    /** The file of a vocabulary. */
    static byte[] of(BpeModel vocabulary) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(1 << 20);
        for (int symbol = 0; symbol < vocabulary.merges().symbols(); symbol++) {
            lines.writeBytes(Base64.getEncoder().encode(vocabulary.merges().bytes(symbol)));
            lines.write(' ');
            lines.writeBytes(Integer.toString(vocabulary.ids().id(symbol)).getBytes(StandardCharsets.US_ASCII));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
