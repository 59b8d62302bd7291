// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.boilerplate;

import dev.seance.plugins.filters.Letters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cuts stamps, marks and notices out of one page, or a text of paragraphs. Not thread-safe. */
final class BoilerplateCutter {

    /** So many different notices are one; a single one may be quoted. */
    private static final int NOTICES = 2;

    /** A notice is not longer than this; a longer stretch only has one in it. */
    private static final int LONGEST_NOTICE = 6000;

    /** A notice has a phrase in every so many characters; prose that has two in a page is no notice. */
    private static final int STRETCH = 600;

    /** The words at either edge of a page among which a stamp is looked for. */
    private static final int EDGE = 4;

    private final Phrases phrases;
    private int stamps;
    private int marks;
    private int notices;

    BoilerplateCutter(Phrases phrases) {
        this.phrases = phrases;
    }

    int stamps() {
        return stamps;
    }

    int marks() {
        return marks;
    }

    int notices() {
        return notices;
    }

    /** The text without them; the same string where there are none. */
    String cut(String text) {
        List<int[]> cuts = new ArrayList<>();
        List<int[]> found = new ArrayList<>();
        List<Phrase> noticed = new ArrayList<>();
        phrases.visit(text, (phrase, start, end) -> {
            switch (phrase.kind()) {
                case MARK -> {
                    cuts.add(new int[] {start, end});
                    marks++;
                }
                case NOTICE -> {
                    found.add(new int[] {start, end});
                    noticed.add(phrase);
                }
                default -> {}
            }
        });
        if (found.size() >= NOTICES) {
            cutNotices(text, found, noticed, cuts);
        }
        cutStamps(text, cuts);
        return cuts.isEmpty() ? text : without(text, cuts);
    }

    /** The paragraphs with two notices or more: between blank lines, or else the page. */
    private void cutNotices(String text, List<int[]> found, List<Phrase> noticed, List<int[]> cuts) {
        int i = 0;
        while (i < found.size()) {
            int start = text.lastIndexOf("\n\n", found.get(i)[0]);
            start = start < 0 ? 0 : start + 2;
            int end = text.indexOf("\n\n", found.get(i)[1]);
            end = end < 0 ? text.length() : end;
            Set<Phrase> different = new HashSet<>();
            while (i < found.size() && found.get(i)[0] < end) {
                different.add(noticed.get(i++));
            }
            int needed = Math.max(NOTICES, (end - start) / STRETCH);
            if (different.size() >= needed && end - start <= LONGEST_NOTICE) {
                cuts.add(new int[] {start, end});
                notices++;
            }
        }
    }

    private void cutStamps(String text, List<int[]> cuts) {
        List<Phrase.Span> head = words(text, true, EDGE + phrases.longestStamp());
        List<Phrase.Span> foot = words(text, false, EDGE + phrases.longestStamp());
        for (Phrase stamp : phrases.stamps()) {
            int size = stamp.words().size();
            for (int i = 0; i + size <= head.size() && numbers(text, head.subList(0, i)); i++) {
                if (startsAnew(text, head, i + size)) {
                    cutStamp(text, stamp, head.subList(i, i + size), cuts);
                }
            }
            for (int i = foot.size() - size; i >= 0 && numbers(text, foot.subList(i + size, foot.size())); i--) {
                cutStamp(text, stamp, foot.subList(i, i + size), cuts);
            }
        }
    }

    private void cutStamp(String text, Phrase stamp, List<Phrase.Span> spans, List<int[]> cuts) {
        int start = spans.get(0).start();
        int end = spans.get(spans.size() - 1).end();
        if (stamp.isStampOf(text, spans) && cuts.stream().noneMatch(cut -> cut[0] < end && start < cut[1])) {
            cuts.add(new int[] {start, end});
            stamps++;
        }
    }

    private static boolean numbers(String text, List<Phrase.Span> spans) {
        return spans.stream().allMatch(span -> span.isNumber(text));
    }

    /** Whether the word there, if there is one, begins a sentence: what goes on with a small letter is no stamp. */
    private static boolean startsAnew(String text, List<Phrase.Span> words, int index) {
        return index >= words.size()
                || !Character.isLowerCase(text.charAt(words.get(index).start()));
    }

    /** The first or last words of a text, in its order. */
    private static List<Phrase.Span> words(String text, boolean first, int most) {
        List<Phrase.Span> words = new ArrayList<>();
        int at = first ? 0 : text.length();
        while (words.size() < most && (first ? at < text.length() : at > 0)) {
            if (!Letters.isWord(text.charAt(first ? at : at - 1))) {
                at += first ? 1 : -1;
            } else if (first) {
                int end = Letters.end(text, at);
                words.add(new Phrase.Span(at, end));
                at = end;
            } else {
                int start = Letters.start(text, at);
                words.add(0, new Phrase.Span(start, at));
                at = start;
            }
        }
        return words;
    }

    private static String without(String text, List<int[]> cuts) {
        cuts.sort((one, other) -> Integer.compare(one[0], other[0]));
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        for (int[] cut : cuts) {
            if (cut[0] < copied) {
                copied = Math.max(copied, cut[1]);
                continue;
            }
            result.append(text, copied, cut[0]);
            copied = cut[1];
            // The mark's full stop goes with it, and one of the blanks on either side.
            while (copied < text.length() && ".,;:*".indexOf(text.charAt(copied)) >= 0) {
                copied++;
            }
            boolean blankBefore = result.length() == 0 || Character.isWhitespace(result.charAt(result.length() - 1));
            if (blankBefore && copied < text.length() && text.charAt(copied) == ' ') {
                copied++;
            }
        }
        String whole = result.append(text, copied, text.length()).toString();
        return whole.isBlank() ? "" : whole;
    }
}
