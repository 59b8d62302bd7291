// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Options of {@link BpeTokenizer}.
 *
 * @param size tokens, special ones included
 * @param split the split pattern
 * @param digits the most digits in a piece
 * @param byteOrder how the single bytes are numbered
 * @param specials the spellings of the special tokens
 * @param minimumFrequency how often a pair must occur to become a token
 * @param mostPieces how many different pieces of text are kept in memory, or 0
 * @param pattern the split pattern's regular expression, or empty
 */
public record BpeOptions(
        @Option(
                doc = "How many tokens the vocabulary has: the special ones, 256 bytes, and one a merge. More make"
                        + " texts shorter and the model's first and last layers larger; 32,768 suits models"
                        + " of 50 million to 1 billion parameters.",
                defaultValue = "32768",
                min = 260,
                max = 1 << 20,
                unit = "tokens")
        int size,

        @Option(
                doc = "How text is cut before merging: `llama3`, which llama.cpp knows, so that exported models"
                        + " tokenise the same there; `gpt4`, the same with a free choice of `digits`; `gpt2`;"
                        + " `whitespace`, which leaves punctuation with its word; or `regex`, with `pattern`.",
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
        ByteOrder byteOrder,

        @Option(
                doc = "The spellings of the special tokens, which mark structure and never come out of ordinary text."
                        + " The first four begin a document, fill rows up, begin what the person says, and begin what"
                        + " the model says; further ones are yours to use. No text to train on may contain one of"
                        + " these spellings; training stops and names the document if one does.",
                defaultValue = "[<|endoftext|>, <|pad|>, <|user|>, <|assistant|>]")
        List<String> specials,

        @Option(
                doc = "How often two neighbouring tokens must occur together before they become one token. With 1 the"
                        + " vocabulary is always filled, as other trainers do it; a higher number keeps chance"
                        + " combinations out of vocabularies that are large for their text, and then training fails"
                        + " when there are not enough.",
                defaultValue = "1",
                min = 1,
                unit = "occurrences")
        long minimumFrequency,

        @Option(
                doc = "How many different pieces (words, numbers, punctuation) are kept in memory while the text is"
                        + " counted; 0 keeps all. Each takes about 150 bytes, and a noisy text of 15 GB has about 10"
                        + " million. When a text has more, the rarest are left out, and the report says what share of"
                        + " the text that was; the text is then read three times.",
                defaultValue = "0",
                min = 0,
                unit = "pieces")
        long mostPieces,

        @Option(
                doc =
                        "With split `regex`: a regular expression whose matches are the pieces, and so is the text between"
                                + " them. Spelt as in a tokenizer.json; what programs read differently, and what looks behind,"
                                + " is refused. Unless it is a published spelling of one of the other patterns, cutting text"
                                + " takes some fifteen times as long.",
                defaultValue = "")
        String pattern) {

    private static final List<String> SPECIALS =
            Arrays.stream(SpecialToken.values()).map(SpecialToken::spelling).toList();

    /** The defaults. */
    public static final BpeOptions DEFAULT =
            new BpeOptions(32768, SplitPattern.LLAMA3, 3, ByteOrder.VALUE, SPECIALS, 1, 0, "");

    public BpeOptions {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(byteOrder, "byteOrder");
        Objects.requireNonNull(pattern, "pattern");
        specials = List.copyOf(specials);
        checkSpecials(specials);
        int least = specials.size() + Merges.BYTES;
        if (size < least) {
            throw new UserError("size " + size + " has no room for the " + specials.size() + " special tokens and the "
                    + Merges.BYTES + " bytes that every vocabulary has; set size to " + least + " or more");
        }
        if (minimumFrequency < 1) {
            throw new UserError("minimum-frequency " + minimumFrequency + " is below 1");
        }
        if (mostPieces < 0) {
            throw new UserError("most-pieces " + mostPieces + " is below 0");
        }
        if (digits < 1 || digits > SplitPattern.MOST_DIGITS) {
            throw new UserError("digits " + digits + " is not in 1.." + SplitPattern.MOST_DIGITS);
        }
        if (split == SplitPattern.LLAMA3 && digits != 3) {
            throw new UserError("split llama3 has numbers in threes, but digits is " + digits
                    + "; leave digits out, or set split to gpt4");
        }
        if (split != SplitPattern.GPT4 && digits != 3) {
            throw new UserError(
                    "split " + split.name().toLowerCase(Locale.ROOT) + " knows no limit of digits, but digits is "
                            + digits + "; leave digits out, or set split to gpt4");
        }
        if (split == SplitPattern.REGEX) {
            if (pattern.isEmpty()) {
                throw new UserError("split regex wants a regular expression; set pattern, or set split to another one");
            }
            SplitPattern.InputSplit.of(pattern);
        } else if (!pattern.isEmpty()) {
            throw new UserError("pattern is '" + pattern + "', but split is "
                    + split.name().toLowerCase(Locale.ROOT) + "; leave pattern out, or set split to regex");
        }
    }

    private static void checkSpecials(List<String> specials) {
        if (specials.size() < SPECIALS.size()) {
            throw new UserError("specials has " + specials.size() + " spellings, but the first " + SPECIALS.size()
                    + " are needed to begin a document, to fill rows up, and to begin what the person and what the model"
                    + " says; name at least " + SPECIALS.size() + ", for example " + String.join(", ", SPECIALS));
        }
        Set<String> seen = new HashSet<>();
        for (String special : specials) {
            if (special.getBytes(StandardCharsets.UTF_8).length < 2) {
                throw new UserError("specials has '" + special + "', which is too short: ordinary text needs every"
                        + " single byte; use a spelling that no text has, such as <|mark|>");
            }
            if (!seen.add(special)) {
                throw new UserError("specials has " + special + " twice; each spelling is one token");
            }
        }
    }

    /** These options with another size. */
    public BpeOptions withSize(int tokens) {
        return new BpeOptions(tokens, split, digits, byteOrder, specials, minimumFrequency, mostPieces, pattern);
    }

    /** These options with other special tokens. */
    public BpeOptions withSpecials(List<String> spellings) {
        return new BpeOptions(size, split, digits, byteOrder, spellings, minimumFrequency, mostPieces, pattern);
    }

    /** These options with another least frequency of pairs. */
    public BpeOptions withMinimumFrequency(long occurrences) {
        return new BpeOptions(size, split, digits, byteOrder, specials, occurrences, mostPieces, pattern);
    }

    /** These options with another bound of pieces. */
    public BpeOptions withMostPieces(long pieces) {
        return new BpeOptions(size, split, digits, byteOrder, specials, minimumFrequency, pieces, pattern);
    }

    /** How text is cut. */
    public SplitPattern.InputSplit splitting() {
        return split == SplitPattern.REGEX
                ? SplitPattern.InputSplit.of(pattern)
                : new SplitPattern.InputSplit(split, digits);
    }

    /** How many merges the size leaves room for. */
    int merges() {
        return size - specials.size() - Merges.BYTES;
    }
}
