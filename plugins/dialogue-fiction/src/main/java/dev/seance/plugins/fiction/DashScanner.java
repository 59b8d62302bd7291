// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds speech that begins a paragraph with a dash and that no mark ends: {@code —Good morning, said he. Is it far?} What
 * tells it from narration is the clause that says whose it is ({@link Attribution#clauseEnd}). Behind that clause's full
 * stop either may come; only a sentence that asks, or that says "I" or "you", is taken for speech.
 */
final class DashScanner {

    /** Fewer paragraphs that begin so are lists, or a mark that a scan took for a dash. */
    private static final int MIN_PARAGRAPHS = 12;

    /** Of so many such paragraphs one has a clause that says whose it is, or they are headings, sources, entries of a list. */
    private static final int MOST_TO_A_CLAUSE = 10;

    private static final Pattern SPEECH = Pattern.compile("\\s*(?:--|[—–―])\\s?(?=\\p{Lu})");

    private static final Pattern SENTENCE = Pattern.compile("[^.!?]*[.!?]?");

    private final String text;
    private final List<Paragraph> paragraphs;

    DashScanner(String text, List<Paragraph> paragraphs) {
        this.text = text;
        this.paragraphs = paragraphs;
    }

    /** How many paragraphs begin with a dash; 0 where that is not the book's way to print speech. */
    int count() {
        int count = 0;
        int clauses = 0;
        for (Paragraph paragraph : paragraphs) {
            int from = speech(paragraph);
            if (from > paragraph.start()) {
                count++;
                clauses += hasClause(from, paragraph.end()) ? 1 : 0;
            }
        }
        return count < MIN_PARAGRAPHS || clauses * MOST_TO_A_CLAUSE < count ? 0 : count;
    }

    List<Span> scan() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < paragraphs.size(); i++) {
            int from = speech(paragraphs.get(i));
            if (from > paragraphs.get(i).start()) {
                scan(i, from, spans);
            }
        }
        return spans;
    }

    /** Where speech begins in a paragraph; the paragraph's own beginning where it is narration. */
    private int speech(Paragraph paragraph) {
        Matcher dash = SPEECH.matcher(text).region(paragraph.start(), paragraph.end());
        return dash.lookingAt() ? dash.end() : paragraph.start();
    }

    private boolean hasClause(int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (clauseEnd(at, end) > at) {
                return true;
            }
        }
        return false;
    }

    /** Where a clause ends that begins behind a punctuation mark; the same place where none does. */
    private int clauseEnd(int at, int end) {
        return ",.!?—…".indexOf(text.charAt(at - 1)) >= 0 ? Attribution.clauseEnd(text, at, end) : at;
    }

    private void scan(int number, int begin, List<Span> spans) {
        int end = paragraphs.get(number).end();
        int from = begin;
        for (int at = begin + 1; at < end; at++) {
            int clause = clauseEnd(at, end);
            if (clause > at) {
                spans.add(new Span(from, at, number, false, true));
                from = clause + 1;
                at = from;
                if (from >= end || text.charAt(clause - 1) != ',' && !isSpoken(from, end)) {
                    return;
                }
            }
        }
        spans.add(new Span(from, end, number, false, true));
    }

    private boolean isSpoken(int from, int end) {
        Matcher sentence = SENTENCE.matcher(text).region(from, end);
        return sentence.lookingAt() && (sentence.group().endsWith("?") || Evidence.isInPerson(sentence.group()));
    }
}
