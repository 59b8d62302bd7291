// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import java.util.Set;

/**
 * Copies a text and leaves parts of it out. As long as nothing was left out there is no copy. Not thread-safe.
 */
final class Cleaner {

    private final String text;
    private final Set<Kind> found;
    private StringBuilder copy;
    private int copied;

    /**
     * Starts with a text.
     *
     * @param found where the kinds of what was left out are noted
     */
    Cleaner(String text, Set<Kind> found) {
        this.text = text;
        this.found = found;
    }

    /** Leaves a part out; parts come in order. */
    void remove(int from, int to, Kind kind) {
        copyTo(from);
        copied = to;
        found.add(kind);
    }

    /** Leaves a part out that divides words: a blank stands for it unless there is one on either side. */
    void replaceByBlank(int from, int to, Kind kind) {
        remove(from, to, kind);
        boolean blankBefore = copy.length() == 0 || Character.isWhitespace(copy.charAt(copy.length() - 1));
        boolean blankAfter = to == text.length() || Character.isWhitespace(text.charAt(to));
        if (!blankBefore && !blankAfter) {
            copy.append(' ');
        } else if (blankBefore && to < text.length() && text.charAt(to) == ' ') {
            copied++;
        }
    }

    /** Puts a line end for a part. */
    void replaceByLineEnd(int from, int to, Kind kind) {
        remove(from, to, kind);
        copy.append('\n');
    }

    /** The text without those parts; the same string when there were none. */
    String text() {
        if (copy == null) {
            return text;
        }
        copyTo(text.length());
        return copy.toString();
    }

    private void copyTo(int end) {
        if (copy == null) {
            copy = new StringBuilder(text.length());
        }
        if (end > copied) {
            copy.append(text, copied, end);
        }
    }
}
