// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.util.Arrays;

/**
 * Tells opening from closing quotation marks on a page where recognition set blanks on both sides of them, as it does where
 * print had thin spaces. Speech opens and closes in turn, opens before a capital and closes behind punctuation: of all ways
 * to read the marks of a page the cheapest by these rules is taken (Viterbi 1967). A blot that recognition wrote where a
 * mark must have been is read as one.
 *
 * <p>One kind of mark at a time; what stands within a word or closes up with a letter before it, an apostrophe as likely as
 * not, is left out. Not thread-safe.
 */
final class QuoteMarks {

    /** How a mark is read. */
    enum Reading {
        OPEN,
        CLOSE,
        NONE
    }

    private static final String ENDS = ".,;:!?-\u2014\u2013";
    private static final String BLOTS = "\u25A0\u2022";
    private static final char FIRST_BLOT = '\u2022';
    private static final double OUT_OF_TURN = 2;
    private static final double UNLIKELY = 1;
    private static final double BEGINS_IN_SPEECH = 0.7;
    private static final double BLOT = 0.6;

    private final char[] text;
    private final char mark;
    private int[] places = new int[16];
    private int count;
    private Reading[] readings = new Reading[0];

    QuoteMarks(char[] text, char mark) {
        this.text = text;
        this.mark = mark;
        find();
        if (count > 0) {
            read();
        }
    }

    int count() {
        return count;
    }

    int place(int index) {
        return places[index];
    }

    Reading reading(int index) {
        return readings[index];
    }

    /** Whether there are blanks or the page's end on both sides, so that it closes up with neither. */
    boolean isAlone(int index) {
        return blankBefore(places[index]) && blankBehind(places[index]);
    }

    boolean isBlot(int index) {
        return text[places[index]] != mark;
    }

    private void find() {
        for (int i = 0; i < text.length; i++) {
            char c = text[i];
            boolean candidate = c == mark ? isMark(i) : c >= FIRST_BLOT && BLOTS.indexOf(c) >= 0 && blankBefore(i);
            if (candidate) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, 2 * count);
                }
                places[count++] = i;
            }
        }
    }

    private boolean isMark(int at) {
        return blankBefore(at) || mark == '"' || ENDS.indexOf(text[at - 1]) >= 0;
    }

    private void read() {
        double outside = 0;
        double inside = BEGINS_IN_SPEECH;
        Reading[][] best = new Reading[count][2];
        for (int i = 0; i < count; i++) {
            double toInside = outside + cost(i, Reading.OPEN);
            double toOutside = inside + cost(i, Reading.CLOSE);
            double stillInside = inside + stay(i, Reading.OPEN);
            double stillOutside = outside + stay(i, Reading.CLOSE);
            best[i][1] = toInside <= stillInside ? Reading.OPEN : null;
            best[i][0] = toOutside <= stillOutside ? Reading.CLOSE : null;
            inside = Math.min(toInside, stillInside);
            outside = Math.min(toOutside, stillOutside);
        }
        readings = new Reading[count];
        boolean within = inside < outside;
        for (int i = count - 1; i >= 0; i--) {
            Reading turn = best[i][within ? 1 : 0];
            if (turn != null) {
                readings[i] = turn;
                within = !within;
            } else {
                readings[i] = isBlot(i) ? Reading.NONE : within ? Reading.OPEN : Reading.CLOSE;
            }
        }
    }

    /** What it costs that a mark leaves things as they are: a speech opened again, or closed again, or a mere blot. */
    private double stay(int index, Reading reading) {
        return isBlot(index) ? 0 : OUT_OF_TURN + cost(index, reading);
    }

    private double cost(int index, Reading reading) {
        int at = places[index];
        double cost = isBlot(index) ? BLOT : 0;
        boolean before = blankBefore(at);
        boolean behind = blankBehind(at);
        if (reading == Reading.OPEN) {
            char next = at(at, 1);
            cost += before ? 0 : OUT_OF_TURN;
            return cost + (Character.isUpperCase(next) ? 0 : Character.isLetterOrDigit(next) ? UNLIKELY / 2 : UNLIKELY);
        }
        cost += behind || !Character.isLetterOrDigit(at(at, 1)) ? 0 : OUT_OF_TURN;
        return cost + (ENDS.indexOf(at(at, -1)) >= 0 ? 0 : UNLIKELY);
    }

    /** The nearest character that is no blank; a blank where there is none. */
    private char at(int from, int step) {
        int at = from + step;
        while (at >= 0 && at < text.length && text[at] == ' ') {
            at += step;
        }
        return at >= 0 && at < text.length ? text[at] : ' ';
    }

    private boolean blankBefore(int at) {
        return at == 0 || Character.isWhitespace(text[at - 1]);
    }

    private boolean blankBehind(int at) {
        return at + 1 == text.length || Character.isWhitespace(text[at + 1]);
    }
}
