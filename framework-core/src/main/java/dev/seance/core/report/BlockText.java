// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.ReportBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The blocks of an evaluation for the terminal. */
public final class BlockText {

    /** What a terminal has room for; a wider table is printed row by row. */
    private static final int WIDTH = 120;

    private BlockText() {}

    /** The lines to print, an empty one between blocks. */
    public static List<String> of(List<ReportBlock> blocks) {
        List<String> lines = new ArrayList<>();
        for (ReportBlock block : blocks) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            if (block instanceof ReportBlock.Paragraph paragraph) {
                wrap(paragraph.text(), "", lines);
            } else if (block instanceof ReportBlock.Table table) {
                lines.addAll(table(table));
            } else if (block instanceof ReportBlock.Conversation conversation) {
                for (Turn turn : conversation.turns()) {
                    wrap(turn.role().name().toLowerCase(Locale.ROOT) + ": " + turn.text(), "  ", lines);
                }
            }
        }
        return lines;
    }

    private static List<String> table(ReportBlock.Table table) {
        TextTable text = new TextTable(
                table.header().stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .toList(),
                Set.of());
        table.rows().forEach(text::row);
        List<String> lines = text.lines();
        return lines.stream().allMatch(line -> line.length() <= WIDTH) ? lines : rows(table);
    }

    /** The first two cells as a heading, the others below it with their columns' names. */
    private static List<String> rows(ReportBlock.Table table) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : table.rows()) {
            lines.add(String.join(": ", row.subList(0, Math.min(2, row.size()))));
            for (int i = 2; i < row.size(); i++) {
                if (!row.get(i).isEmpty()) {
                    wrap(table.header().get(i) + ": " + row.get(i), "    ", lines);
                }
            }
        }
        return lines;
    }

    private static void wrap(String text, String indent, List<String> lines) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent + (indent.isEmpty() ? "" : "  "));
            }
            line.append(line.toString().isBlank() ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}
