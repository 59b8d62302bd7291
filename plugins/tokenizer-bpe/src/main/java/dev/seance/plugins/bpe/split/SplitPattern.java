// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.regex.RegexParser;
import dev.seance.plugins.bpe.unicode.CharacterClasses;
import java.util.Objects;

/** How text is cut into pieces before merging, by the name a recipe gives it. */
public enum SplitPattern {
    /**
     * The pattern of Llama 3, which llama.cpp knows as {@code llama-bpe}; numbers in threes. Exported models tokenise the
     * same there.
     */
    LLAMA3 {
        @Override
        String regex(int digits) {
            if (digits != 3) {
                throw new IllegalArgumentException("llama3 has numbers in threes, not " + digits);
            }
            return PublishedPatterns.llama("{1,3}");
        }

        @Override
        public PieceScanner scanner(int digits) {
            return new GptBlockScanner(CharacterClasses.load(), digits, false);
        }
    },
    /** GPT-4's pattern, as nanochat spells it, with any number of digits in a piece. */
    GPT4 {
        @Override
        String regex(int digits) {
            return PublishedPatterns.nanochat(digits);
        }

        @Override
        public PieceScanner scanner(int digits) {
            return new GptBlockScanner(CharacterClasses.load(), digits, false);
        }
    },
    /** GPT-2's pattern, which llama.cpp knows as {@code gpt-2}; numbers are as long as they are. */
    GPT2 {
        @Override
        String regex(int digits) {
            return PublishedPatterns.GPT2;
        }

        @Override
        public PieceScanner scanner(int digits) {
            return new Gpt2BlockScanner(CharacterClasses.load());
        }
    },
    /**
     * Words as white space parts them, with their punctuation: <code> ?\S+|\s+(?!\S)|\s+</code>. Unlike Hugging Face's
     * {@code WhitespaceSplit} it loses nothing: one space goes with the word after it, as in the other patterns. It cuts
     * no words, so whatever is spelt without white space may become a token, special tokens' spellings too.
     */
    WHITESPACE {
        @Override
        String regex(int digits) {
            return PublishedPatterns.WHITESPACE;
        }

        @Override
        public PieceScanner scanner(int digits) {
            return new WhitespaceBlockScanner(CharacterClasses.load());
        }
    },
    /** Any other pattern, given as a regular expression; see {@link RegexParser} for what it may contain. Slow. */
    REGEX {
        @Override
        String regex(int digits) {
            throw new IllegalArgumentException("regex has no spelling of its own");
        }

        @Override
        public PieceScanner scanner(int digits) {
            throw new IllegalStateException("a regular expression is not known by its digits");
        }
    };

    /** The most digits a piece may be asked to hold. */
    public static final int MAX_DIGITS = 9;

    /**
     * The pattern as other programs read it.
     *
     * @throws IllegalArgumentException when the pattern does not go with that many digits
     */
    abstract String regex(int digits);

    /** The scanner that finds the pieces. */
    public abstract PieceScanner scanner(int digits);

    /**
     * A pattern and its spelling.
     *
     * @param digits the most digits in a piece; 0 when the pattern has no such limit, or is a regular expression
     * @param regex the pattern as other programs read it
     */
    public record PreTokenizer(SplitPattern pattern, int digits, String regex) {

        public PreTokenizer {
            Objects.requireNonNull(pattern, "pattern");
            Objects.requireNonNull(regex, "regex");
            digits = pattern == LLAMA3 || pattern == GPT4 ? digits : 0;
            if (pattern == REGEX) {
                RegexScanner.of(regex);
            }
        }

        /** A pattern that has a name, in our spelling. */
        public PreTokenizer(SplitPattern pattern, int digits) {
            this(pattern, digits, pattern.regex(digits));
        }

        /**
         * The pattern that is spelt like that: one that has a name, if it is a published spelling of it, or a regular
         * expression.
         *
         * @throws UserError when the expression has a mistake or something that {@link RegexParser} does not take
         */
        public static PreTokenizer of(String regex) {
            return PublishedPatterns.find(regex).orElseGet(() -> new PreTokenizer(REGEX, 0, regex));
        }

        /** Whether pieces are found by a scanner of the pattern's own. The other way is some fifteen times slower. */
        public boolean fast() {
            return pattern != REGEX;
        }

        public PieceScanner scanner() {
            if (pattern == REGEX) {
                return RegexScanner.of(regex);
            }
            return regex.equals(PublishedPatterns.CL100K)
                    ? new GptBlockScanner(CharacterClasses.load(), digits, true)
                    : pattern.scanner(digits);
        }
    }
}
