// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.List;

/**
 * What of an utterance is the speaker's own: all of it, or, where he quotes somebody, the whole sentences before that,
 * which answer, and those behind it, which are answered.
 *
 * @param opening the spans of the sentences before any quotation; all spans where there is none
 * @param ending the spans of the sentences behind the last
 */
record UnquotedSentences(List<Span> opening, List<Span> ending) {

    static UnquotedSentences of(String text, List<Span> spans) {
        List<Span> opening = new ArrayList<>();
        List<Span> ending = new ArrayList<>();
        boolean quoted = false;
        for (Span span : spans) {
            List<Paragraph> quotes = InnerQuotes.in(text, span.start(), span.end());
            if (quotes.isEmpty()) {
                ending.add(span);
                if (!quoted) {
                    opening.add(span);
                }
            } else {
                ending.clear();
                int from = sentenceAfter(text, quotes.get(quotes.size() - 1).end(), span.end());
                addPart(span, from, span.end(), ending);
                if (!quoted) {
                    addPart(
                            span,
                            span.start(),
                            sentencesBefore(text, span.start(), quotes.get(0).start()),
                            opening);
                }
                quoted = true;
            }
        }
        if (quoted) {
            while (!opening.isEmpty()
                    && !endsSentence(text, opening.get(opening.size() - 1).end() - 1)) {
                opening.remove(opening.size() - 1);
            }
            while (!ending.isEmpty()
                    && !Character.isUpperCase(text.charAt(ending.get(0).start()))) {
                ending.remove(0);
            }
        }
        return new UnquotedSentences(opening, ending);
    }

    private static void addPart(Span span, int from, int to, List<Span> parts) {
        if (from < to) {
            parts.add(new Span(from, to, span.paragraph(), span.continued(), span.closed()));
        }
    }

    /** Where the last sentence that is over before a quotation ends. */
    private static int sentencesBefore(String text, int from, int quote) {
        int end = quote;
        while (end > from && !(endsSentence(text, end - 1) && Character.isWhitespace(text.charAt(end)))) {
            end--;
        }
        return end;
    }

    /** Where the first sentence begins that has nothing of the quotation which ends here. */
    private static int sentenceAfter(String text, int quote, int to) {
        int start = endsSentence(text, quote - 2) ? quote : quote + 1;
        while (start < to && !(startsSentence(text, start, to) && (start == quote || endsSentence(text, start - 1)))) {
            start++;
        }
        while (start < to && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static boolean startsSentence(String text, int at, int to) {
        return at + 1 < to && Character.isWhitespace(text.charAt(at)) && Character.isUpperCase(text.charAt(at + 1));
    }

    private static boolean endsSentence(String text, int at) {
        return ".!?".indexOf(text.charAt(at)) >= 0 && !Actor.endsTitle(text, at);
    }
}
