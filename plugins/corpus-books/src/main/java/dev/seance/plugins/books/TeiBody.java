// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text of a TEI body. Left out: notes and their marks, running heads, figures, deletions; of a {@code choice} what was
 * wrong, short or modernised. Kept: everything else, with paragraphs, headings, stanzas and speeches as blocks, lines of
 * verse and items of lists as lines. What is illegible is a bullet within a word, as its transcribers write it, and else an
 * ellipsis, and is counted.
 */
final class TeiBody {

    private static final Set<String> LEFT_OUT = Set.of(
            "note",
            "notegrp",
            "fw",
            "figure",
            "figdesc",
            "graphic",
            "del",
            "surplus",
            "teiheader",
            "front",
            "back",
            "index",
            "desc");

    private static final Set<String> BLOCKS = Set.of(
            "p",
            "head",
            "ab",
            "trailer",
            "opener",
            "closer",
            "argument",
            "epigraph",
            "postscript",
            "lg",
            "list",
            "table",
            "castlist",
            "address",
            "div",
            "div0",
            "div1",
            "div2",
            "div3",
            "div4",
            "div5",
            "div6",
            "div7",
            "body",
            "text",
            "group",
            "sp",
            "spgrp",
            "floatingtext");

    /** These are paragraphs of their own between paragraphs, and part of the sentence within one. */
    private static final Set<String> BLOCKS_BETWEEN = Set.of("quote", "q", "said", "cit", "bibl", "stage");

    /** These are paragraphs of their own between paragraphs, and lines within one or in a letter's beginning or end. */
    private static final Set<String> LINES_WITHIN = Set.of("salute", "signed", "dateline", "byline");

    /** Within these, what could be a block is part of the sentence. */
    private static final Set<String> SENTENCES = Set.of(
            "p",
            "head",
            "ab",
            "l",
            "item",
            "cell",
            "speaker",
            "trailer",
            "label",
            "salute",
            "signed",
            "dateline",
            "byline",
            "opener",
            "closer");

    private static final Set<String> LINES = Set.of("item", "castitem", "row", "addrline");
    private static final Set<String> NOT_CHOSEN = Set.of("sic", "reg", "abbr");
    private static final Pattern MARK =
            Pattern.compile("[\\[(]?(?:\\d{1,4}|\\p{L}|[*\u2020\u2021\u00A7\u00B6]{1,3})[\\])]?[.:]?");
    private static final Pattern LETTERS = Pattern.compile("(?i).*(?:letter|char).*");

    private final Xml xml;
    private final Blocks blocks;
    private int sentence;
    private int gaps;

    TeiBody(Xml xml, Blocks blocks) {
        this.xml = xml;
        this.blocks = blocks;
    }

    /** Reads a body that has just started, to its end, after what was read before. */
    void read() throws IOException, BadBook {
        blocks.end();
        content("body");
        blocks.end();
    }

    /** The text of all bodies. */
    String text() {
        return blocks.text();
    }

    /** How many gaps there are in it. */
    int gaps() {
        return gaps;
    }

    private void content(String parent) throws IOException, BadBook {
        for (Xml.Part part = xml.next(); part != Xml.Part.END; part = xml.next()) {
            if (part == Xml.Part.START) {
                element(xml.name(), parent);
            } else {
                blocks.text(xml.text());
            }
        }
    }

    private void element(String name, String parent) throws IOException, BadBook {
        if (LEFT_OUT.contains(name) || parent.equals("choice") && NOT_CHOSEN.contains(name)) {
            xml.skip();
        } else if (name.equals("gap")) {
            gap();
        } else if (name.equals("ref") || name.equals("ptr")) {
            reference();
        } else if (name.equals("g")) {
            glyph();
        } else if (name.equals("pb") || name.equals("lb") || name.equals("cb") || name.equals("gb")) {
            printedBreak(name, parent);
        } else if (name.equals("l")) {
            blocks.verse();
            sentence(name);
            blocks.verseEnd();
        } else if (name.equals("speaker")) {
            blocks.end();
            sentence(name);
            blocks.label();
        } else if (LINES.contains(name) || sentence > 0 && LINES_WITHIN.contains(name)) {
            blocks.line();
            sentence(name);
            blocks.line();
        } else if (name.equals("cell") || name.equals("label")) {
            blocks.text(" ");
            sentence(name);
            blocks.text(" ");
        } else if (isBlock(name)) {
            blocks.end();
            sentence(name);
            blocks.end();
        } else {
            content(name);
        }
    }

    private boolean isBlock(String name) {
        return BLOCKS.contains(name) || sentence == 0 && (BLOCKS_BETWEEN.contains(name) || LINES_WITHIN.contains(name));
    }

    private void sentence(String name) throws IOException, BadBook {
        int within = SENTENCES.contains(name) ? 1 : 0;
        sentence += within;
        content(name);
        sentence -= within;
    }

    private void printedBreak(String name, String parent) throws IOException, BadBook {
        boolean whole = xml.attribute("break").equals("no");
        xml.skip();
        if (parent.equals("lg") && name.equals("lb")) {
            blocks.line();
            return;
        }
        blocks.printedBreak();
        if (whole) {
            blocks.text("\u00AD");
        } else if (!name.equals("pb")) {
            blocks.text(" ");
        }
    }

    private void gap() throws IOException, BadBook {
        boolean letters =
                LETTERS.matcher(xml.attribute("unit") + xml.attribute("extent")).matches();
        gaps++;
        xml.skip();
        blocks.text(letters ? "\u2022" : " \u2026 ");
    }

    /** A mark such as {@code [1]} or {@code *} points to a note and goes with it; other words stay. */
    private void reference() throws IOException, BadBook {
        String words = xml.content();
        if (!MARK.matcher(words).matches()) {
            blocks.text(words);
        }
    }

    /** The Text Creation Partnership's signs for hyphens at line ends; others have their text in them. */
    private void glyph() throws IOException, BadBook {
        String ref = xml.attribute("ref");
        if (ref.endsWith("EOLhyphen") || ref.endsWith("EOLunhyphen")) {
            xml.skip();
            blocks.text("\u00AD");
        } else {
            content("g");
        }
    }
}
