// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a text what its transcribers put in: credits, notes, marks where there were illustrations, and paragraphs
 * about the project. Credits are looked for near both ends, notes everywhere.
 */
final class GutenbergNotes {

    private static final Pattern DECORATION = Pattern.compile("^[\\s|+*_=\\[({~-]+");
    private static final Pattern ABOUT = Pattern.compile(
            "(?i)project gutenberg|\\bgutenberg\\.(?:org|net)|\\bpgdp\\.net|online distributed proofread");
    private static final Pattern ILLUSTRATION = Pattern.compile("(?i)\\[illustrations?\\b[^\\]\\[]*\\]");
    private static final Pattern BRACKETED =
            Pattern.compile("(?i)\\s*\\[(?:illustrations?|decoration|blank page)\\b.*");
    private static final Pattern RULE = Pattern.compile("[\\s*_=+~-]{3,}");

    /** So many paragraphs from either end may be credits; the title page is among them. */
    private static final int NEAR = 25;

    /** A note of more paragraphs is not taken for one. */
    private static final int LONGEST_NOTE = 40;

    /** Sections of these files have more than one blank line between them. */
    private static final int SECTION = 2;

    /** A note that starts in the last part of the text, in percent, has nothing but notes after it. */
    private static final int LAST_PART = 95;

    private final GutenbergWords words;

    GutenbergNotes(GutenbergWords words) {
        this.words = words;
    }

    /** The paragraphs that are the book's. */
    List<Paragraph> without(List<Paragraph> text) {
        List<Paragraph> left = new ArrayList<>();
        int i = 0;
        while (i < text.size()) {
            Paragraph paragraph = text.get(i);
            boolean near = i < NEAR || i >= text.size() - NEAR;
            if (isNote(paragraph)) {
                i = endOfNote(text, i);
            } else if (BRACKETED.matcher(paragraph.lines().get(0)).matches()) {
                int end = endOfBrackets(text, i);
                if (end == i) {
                    keep(paragraph, left);
                    i++;
                }
                i = Math.max(i, end);
            } else if (near && words.credits().matcher(start(paragraph)).lookingAt()
                    || ABOUT.matcher(paragraph.joined()).find()) {
                i++;
            } else {
                keep(paragraph, left);
                i++;
            }
        }
        return left;
    }

    private static void keep(Paragraph paragraph, List<Paragraph> left) {
        List<String> lines = paragraph.lines().stream()
                .map(line -> ILLUSTRATION.matcher(line).replaceAll("").stripTrailing())
                .filter(line -> !line.isBlank())
                .toList();
        if (!lines.isEmpty()) {
            left.add(paragraph.with(lines));
        }
    }

    private static String start(Paragraph paragraph) {
        return DECORATION.matcher(paragraph.joined()).replaceFirst("");
    }

    private boolean isNote(Paragraph paragraph) {
        String start = start(paragraph);
        return words.notes().matcher(start).lookingAt()
                || paragraph.lines().get(0).strip().startsWith("[")
                        && words.notes().matcher(start).find()
                        && endsBracket(paragraph);
    }

    private static boolean endsBracket(Paragraph paragraph) {
        return paragraph.joined().endsWith("]");
    }

    /** The paragraph after a note: after its bracket, or at a rule or a new section, or after its first paragraph. */
    private int endOfNote(List<Paragraph> text, int first) {
        if (text.get(first).lines().get(0).strip().startsWith("[")) {
            return Math.max(first + 1, endOfBrackets(text, first));
        }
        if (first * 100L >= text.size() * (long) LAST_PART && text.size() > NEAR) {
            return text.size();
        }
        for (int i = first + 1; i < Math.min(text.size(), first + LONGEST_NOTE); i++) {
            Paragraph paragraph = text.get(i);
            if (RULE.matcher(paragraph.joined()).matches()) {
                return i + 1;
            }
            if (paragraph.gap() >= SECTION && i > first + (heading(text.get(first)) ? 1 : 0)) {
                return i;
            }
        }
        return first + 1;
    }

    /** A note's heading may have as many blank lines after it as a section's. */
    private boolean heading(Paragraph paragraph) {
        return words.notes()
                .matcher(start(paragraph))
                .replaceFirst("")
                .replaceAll("[\\P{L}]", "")
                .isEmpty();
    }

    /** The paragraph after the one in which the brackets close that the first opens; the first when they do not. */
    private static int endOfBrackets(List<Paragraph> text, int first) {
        int depth = 0;
        for (int i = first; i < Math.min(text.size(), first + LONGEST_NOTE); i++) {
            String paragraph = text.get(i).joined();
            for (int j = 0; j < paragraph.length(); j++) {
                depth += paragraph.charAt(j) == '[' ? 1 : paragraph.charAt(j) == ']' ? -1 : 0;
                if (depth == 0
                        && j + 1 < paragraph.length()
                        && i == first
                        && !paragraph.substring(j + 1).isBlank()) {
                    // Text goes on after the bracket.
                    return first;
                }
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return first;
    }
}
