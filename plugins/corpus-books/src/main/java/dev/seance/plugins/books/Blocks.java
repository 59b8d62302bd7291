// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.function.LongConsumer;

/**
 * Makes a text of what markup gives: blocks (paragraphs, headings, stanzas) with a blank line between two of them, lines
 * within them where the markup has lines, and one space for any other white space. The markup's tags say where blocks and
 * lines begin and end, in any order; what is empty leaves no trace. One thread.
 */
final class Blocks {

    private static final String CLOSING = "\u201D\u2019\u00BB\u203A\"')]}.,;:!?";

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder block = new StringBuilder();
    private final BrokenWords broken;
    private final LongConsumer size;
    private boolean space;
    private boolean line;
    private boolean verse;
    private boolean afterVerse;
    private boolean label;

    /**
     * @param broken joins what printed lines and pages broke
     * @param size is told how many characters there are so far, and may refuse
     */
    Blocks(BrokenWords broken, LongConsumer size) {
        this.broken = broken;
        this.size = size;
    }

    /** More text of the present line. */
    void text(CharSequence more) {
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = true;
            } else if (c != '\u200B' && c != '\uFEFF' && c != BrokenWords.BREAK && c != BrokenWords.MAYBE) {
                put(c);
            }
        }
    }

    private void put(char c) {
        if (afterVerse && CLOSING.indexOf(c) < 0) {
            flush();
        }
        space &= !afterVerse;
        label = false;
        if (block.length() > 0 && line) {
            block.append('\n');
        } else if (block.length() > 0 && space) {
            block.append(' ');
        }
        line = false;
        space = false;
        block.append(c);
    }

    /** A page or a line of the printed book ends here, perhaps within a word. */
    void printedBreak() {
        if (block.length() > 0) {
            block.append(space ? " " : "").append(BrokenWords.BREAK);
            space = false;
        }
    }

    /** The block ends; after {@link #label} it goes on in a new line. */
    void end() {
        if (label) {
            label = false;
            line = true;
        } else {
            flush();
        }
    }

    /** What comes next begins a new line of the block. */
    void line() {
        line = true;
    }

    /** A line of a table, of which the columns stay where they are. */
    void tableLine(String columns) {
        String clean = columns.replaceAll("[\\uFEFF\\uFFFE\\uFFFF]", "").stripTrailing();
        block.append(block.length() == 0 ? "" : "\n").append(clean);
    }

    /** The block so far is a label, such as who speaks, and what comes next belongs under it. */
    void label() {
        label = block.length() > 0;
    }

    /** A line of verse begins: under another one, or in a new block. A lone quotation mark before it belongs to it. */
    void verse() {
        if (label || verse) {
            line = true;
        } else if (block.chars().anyMatch(Character::isLetterOrDigit)) {
            flush();
        } else {
            space = false;
        }
        label = false;
        afterVerse = false;
        verse = true;
    }

    /** A line of verse ends. What comes next and is not verse is a new block, but for a closing quotation mark. */
    void verseEnd() {
        afterVerse = true;
    }

    private void flush() {
        String done = broken.join(block);
        if (!done.isEmpty()) {
            text.append(text.length() == 0 ? "" : "\n\n").append(done);
            size.accept(text.length());
        }
        block.setLength(0);
        space = false;
        line = false;
        verse = false;
        afterVerse = false;
        label = false;
    }

    /** The whole text, without white space at its ends. */
    String text() {
        flush();
        return broken.decide(text);
    }
}
