// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Joins lines that only the width of a page broke. A break is the page's when the next line's first word would not have
 * fitted; verse, headings, title pages, lists and tables break lines that are not full, and keep theirs. Verse whose lines
 * are full begins each of them with a capital.
 */
final class LineJoiner {

    /** The share of the lines' usual width at which one counts as full: the width differs from hand to hand. */
    private static final double FULL = 0.8;

    /** The same for quotations set in, of which few are prose that begins every line with a capital. */
    private static final double FULL_INDENTED = 0.9;

    /** Lines no longer than this share of the width are headings and addresses, when most begin with a capital. */
    private static final double DISPLAY = 0.6;

    /** Paragraphs keep their breaks when more than this share of them are not the page's. */
    private static final double OWN_BREAKS = 0.34;

    /** Every so many lines of prose may begin with a capital by chance, and no four in a row do. */
    private static final int VERSE = 4;

    private static final Pattern COLUMNS = Pattern.compile("\\S {3,}\\S|\\S *\\|");
    private static final Pattern CAPITAL = Pattern.compile("[^\\p{L}\\d]*[\\p{Lu}\\d].*");
    private static final Pattern ITALICS = Pattern.compile("_([^_]+)_");
    private static final Pattern PAGE = Pattern.compile("\\s*(?:\\[Pg ?\\d+\\]|\\{\\d{1,4}\\})");

    private final int width;
    private final Blocks blocks;

    /**
     * @param paragraphs all of the text, to see how wide its lines are
     * @param blocks receives the text
     */
    LineJoiner(List<Paragraph> paragraphs, Blocks blocks) {
        this.width = width(paragraphs);
        this.blocks = blocks;
    }

    /** The width that nine of ten lines within paragraphs do not exceed. */
    private static int width(List<Paragraph> paragraphs) {
        int[] widths = paragraphs.stream()
                .filter(paragraph -> paragraph.lines().size() > 2)
                .flatMapToInt(paragraph -> paragraph.lines().stream().mapToInt(String::length))
                .sorted()
                .toArray();
        return widths.length == 0 ? 0 : widths[widths.length * 9 / 10];
    }

    /** Adds a paragraph to the text. */
    void add(Paragraph paragraph) {
        blocks.end();
        List<String> lines = unmarked(paragraph);
        if (isTable(lines)) {
            int indent = lines.stream()
                    .mapToInt(line -> line.length() - line.stripLeading().length())
                    .min()
                    .orElse(0);
            lines.forEach(line -> blocks.tableLine(line.substring(indent)));
        } else if (keepsLines(lines)) {
            for (String line : lines) {
                blocks.line();
                blocks.text(line.strip());
            }
        } else {
            for (String line : lines) {
                blocks.text(line.strip());
                afterLine(line);
            }
        }
        blocks.end();
    }

    /** Words broken by a hyphen are for the rest of the text to decide; after a dash there is no space. */
    private void afterLine(String line) {
        if (line.endsWith("-") && !line.endsWith("--")) {
            blocks.printedBreak();
        } else if (!line.endsWith("--") && !line.endsWith("\u2014")) {
            blocks.text(" ");
        }
    }

    private static List<String> unmarked(Paragraph paragraph) {
        String text = String.join("\n", paragraph.lines());
        text = PAGE.matcher(ITALICS.matcher(text).replaceAll("$1")).replaceAll("");
        return Arrays.stream(text.split("\n"))
                .filter(line -> !line.isBlank())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean isTable(List<String> lines) {
        long columns =
                lines.stream().filter(line -> COLUMNS.matcher(line).find()).count();
        return lines.size() > 1 && columns * 2 > lines.size();
    }

    private boolean keepsLines(List<String> lines) {
        int breaks = lines.size() - 1;
        if (breaks < 1) {
            return false;
        }
        int longest = lines.stream().mapToInt(String::length).max().orElse(0);
        boolean indented = lines.stream().allMatch(line -> line.startsWith("  "));
        int own = 0;
        int narrow = 0;
        int capitals = 0;
        int indentedOwn = 0;
        for (int i = 0; i < breaks; i++) {
            String next = lines.get(i + 1).strip();
            int needed = lines.get(i).length() + 1 + firstWord(next);
            own += needed <= FULL * width ? 1 : 0;
            narrow += needed <= FULL * longest ? 1 : 0;
            capitals += CAPITAL.matcher(next).matches() ? 1 : 0;
            indentedOwn += lines.get(i).strip().length() + 1 + firstWord(next) <= FULL_INDENTED * width ? 1 : 0;
        }
        if (capitals == breaks && (own > 0 || breaks >= VERSE || indented && indentedOwn > 0)) {
            return true;
        }
        if (longest <= DISPLAY * width && capitals * 2 > breaks) {
            return true;
        }
        // Prose in a narrower column fills its own width.
        int broken = breaks > 2 ? narrow : own;
        return broken > OWN_BREAKS * breaks && (capitals > 0 || breaks > 2);
    }

    private static int firstWord(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line.length() : space;
    }
}
