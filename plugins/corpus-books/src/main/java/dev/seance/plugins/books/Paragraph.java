// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines without a blank one among them.
 *
 * @param gap how many blank lines there are before it
 * @param lines the lines as they stand in the file, at least one, with white space at their starts and none at their ends
 */
record Paragraph(int gap, List<String> lines) {

    Paragraph {
        lines = List.copyOf(lines);
    }

    /** The paragraphs of a text. */
    static List<Paragraph> split(List<String> text) {
        List<Paragraph> paragraphs = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int blank = 0;
        int gap = 0;
        for (String line : text) {
            if (!line.isBlank()) {
                gap = lines.isEmpty() ? blank : gap;
                blank = 0;
                lines.add(line.replace('\t', ' ').stripTrailing());
            } else {
                if (!lines.isEmpty()) {
                    paragraphs.add(new Paragraph(gap, lines));
                    lines.clear();
                }
                blank++;
            }
        }
        if (!lines.isEmpty()) {
            paragraphs.add(new Paragraph(gap, lines));
        }
        return paragraphs;
    }

    Paragraph with(List<String> others) {
        return new Paragraph(gap, others);
    }

    /** All lines as one. */
    String joined() {
        return lines.stream().map(String::strip).collect(Collectors.joining(" "));
    }
}
