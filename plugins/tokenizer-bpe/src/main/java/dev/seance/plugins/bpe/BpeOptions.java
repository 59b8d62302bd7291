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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Options of {@link BpeTokenizer}.
 *
 * @param size tokens, special ones included
 * @param split the split pattern
 * @param digits the most digits in a piece
 * @param byteOrder how the single bytes are numbered
 * @param specialTokens the spellings of the special tokens
 * @param minFrequency how often a pair must occur to become a token
 * @param maxPieces how many distinct pieces are kept in memory, or 0
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
                doc = "The pre-tokenizer, which cuts text into the pieces that tokens are merged within: `llama3`,"
                        + " which llama.cpp knows, so that exported models tokenise the same there; `gpt4`, the same with a free choice of `digits`; `gpt2`;"
                        + " `whitespace`, which leaves punctuation with its word; or `regex`, with `pattern`.",
                defaultValue = "llama3")
        SplitPattern split,

        @Option(
                doc = "The most digits in one piece, and so in one token. `llama3` has 3 and takes no other; with"
                        + " `gpt4`, 2 leaves more room for words in small vocabularies.",
                defaultValue = "3",
                min = 1,
                max = SplitPattern.MAX_DIGITS,
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
                        + " The first four begin a document, pad, begin what the person says, and begin what"
                        + " the model says; further ones are yours to use. No text to train on may contain one of"
                        + " these spellings; training stops and names the document if one does.",
                defaultValue = "[<|endoftext|>, <|pad|>, <|user|>, <|assistant|>]")
        List<String> specialTokens,

        @Option(
                doc = "How often two neighbouring tokens must occur together before they become one token. With 1 the"
                        + " vocabulary is always filled, as other trainers do it; a higher number keeps chance"
                        + " combinations out of vocabularies that are large for their text, and then training fails"
                        + " when there are not enough.",
                defaultValue = "1",
                min = 1,
                unit = "occurrences")
        long minFrequency,

        @Option(
                doc =
                        "How many distinct pieces (pre-tokens: words, numbers, punctuation) are kept in memory while text is"
                                + " counted; 0 keeps all. Each takes about 150 bytes, and a noisy text of 15 GB has about 10"
                                + " million. When a text has more, the rarest are left out, and the report says what share of"
                                + " the text that was; the text is then read three times.",
                defaultValue = "0",
                min = 0,
                unit = "pieces")
        long maxPieces,

        @Option(
                doc =
                        "With split `regex`: a regular expression whose matches are the pieces, and so is the text between"
                                + " them. Spelt as in a tokenizer.json; what programs read differently, and what looks behind,"
                                + " is refused. Unless it is a published spelling of one of the other patterns, cutting text"
                                + " takes some fifteen times as long.",
                defaultValue = "")
        String pattern,

        @Option(
                doc =
                        "The folder of a vocabulary that exists, with a tokenizer.json in Hugging Face's format, to be taken"
                                + " as it is; the step then has no corpus, and the other options say nothing. What cannot be told"
                                + " exactly here is refused.")
        Optional<Path> load) {

    private static final List<String> SPECIALS =
            Arrays.stream(SpecialToken.values()).map(SpecialToken::spelling).toList();

    /** The defaults. */
    public static final BpeOptions DEFAULT =
            new BpeOptions(32768, SplitPattern.LLAMA3, 3, ByteOrder.VALUE, SPECIALS, 1, 0, "");

    /** A vocabulary that is to be trained. */
    public BpeOptions(
            int size,
            SplitPattern split,
            int digits,
            ByteOrder byteOrder,
            List<String> specialTokens,
            long minFrequency,
            long maxPieces,
            String pattern) {
        this(size, split, digits, byteOrder, specialTokens, minFrequency, maxPieces, pattern, Optional.empty());
    }

    public BpeOptions {
        Objects.requireNonNull(load, "load");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(byteOrder, "byteOrder");
        Objects.requireNonNull(pattern, "pattern");
        specialTokens = List.copyOf(specialTokens);
        checkSpecialTokens(specialTokens);
        int min = specialTokens.size() + Merges.BYTES;
        if (size < min) {
            throw new UserError(
                    "size " + size + " has no room for the " + specialTokens.size() + " special tokens and the "
                            + Merges.BYTES + " bytes that every vocabulary has; set size to " + min + " or more");
        }
        if (minFrequency < 1) {
            throw new UserError("min-frequency " + minFrequency + " is below 1");
        }
        if (maxPieces < 0) {
            throw new UserError("max-pieces " + maxPieces + " is below 0");
        }
        if (digits < 1 || digits > SplitPattern.MAX_DIGITS) {
            throw new UserError("digits " + digits + " is not in 1.." + SplitPattern.MAX_DIGITS);
        }
        if (split == SplitPattern.LLAMA3 && digits != 3) {
            throw new UserError("split llama3 has numbers in threes, but digits is " + digits
                    + "; leave digits out, or set split to gpt4");
        }
        if (split != SplitPattern.GPT4 && digits != 3) {
            throw new UserError("split " + split.name().toLowerCase(Locale.ROOT)
                    + " has no limit of digits, but digits is " + digits + "; leave digits out, or set split to gpt4");
        }
        if (split == SplitPattern.REGEX) {
            if (pattern.isEmpty()) {
                throw new UserError("split regex needs a regular expression; set pattern, or set split to another one");
            }
            SplitPattern.PreTokenizer.of(pattern);
        } else if (!pattern.isEmpty()) {
            throw new UserError("pattern is '" + pattern + "', but split is "
                    + split.name().toLowerCase(Locale.ROOT) + "; leave pattern out, or set split to regex");
        }
    }

    private static void checkSpecialTokens(List<String> specialTokens) {
        if (specialTokens.size() < SPECIALS.size()) {
            throw new UserError("special-tokens has " + specialTokens.size() + " spellings, but the first "
                    + SPECIALS.size()
                    + " are needed to begin a document, to pad, and to begin what the person and what the model"
                    + " says; name at least " + SPECIALS.size() + ", for example " + String.join(", ", SPECIALS));
        }
        Set<String> seen = new HashSet<>();
        for (String special : specialTokens) {
            if (special.getBytes(StandardCharsets.UTF_8).length < 2) {
                throw new UserError(
                        "special-tokens has '" + special + "', which is too short: ordinary text needs every"
                                + " single byte; use a spelling that no text has, such as <|mark|>");
            }
            if (!seen.add(special)) {
                throw new UserError("special-tokens has " + special + " twice; each spelling is one token");
            }
        }
    }

    /** These options with another size. */
    public BpeOptions withSize(int tokens) {
        return new BpeOptions(tokens, split, digits, byteOrder, specialTokens, minFrequency, maxPieces, pattern, load);
    }

    /** These options with other special tokens. */
    public BpeOptions withSpecialTokens(List<String> spellings) {
        return new BpeOptions(size, split, digits, byteOrder, spellings, minFrequency, maxPieces, pattern, load);
    }

    /** These options with another minimum frequency of pairs. */
    public BpeOptions withMinFrequency(long occurrences) {
        return new BpeOptions(size, split, digits, byteOrder, specialTokens, occurrences, maxPieces, pattern, load);
    }

    /** These options with another limit of pieces. */
    public BpeOptions withMaxPieces(long pieces) {
        return new BpeOptions(size, split, digits, byteOrder, specialTokens, minFrequency, pieces, pattern, load);
    }

    /** How text is cut. */
    public SplitPattern.PreTokenizer splitting() {
        return split == SplitPattern.REGEX
                ? SplitPattern.PreTokenizer.of(pattern)
                : new SplitPattern.PreTokenizer(split, digits);
    }

    /** How many merges the size leaves room for. */
    int merges() {
        return size - specialTokens.size() - Merges.BYTES;
    }
}
