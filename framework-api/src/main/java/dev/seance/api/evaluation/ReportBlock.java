// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.evaluation;

import dev.seance.api.dialogue.Turn;
import java.util.List;
import java.util.Objects;

/** A part of a report's section; the host does the layout. All text is plain: the host escapes it. */
public sealed interface ReportBlock {

    /** Running text. */
    record Paragraph(String text) implements ReportBlock {

        public Paragraph {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A table.
     *
     * @param header the columns' names
     * @param rows the cells, each row as long as the header
     */
    record Table(List<String> header, List<List<String>> rows) implements ReportBlock {

        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException(
                            "a row of " + row.size() + " cells under " + header.size() + " columns");
                }
            }
        }
    }

    /** A conversation, as it came. */
    record Conversation(List<Turn> turns) implements ReportBlock {

        public Conversation {
            turns = List.copyOf(turns);
        }
    }
}
