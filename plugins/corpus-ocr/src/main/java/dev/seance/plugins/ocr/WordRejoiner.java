// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.plugins.ocr.JoinRule.Join;
import dev.seance.plugins.ocr.JoinRule.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the broken words of a document, within its pages and across them. Where the document has the lines of its print,
 * only their ends break words; where it has not, any blank may have been a line's end. Not thread-safe.
 */
final class WordRejoiner {

    private final JoinRule rule;
    private final boolean lines;
    private int joined;

    WordRejoiner(Lexicon lexicon, Document document) {
        this.rule = new JoinRule(lexicon, document);
        this.lines = PrintedLines.of(document).found();
    }

    /** How many words it has joined. */
    int joined() {
        return joined;
    }

    /** The pages with their words made whole; a word broken across two pages goes to the first. */
    List<Page> rejoined(List<Page> pages) {
        List<Page> result = new ArrayList<>(pages.size());
        for (Page page : pages) {
            result.add(page.withText(rejoined(page.text())));
        }
        for (int i = 0; i + 1 < result.size(); i++) {
            joinAcross(result, i);
        }
        return result;
    }

    private String rejoined(String text) {
        Joined result = new Joined(text);
        WordCursor word = new WordCursor(text);
        Piece last = null;
        Piece second = null;
        Join found = Join.NONE;
        while (word.next()) {
            boolean candidate = word.isForm() && isCandidate(word.before());
            Piece piece = candidate || word.isForm() && isCandidate(word.after())
                    ? new Piece(text, word.start(), word.end(), word.hash())
                    : null;
            if (found != Join.NONE) {
                Join next = candidate ? rule.decide(second, piece, word.before()) : Join.NONE;
                if (next != Join.NONE && rule.belongsToNext(last, second, piece)) {
                    last = second;
                    second = piece;
                    found = next;
                    continue;
                }
                result.join(last, second, found);
                found = Join.NONE;
            } else if (candidate && last != null) {
                found = rule.decide(last, piece, word.before());
                if (found != Join.NONE) {
                    second = piece;
                    continue;
                }
            }
            last = piece;
        }
        if (found != Join.NONE) {
            result.join(last, second, found);
        }
        return result.text();
    }

    /** A text with some of its words joined. */
    private final class Joined {

        private final String text;
        private final StringBuilder changed = new StringBuilder();
        private int copied;

        Joined(String text) {
            this.text = text;
        }

        void join(Piece one, Piece other, Join how) {
            joined++;
            changed.append(text, copied, one.end()).append(how == Join.HYPHENATED ? "-" : "");
            copied = other.start();
        }

        String text() {
            return copied == 0
                    ? text
                    : changed.append(text, copied, text.length()).toString();
        }
    }

    private boolean isCandidate(Gap gap) {
        return switch (gap) {
            case OTHER -> false;
            case BLANK -> !lines;
            case LINE, HYPHEN_BLANK, HYPHEN_LINE -> true;
        };
    }

    private void joinAcross(List<Page> pages, int first) {
        String text = pages.get(first).text().stripTrailing();
        String next = pages.get(first + 1).text().stripLeading();
        if (text.isEmpty() || next.isEmpty() || !Letters.isLetter(next.charAt(0))) {
            return;
        }
        char last = text.charAt(text.length() - 1);
        boolean hyphen = Letters.isHyphen(last) || Letters.isBreak(last);
        int end = text.length() - (hyphen ? 1 : 0);
        int start = end;
        while (start > 0 && Letters.isLetter(text.charAt(start - 1))) {
            start--;
        }
        WordCursor word = new WordCursor(next);
        if (start == end || end - start > FormHash.LONGEST || !word.next() || !word.isForm()) {
            return;
        }
        Piece one = new Piece(text, start, end, FormHash.of(text, start, end));
        Piece other = new Piece(next, word.start(), word.end(), word.hash());
        Join join = rule.decide(one, other, hyphen ? Gap.HYPHEN_LINE : Gap.LINE);
        if (join == Join.NONE) {
            return;
        }
        joined++;
        int taken = word.end();
        while (taken < next.length() && !Character.isWhitespace(next.charAt(taken))) {
            taken++;
        }
        pages.set(
                first,
                pages.get(first)
                        .withText(text.substring(0, end)
                                + (join == Join.HYPHENATED ? "-" : "")
                                + next.substring(0, taken)));
        pages.set(first + 1, pages.get(first + 1).withText(next.substring(taken).stripLeading()));
    }
}
