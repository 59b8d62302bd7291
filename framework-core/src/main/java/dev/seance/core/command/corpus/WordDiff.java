// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference between two texts, word by word, as {@code wdiff} writes it: {@code the [-prin ciples-] {+principles+}
 * of}. After a difference it looks for the nearest place where three words in a row agree again; where there is none within
 * several hundred words, these are shown as replaced as a whole.
 */
final class WordDiff {

    /** Words around a difference. */
    private static final int CONTEXT = 8;

    /** Edits that are looked for before the next common words are taken as found by chance. */
    private static final int MAX_EDITS = 400;

    /** A word with what was done to it. */
    private record Edit(char kind, String word) {}

    private WordDiff() {}

    /** Lines to print, each a stretch with differences; none when the texts have the same words. */
    static List<String> lines(String before, String after) {
        return stretches(edits(words(before), words(after)));
    }

    private static String[] words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? new String[0] : stripped.split("\\s+");
    }

    private static List<Edit> edits(String[] before, String[] after) {
        List<Edit> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.length || j < after.length) {
            while (i < before.length && j < after.length && before[i].equals(after[j])) {
                edits.add(new Edit(' ', before[i++]));
                j++;
            }
            if (i == before.length && j == after.length) {
                break;
            }
            int[] next = resynchronised(before, i, after, j);
            while (i < next[0]) {
                edits.add(new Edit('-', before[i++]));
            }
            while (j < next[1]) {
                edits.add(new Edit('+', after[j++]));
            }
        }
        return edits;
    }

    /**
     * Where the texts agree again for a few words: the nearest such place by the number of words left out.
     *
     * @return a place in each
     */
    private static int[] resynchronised(String[] before, int i, String[] after, int j) {
        for (int skipped = 1; skipped <= 2 * MAX_EDITS; skipped++) {
            for (int left = Math.min(skipped, before.length - i); left >= 0; left--) {
                int right = skipped - left;
                if (right > after.length - j) {
                    break;
                }
                if (agree(before, i + left, after, j + right)) {
                    return new int[] {i + left, j + right};
                }
            }
        }
        return new int[] {Math.min(before.length, i + MAX_EDITS), Math.min(after.length, j + MAX_EDITS)};
    }

    /** Whether the next three words are the same, or both texts end before. */
    private static boolean agree(String[] before, int i, String[] after, int j) {
        for (int k = 0; k < 3; k++) {
            boolean beforeEnds = i + k >= before.length;
            boolean afterEnds = j + k >= after.length;
            if (beforeEnds || afterEnds) {
                return beforeEnds && afterEnds;
            }
            if (!before[i + k].equals(after[j + k])) {
                return false;
            }
        }
        return true;
    }

    private static List<String> stretches(List<Edit> edits) {
        boolean[] shown = new boolean[edits.size()];
        for (int i = 0; i < shown.length; i++) {
            if (edits.get(i).kind() != ' ') {
                Arrays.fill(shown, Math.max(0, i - CONTEXT), Math.min(shown.length, i + CONTEXT + 1), true);
            }
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        char kind = ' ';
        for (int i = 0; i <= shown.length; i++) {
            char next = i < shown.length && shown[i] ? edits.get(i).kind() : 0;
            if (next != kind && kind != ' ' && kind != 0) {
                line.append(kind == '-' ? "-]" : "+}");
            }
            if (next == 0) {
                if (line.length() > 0) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
            } else {
                line.append(line.length() == 0 ? "" : " ");
                if (next != kind && next != ' ') {
                    line.append(next == '-' ? "[-" : "{+");
                }
                line.append(edits.get(i).word());
            }
            kind = next;
        }
        return lines;
    }
}
