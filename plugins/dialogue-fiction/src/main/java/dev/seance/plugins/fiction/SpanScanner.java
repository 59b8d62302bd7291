// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.List;

/** Finds the quoted spans of a document, in one pass over its paragraphs. */
final class SpanScanner {

    /** Within speech, a longer quotation in the same marks is rather a mark that was lost. */
    private static final int LONGEST_NESTED = 300;

    private final String text;
    private final QuoteMarks marks;
    private final List<Paragraph> paragraphs;
    private final List<Span> spans = new ArrayList<>();
    /** Whether the last paragraph broke off within speech, as the pages of a scan do. */
    private boolean midSentence;

    SpanScanner(String text, QuoteMarks marks, List<Paragraph> paragraphs) {
        this.text = text;
        this.marks = marks;
        this.paragraphs = paragraphs;
    }

    List<Span> scan() {
        for (int i = 0; i < paragraphs.size(); i++) {
            scan(i);
        }
        return spans;
    }

    private void scan(int number) {
        Paragraph paragraph = paragraphs.get(number);
        int open = midSentence ? paragraph.start() : -1;
        midSentence = false;
        for (int i = paragraph.start(); i < paragraph.end(); i++) {
            if (open >= 0 && marks.closes(text, i, paragraph.end())) {
                add(open, i, number, false, true);
                open = -1;
            } else if (open < 0 && marks.opens(text, paragraph.start(), i, paragraph.end())) {
                open = i + 1;
            } else if (open >= 0 && marks.reopens(text, paragraph.start(), i, paragraph.end())) {
                int nested = nested(i, paragraph);
                if (nested > i) {
                    i = nested;
                } else {
                    // Somebody forgot to close; begin anew, so that one lost mark does not turn the book inside out.
                    add(open, i, number, false, false);
                    open = i + 1;
                }
            }
        }
        if (open >= 0) {
            boolean cutOff = "-—–".indexOf(text.charAt(paragraph.end() - 1)) >= 0;
            boolean goesOn = !cutOff && number + 1 < paragraphs.size() && goesOn(paragraphs.get(number + 1));
            add(open, paragraph.end(), number, goesOn, goesOn || cutOff);
        }
    }

    /** Where a quotation within speech, in marks of the same kind, ends: where another closing mark follows its own. */
    private int nested(int at, Paragraph paragraph) {
        int close = -1;
        int end = Math.min(paragraph.end(), at + LONGEST_NESTED);
        for (int i = at + 1; i < end; i++) {
            if (marks.closes(text, i, paragraph.end())) {
                if (close >= 0) {
                    return close;
                }
                close = i;
            } else if (marks.opens(text, paragraph.start(), i, paragraph.end())) {
                return -1;
            }
        }
        return -1;
    }

    /** Whether a span left open goes on in this paragraph, which repeats the marks or begins in mid-sentence. */
    private boolean goesOn(Paragraph next) {
        midSentence = Character.isLowerCase(text.charAt(next.start()));
        return midSentence || marks.opens(text, next.start(), next.start(), next.end());
    }

    private void add(int start, int end, int number, boolean continued, boolean closed) {
        if (end > start) {
            spans.add(new Span(start, end, number, continued, closed));
        }
    }
}
