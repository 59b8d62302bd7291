// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.plugins.ocr.PageEdge.Token;
import java.util.List;

/** Writes the pages of a scan one after the other as paragraphs; see {@link ParagraphsFilter}. Not thread-safe. */
final class ParagraphWriter {

    private static final String SENTENCE_ENDS = ".!?:";
    private static final String SPEECH_ENDS = "\"'\u201D\u2019";
    private static final String CLOSING = "\"'\u201D\u2019)]";
    private static final String OPENING = "\"'\u201C\u2018";

    /** The last line of a paragraph is shorter than this share of a full one. */
    private static final double SHORT = 0.8;

    private static final int MIN_HEADING = 8;

    private final PrintedLines lines;
    private final StringBuilder text = new StringBuilder();
    private boolean lastLineIsShort;

    ParagraphWriter(PrintedLines lines) {
        this.lines = lines;
    }

    String text() {
        return text.toString();
    }

    void add(String page) {
        if (!lines.found()) {
            addUnbroken(page.strip());
            return;
        }
        boolean blank = false;
        int start = 0;
        while (start <= page.length()) {
            int end = page.indexOf('\n', start);
            end = end < 0 ? page.length() : end;
            String line = page.substring(start, end).stripTrailing();
            if (line.isEmpty()) {
                // Above the first line and below the last one it is the page's margin.
                blank = start > 0 && !page.substring(0, start).isBlank();
            } else {
                addLine(line, blank);
                blank = false;
            }
            start = end + 1;
        }
    }

    private void addLine(String line, boolean afterBlank) {
        boolean indented = Character.isWhitespace(line.charAt(0));
        if (afterBlank) {
            separate("\n\n");
        } else if (!lines.filled()) {
            separate("\n");
        } else if (indented || lastLineIsShort && endsSentence()) {
            separate("\n\n");
        } else {
            separate(" ");
        }
        text.append(lines.filled() ? line.strip() : line);
        lastLineIsShort = line.length() < SHORT * lines.width();
    }

    private void addUnbroken(String page) {
        if (page.isEmpty()) {
            return;
        }
        int heading = headingEnd(page);
        separate(heading > 0 ? "\n\n" : " ");
        if (heading > 0) {
            text.append(page, 0, heading).append("\n\n");
        }
        addSpeeches(page.substring(heading).stripLeading());
    }

    /** Where a heading in capitals at a page's beginning ends; 0 where there is none, or nothing else. */
    private static int headingEnd(String page) {
        List<Token> tokens = PageEdge.head(page).tokens();
        int count = 0;
        int letters = 0;
        while (count < tokens.size()
                && (tokens.get(count).inCapitals() || tokens.get(count).isMark())) {
            letters += tokens.get(count).letters().length();
            count++;
        }
        // The text may begin with a mark, or with a word that is a capital letter.
        while (count > 0
                && count < tokens.size()
                && (tokens.get(count - 1).letters().length() < 2
                        || OPENING.indexOf(tokens.get(count - 1).text().charAt(0)) >= 0)) {
            count--;
        }
        boolean found = count > 0 && count < tokens.size() && letters >= MIN_HEADING;
        return found ? tokens.get(count - 1).end() : 0;
    }

    /** Writes a stretch of text with a paragraph for each change of speaker. */
    private void addSpeeches(String page) {
        int copied = 0;
        if (startsSpeech(page, 0) && endsSpeech(text, text.length()) && endsWith(" ")) {
            text.setLength(text.length() - 1);
            text.append("\n\n");
        }
        for (int i = page.indexOf(' '); i >= 0; i = page.indexOf(' ', i + 1)) {
            if (endsSpeech(page, i) && startsSpeech(page, i + 1)) {
                text.append(page, copied, i).append("\n\n");
                copied = i + 1;
            }
        }
        text.append(page, copied, page.length());
    }

    private static boolean endsSpeech(CharSequence before, int end) {
        int at = end;
        while (at > 0 && before.charAt(at - 1) == ' ') {
            at--;
        }
        return at > 1
                && SPEECH_ENDS.indexOf(before.charAt(at - 1)) >= 0
                && (SENTENCE_ENDS + ",-\u2014").indexOf(before.charAt(at - 2)) >= 0;
    }

    private static boolean startsSpeech(String page, int at) {
        return at + 1 < page.length()
                && OPENING.indexOf(page.charAt(at)) >= 0
                && Character.isUpperCase(page.charAt(at + 1));
    }

    private boolean endsSentence() {
        int end = text.length();
        while (end > 0 && CLOSING.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end > 0 && SENTENCE_ENDS.indexOf(text.charAt(end - 1)) >= 0;
    }

    private boolean endsWith(String end) {
        return text.length() >= end.length()
                && text.substring(text.length() - end.length()).equals(end);
    }

    /** Begins something new after what there is; a word that a hyphen broke goes on without a blank. */
    private void separate(String separator) {
        if (text.length() == 0) {
            return;
        }
        boolean hyphen = separator.equals(" ")
                && text.length() > 1
                && Letters.isHyphen(text.charAt(text.length() - 1))
                && Character.isLetter(text.charAt(text.length() - 2));
        if (!hyphen && !endsWith("\n\n")) {
            text.append(separator);
        }
    }
}
