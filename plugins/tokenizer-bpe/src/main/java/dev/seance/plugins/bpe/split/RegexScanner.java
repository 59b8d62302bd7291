// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.regex.RegexMatcher;
import dev.seance.plugins.bpe.regex.RegexParser;
import dev.seance.plugins.bpe.regex.RegexProgram;
import dev.seance.plugins.bpe.unicode.Utf8Text;

/**
 * Finds the pieces of any regular expression, slowly: each match is a piece, and so is the text between two matches
 * (what Hugging Face calls a Split that is Isolated). Matches of empty text count as none.
 */
final class RegexScanner implements PieceScanner {

    private final RegexProgram program;

    private RegexScanner(RegexProgram program) {
        this.program = program;
    }

    /**
     * A scanner for a pattern.
     *
     * @throws dev.seance.api.run.UserError naming the place, when {@link RegexParser} does not take it
     */
    static RegexScanner of(String pattern) {
        return new RegexScanner(RegexProgram.compile(RegexParser.parse(pattern)));
    }

    @Override
    public int next(byte[] text, int from, int end) {
        return next(new RegexMatcher(program), text, from, end);
    }

    @Override
    public int scan(byte[] text, int from, int end, int[] ends) {
        RegexMatcher matcher = new RegexMatcher(program);
        int count = 0;
        for (int at = from; at < end && count < ends.length; ) {
            at = next(matcher, text, at, end);
            ends[count++] = at;
        }
        return count;
    }

    private static int next(RegexMatcher matcher, byte[] text, int from, int end) {
        int at = from;
        while (at < end) {
            int match = matcher.match(text, at, end);
            if (match > at) {
                return at == from ? match : at;
            }
            at += Utf8Text.width(text[at]);
        }
        return end;
    }
}
