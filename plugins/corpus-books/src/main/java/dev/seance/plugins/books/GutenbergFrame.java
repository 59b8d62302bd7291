// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A file of Project Gutenberg taken apart by the lines that mark where the text starts and ends, in the spellings of fifty
 * years. Most files have one text; where there are several, one after the other, they are joined.
 *
 * @param header the lines before the text
 * @param body the text's lines
 */
record GutenbergFrame(List<String> header, List<String> body) {

    private static final Pattern START = Pattern.compile("(?i)[\\s*]*START OF (?:THE |THIS )?PROJECT GUTENBERG\\b.*");
    private static final Pattern SMALL_PRINT_ENDS =
            Pattern.compile("(?i)\\s*\\*+\\s*END\\s*\\**\\s*THE SMALL PRINT!.*");
    private static final Pattern END = Pattern.compile(
            "(?i)[\\s*]*(?:the )?(?:end|ende|einde|fin|fine|fim|slut|loppu)\\b.{0,60}\\bproje[ck]?t(?:o|s)? gutenberg.*");
    private static final Pattern LICENCE =
            Pattern.compile("(?i)\\s*(?:START: FULL LICEN[SC]E|\\*+\\s*START\\s*\\**\\s*THE SMALL PRINT!).*");

    /** A second mark so soon after the first ends a header and not a text. */
    private static final int HEADER = 400;

    /** So near its beginning an unmarked file would name the project. */
    private static final int BEGINNING = 100;

    private static final int WRAPPED = 3;

    GutenbergFrame {
        header = List.copyOf(header);
        body = List.copyOf(body);
    }

    /**
     * Takes a file apart. One without any mark, and without the project's name at its beginning, is all text.
     *
     * @throws BadBook when there is a header without an end
     */
    static GutenbergFrame of(List<String> lines) throws BadBook {
        int first = 0;
        while (first < lines.size() && !starts(lines.get(first))) {
            first++;
        }
        if (first == lines.size()) {
            refuseHeader(lines);
            return new GutenbergFrame(List.of(), text(lines, 0, true));
        }
        return new GutenbergFrame(lines.subList(0, first), text(lines, first, false));
    }

    private static boolean starts(String line) {
        return START.matcher(line).matches() || SMALL_PRINT_ENDS.matcher(line).matches();
    }

    private static void refuseHeader(List<String> lines) throws BadBook {
        for (int i = 0; i < Math.min(BEGINNING, lines.size()); i++) {
            String line = lines.get(i).toLowerCase(Locale.ROOT);
            if (line.contains("project gutenberg") && !END.matcher(lines.get(i)).matches()) {
                throw new BadBook(
                        "header without an end",
                        "'" + lines.get(i).strip()
                                + "', and no line such as '*** START OF THE PROJECT GUTENBERG EBOOK ***'",
                        "put such a line before the text, or take the header out",
                        i + 1);
            }
        }
    }

    private static List<String> text(List<String> lines, int from, boolean opened) {
        List<String> body = new ArrayList<>();
        boolean open = opened;
        int begun = 0;
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i);
            if (open && (END.matcher(line).matches() || LICENCE.matcher(line).matches())) {
                open = false;
            } else if (starts(line) && (open || i == from || START.matcher(line).matches())) {
                if (open && body.size() - begun < HEADER) {
                    body.subList(begun, body.size()).clear();
                }
                open = true;
                begun = body.size();
                i = lastOfMark(lines, i);
            } else if (open) {
                body.add(line);
            }
        }
        return body;
    }

    /** A long title makes a mark of several lines, of which the last ends in asterisks like the first begins. */
    private static int lastOfMark(List<String> lines, int first) {
        if (!lines.get(first).strip().startsWith("*")) {
            return first;
        }
        for (int i = first; i < Math.min(lines.size(), first + WRAPPED); i++) {
            String line = lines.get(i).strip();
            if (line.endsWith("*")) {
                return i;
            }
            if (line.isEmpty()) {
                break;
            }
        }
        return first;
    }
}
