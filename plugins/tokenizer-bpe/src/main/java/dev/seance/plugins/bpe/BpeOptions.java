// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.util.Objects;

/**
 * Options of {@link BpeTokenizer}.
 *
 * @param size tokens, special ones included
 * @param split the split pattern
 * @param digits the most digits in a piece
 * @param byteOrder how the single bytes are numbered
 */
public record BpeOptions(
        @Option(
                doc = "How many tokens the vocabulary has: 4 special ones, 256 bytes, and one a merge. More make"
                        + " texts shorter and the model's first and last layers larger; 32,768 suits models"
                        + " of 50 million to 1 billion parameters.",
                defaultValue = "32768",
                min = 260,
                max = 1 << 20,
                unit = "tokens")
        int size,

        @Option(
                doc = "How text is cut before merging: `llama3`, which llama.cpp knows, so that exported models"
                        + " tokenise the same there; or `gpt4`, the same with a free choice of `digits`.",
                defaultValue = "llama3")
        SplitPattern split,

        @Option(
                doc = "The most digits in one piece, and so in one token. `llama3` has 3 and takes no other; with"
                        + " `gpt4`, 2 leaves more room for words in small vocabularies.",
                defaultValue = "3",
                min = 1,
                max = SplitPattern.MOST_DIGITS,
                unit = "digits")
        int digits,

        @Option(
                doc = "How the single bytes are numbered, which decides between pairs that occur equally often:"
                        + " `value` as in tiktoken and rustbpe, or `character` as Hugging Face's trainer does."
                        + " Either gives a vocabulary of equal use.",
                defaultValue = "value")
        ByteOrder byteOrder) {

    /** The defaults. */
    public static final BpeOptions DEFAULT = new BpeOptions(32768, SplitPattern.LLAMA3, 3, ByteOrder.VALUE);

    public BpeOptions {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(byteOrder, "byteOrder");
        int least = BpeVocabulary.FIRST_SYMBOL + Merges.BYTES;
        if (size < least) {
            throw new UserError("size " + size + " has no room for the " + BpeVocabulary.FIRST_SYMBOL
                    + " special tokens and the " + Merges.BYTES + " bytes that every vocabulary has; set size to "
                    + least
                    + " or more");
        }
        if (digits < 1 || digits > SplitPattern.MOST_DIGITS) {
            throw new UserError("digits " + digits + " is not in 1.." + SplitPattern.MOST_DIGITS);
        }
        if (split == SplitPattern.LLAMA3 && digits != 3) {
            throw new UserError("split llama3 has numbers in threes, but digits is " + digits
                    + "; leave digits out, or set split to gpt4");
        }
    }

    /** These options with another size. */
    public BpeOptions withSize(int tokens) {
        return new BpeOptions(tokens, split, digits, byteOrder);
    }

    /** How many merges the size leaves room for. */
    int merges() {
        return size - BpeVocabulary.FIRST_SYMBOL - Merges.BYTES;
    }
}
