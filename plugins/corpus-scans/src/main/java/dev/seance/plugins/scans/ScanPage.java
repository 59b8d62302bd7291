// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.Page;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a page while its words come in: {@code \n} between lines, a blank line between blocks, whatever is empty left
 * out.
 *
 * <p>A word that is broken at the end of a line comes in two parts, which may be marked as such. When both are there, the
 * whole word stands on the first line. The second part may be on the next page: {@link #join} then mends both pages.
 *
 * <p>Not thread-safe.
 */
final class ScanPage {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\uFEFF]+");
    private static final Pattern HYPHEN = Pattern.compile("[\\p{Pd}\u00AC]$");
    private static final String SOFT_HYPHEN = "\u00AD";

    private final String number;
    private final long limit;
    private final StringBuilder text = new StringBuilder();
    private double confidences;
    private long confidenceCount;
    private boolean newLine;
    private boolean newBlock;

    /** The first part of a word whose second part has not come yet. */
    private Part open;

    /** Whether nothing has come since {@link #open}. */
    private boolean justOpened;

    /** A second part without a first one, before any first part of this page. */
    private Part orphan;

    private boolean anyPart;

    /** A stretch of the text that is part of a word; {@code whole} is the word, or "" where the file does not say. */
    private record Part(int from, int to, String whole) {}

    /**
     * @param number what the file calls the page, or ""
     * @param limit how many characters there is memory for
     */
    ScanPage(String number, long limit) {
        this.number = number;
        this.limit = limit;
    }

    void startBlock() {
        newBlock = true;
    }

    void startLine() {
        newLine = true;
    }

    /**
     * Adds a word, or several with spaces between them.
     *
     * @throws BadPage when the page is larger than memory allows
     */
    void add(String word) throws BadPage {
        append(word);
        justOpened = false;
    }

    private int append(String word) throws BadPage {
        String tidy = tidy(word);
        if (tidy.isEmpty()) {
            return text.length();
        }
        if (tidy.indexOf('\0') >= 0) {
            throw new BadPage(
                    "NUL characters in the text", "'" + tidy.replace('\0', '?') + "'", "make the file again", 0);
        }
        if (text.length() + tidy.length() > limit) {
            throw new BadPage(
                    "page too large for memory",
                    "more than " + limit + " characters",
                    "give Java more memory with SEANCE_JAVA_OPTS=-Xmx4g, say, or take the file out",
                    0);
        }
        if (text.length() > 0) {
            text.append(newBlock ? "\n\n" : newLine ? "\n" : " ");
        }
        newBlock = false;
        newLine = false;
        int from = text.length();
        text.append(tidy);
        return from;
    }

    private static String tidy(String word) {
        return SPACE.matcher(word).replaceAll(" ").strip();
    }

    /**
     * Adds the first part of a broken word.
     *
     * @param whole the word, or "" where the file does not say
     */
    void addFirstPart(String part, String whole) throws BadPage {
        int from = append(part);
        if (from < text.length()) {
            open = new Part(from, text.length(), tidy(whole));
            justOpened = true;
            anyPart = true;
        }
    }

    /** Adds the hyphen after a first part, or after a word whose parts are not marked: it stays as long as they are apart. */
    void addHyphen(String sign) {
        String hyphen = sign.isBlank() || sign.equals(SOFT_HYPHEN) ? "-" : sign.strip();
        if (text.length() > 0 && !text.substring(text.length() - 1).equals(hyphen)) {
            text.append(hyphen);
            if (justOpened) {
                open = new Part(open.from, text.length(), open.whole);
            }
        }
    }

    /**
     * Adds the second part of a broken word; nothing, when the first part becomes the whole word.
     *
     * @param whole the word, or "" where the file does not say
     */
    void addSecondPart(String part, String whole) throws BadPage {
        String named = tidy(whole);
        if (open != null && belongs(open, justOpened, named)) {
            String first = text.substring(open.from, open.to);
            String known = open.whole.isEmpty() ? named : open.whole;
            // Where the file does not say what the word is, a hyphen at the first part's end stood for the break alone.
            String word = known.isEmpty() ? HYPHEN.matcher(first).replaceFirst("") + tidy(part) : known;
            text.replace(open.from, open.to, word);
            open = null;
            justOpened = false;
            return;
        }
        int from = append(part);
        if (!anyPart && from < text.length()) {
            orphan = new Part(from, text.length(), named);
        }
        anyPart = true;
        justOpened = false;
    }

    private static boolean belongs(Part first, boolean next, String word) {
        return first.whole.isEmpty() || word.isEmpty() ? next : first.whole.equals(word);
    }

    /** Makes one word of the last part of a page and the first one of the next page, where both name the same word. */
    static void join(ScanPage page, ScanPage next) {
        if (page.open == null || next.orphan == null || page.open.whole.isEmpty()) {
            return;
        }
        if (page.open.whole.equals(next.orphan.whole)) {
            page.text.replace(page.open.from, page.open.to, page.open.whole);
            next.remove(next.orphan);
            page.open = null;
            next.orphan = null;
        }
    }

    /** Takes a part out; of what stands before and after it, the stronger of space, line end and blank line stays. */
    private void remove(Part part) {
        int from = part.from;
        while (from > 0 && Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        int to = part.to;
        while (to < text.length() && Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        String before = text.substring(from, part.from);
        String after = text.substring(part.to, to);
        boolean between = from > 0 && to < text.length();
        String stays = between ? (ends(before) > ends(after) ? before : after) : "";
        text.replace(from, to, stays);
        if (open != null) {
            // First parts come after an orphan, so that this one has moved with the text.
            int moved = to - from - stays.length();
            open = new Part(open.from - moved, open.to - moved, open.whole);
        }
    }

    private static int ends(String space) {
        return (int) space.chars().filter(c -> c == '\n').count();
    }

    /** Adds a word's confidence, 0 to 1. */
    void addConfidence(double confidence) {
        addConfidences(confidence, 1);
    }

    /** Adds the confidences of several words, 0 to 1 each, as their sum. */
    void addConfidences(double sum, long words) {
        confidences += sum;
        confidenceCount += words;
    }

    /** @param otherNumber what the page is called when its own file does not say */
    Page page(String otherNumber) {
        Optional<Double> confidence = confidenceCount == 0
                ? Optional.empty()
                : Optional.of(Math.max(0, Math.min(1, confidences / confidenceCount)));
        return new Page(number.isEmpty() ? otherNumber : number, confidence, text.toString());
    }

    /** How many characters it has. */
    int length() {
        return text.length();
    }
}
