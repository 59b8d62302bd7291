// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** The lines of a text, without the blanks at their ends; cut out when they are asked for, so that none are held. */
final class Lines extends AbstractList<String> implements RandomAccess {

    private final String text;

    /** Where each line begins; behind the last one, where it would go on. */
    private final int[] starts;

    private final int count;

    Lines(String text) {
        this.text = text;
        int[] found = new int[1024];
        int lines = 0;
        for (int start = 0; start >= 0; ) {
            if (lines + 2 > found.length) {
                found = Arrays.copyOf(found, found.length * 3 / 2);
            }
            found[lines++] = start;
            int end = text.indexOf('\n', start);
            start = end < 0 ? -1 : end + 1;
        }
        found[lines] = text.length() + 1;
        this.starts = found;
        this.count = lines;
    }

    @Override
    public String get(int index) {
        return text.substring(starts[index], end(index));
    }

    /** How long a line is. */
    int length(int index) {
        return end(index) - starts[index];
    }

    private int end(int index) {
        int end = starts[index + 1] - 1;
        while (end > starts[index] && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    @Override
    public int size() {
        return count;
    }
}
