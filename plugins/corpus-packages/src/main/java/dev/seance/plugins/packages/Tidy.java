// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import java.util.regex.Pattern;

/**
 * Cleans texts that were packed as data: removes control characters, blanks around and doubled
 * within lines, empty lines at the ends and in a row. Words, and what is a paragraph, stay.
 */
final class Tidy {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");
    private static final Pattern BLANKS = Pattern.compile("[ \\u00A0]{2,}|\\u00A0");
    private static final Pattern LINE_EDGES = Pattern.compile("(?m)^ +| +$");
    private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");

    private Tidy() {}

    static String text(String raw) {
        String text = CONTROLS.matcher(raw).replaceAll(" ");
        text = BLANKS.matcher(text).replaceAll(" ");
        text = LINE_EDGES.matcher(text).replaceAll("");
        text = EMPTY_LINES.matcher(text).replaceAll("\n\n").strip();
        return text.isEmpty() ? "" : text + "\n";
    }
}
