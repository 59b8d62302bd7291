// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import java.util.ArrayList;
import java.util.List;

/** Counts the rows that are no conversations and keeps the first few: a file may consist of them. */
final class BadRows {

    private static final int NAMED = 10;

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String row) {
        count++;
        if (first.size() < NAMED) {
            first.add(row);
        }
    }

    long count() {
        return count;
    }

    /** The first of them, each on a line of its own, and how many more there are. */
    String named() {
        String more = count > NAMED ? "\n  and " + (count - NAMED) + " more" : "";
        return "\n  " + String.join("\n  ", first) + more;
    }
}
