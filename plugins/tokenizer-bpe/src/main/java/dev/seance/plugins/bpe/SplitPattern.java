// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

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
            return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        }
    },
    /** GPT-4's pattern, as nanochat spells it, with any number of digits in a piece. */
    GPT4 {
        @Override
        String regex(int digits) {
            return "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1," + digits + "}"
                    + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
        }
    };

    /** The most digits a piece may be asked to hold. */
    static final int MOST_DIGITS = 9;

    /**
     * The pattern as other programs read it.
     *
     * @throws IllegalArgumentException when the pattern does not go with that many digits
     */
    abstract String regex(int digits);

    /** What finds the pieces. */
    PieceScanner scanner(int digits) {
        return new GptBlockScanner(CharacterClasses.load(), digits);
    }

    /** A pattern with its number of digits. */
    record Split(SplitPattern pattern, int digits) {

        Split {
            pattern.regex(digits);
        }

        String regex() {
            return pattern.regex(digits);
        }

        PieceScanner scanner() {
            return pattern.scanner(digits);
        }

        /** The pattern that is spelt like that, if it is one of ours. */
        static Optional<Split> of(String regex) {
            return Arrays.stream(values())
                    .flatMap(pattern -> IntStream.rangeClosed(1, MOST_DIGITS)
                            .filter(digits -> pattern != LLAMA3 || digits == 3)
                            .mapToObj(digits -> new Split(pattern, digits)))
                    .filter(split -> split.regex().equals(regex))
                    .findFirst();
        }
    }
}
