// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The marks a printer put around speech. The other kind, inside, quotes within speech and is left alone. Straight and
 * curly marks of one kind are taken together, because proofread texts mix them.
 */
enum QuoteMarks {
    DOUBLE('“', '”', '"') {
        @Override
        boolean mayClose(String text, int at, int end) {
            return true;
        }

        @Override
        boolean mayOpen(String text, int at, int end) {
            return true;
        }
    },
    SINGLE('‘', '’', '\'') {
        /** Not the apostrophe of "dogs' tails" or "o' the": speech ends in a point, a comma or a dash. */
        @Override
        boolean mayClose(String text, int at, int end) {
            return ".,;:!?—–-…)_”\"".indexOf(text.charAt(at - 1)) >= 0 || at + 1 == end;
        }

        @Override
        boolean mayOpen(String text, int at, int end) {
            if (text.charAt(at) == '‘') {
                return true;
            }
            int to = at + 1;
            while (to < end && Character.isLetter(text.charAt(to))) {
                to++;
            }
            String word = text.substring(at + 1, to);
            return !(ELISIONS.contains(word) || CAPITAL_ELISIONS.contains(word));
        }
    };

    /** Words that begin with an apostrophe of their own; "'Is" with a capital is rather the beginning of a question. */
    private static final Set<String> ELISIONS =
            Set.of(("tis twas twere twill twould em un im er ave ad ow ere is as arf alf"
                            + " ouse ome ead eart and ope old ard eard igh orse undred appen cause bout ud ull til till cept fore"
                            + " long spose")
                    .split(" "));

    private static final Set<String> CAPITAL_ELISIONS = Set.of("Tis", "Twas", "Twere", "Twill", "Twould");

    private final char opening;
    private final char closing;
    private final char straight;

    QuoteMarks(char opening, char closing, char straight) {
        this.opening = opening;
        this.closing = closing;
        this.straight = straight;
    }

    abstract boolean mayOpen(String text, int at, int end);

    abstract boolean mayClose(String text, int at, int end);

    /** Whether speech begins at this character of a paragraph that runs from {@code start} to {@code end}. */
    boolean opens(String text, int start, int at, int end) {
        char mark = text.charAt(at);
        if (mark != opening && mark != straight || at + 1 >= end) {
            return false;
        }
        boolean free = at == start || !isWord(text.charAt(at - 1)) && ".,!?;".indexOf(text.charAt(at - 1)) < 0;
        boolean spaced = Character.isWhitespace(text.charAt(at + 1));
        return free && (mark == opening || !spaced || this == DOUBLE) && (at == start || mayOpen(text, at, end));
    }

    /** Whether speech begins anew at this character although none has ended: the closing marks are lost. */
    boolean reopens(String text, int start, int at, int end) {
        // A straight or curly single mark within speech is too often an apostrophe.
        return (this == DOUBLE || text.charAt(at) == opening) && opens(text, start, at, end);
    }

    /** Whether speech ends at this character, given that some began before. */
    boolean closes(String text, int at, int end) {
        char mark = text.charAt(at);
        if (mark != closing && mark != straight) {
            return false;
        }
        boolean last = at + 1 >= end || !isWord(text.charAt(at + 1));
        return (last || mark == closing && this == DOUBLE) && mayClose(text, at, end);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    /** The marks of a document, by counting which kind opens and closes more; empty when there are too few. */
    static Optional<QuoteMarks> of(String text) {
        return Arrays.stream(values())
                .filter(marks -> marks.count(text) >= MIN_MARKS)
                .max(Comparator.comparingInt(marks -> marks.count(text)));
    }

    private static final int MIN_MARKS = 4;

    /** The lesser of openings and closings, each where no apostrophe can stand. */
    private int count(String text) {
        int openings = 0;
        int closings = 0;
        for (int i = 1; i < text.length() - 1; i++) {
            char mark = text.charAt(i);
            if (mark != opening && mark != closing && mark != straight) {
                continue;
            }
            boolean afterSpace = Character.isWhitespace(text.charAt(i - 1));
            if (mark != closing && afterSpace && Character.isUpperCase(text.charAt(i + 1))) {
                openings++;
            } else if (mark != opening && !afterSpace && !isWord(text.charAt(i - 1)) && !isWord(text.charAt(i + 1))) {
                closings++;
            }
        }
        return Math.min(openings, closings);
    }
}
