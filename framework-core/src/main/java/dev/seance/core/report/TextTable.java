// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A table for the terminal: columns two blanks apart, as wide as their widest cell, numbers to the right. */
public final class TextTable {

    private final Set<Integer> numbers;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param numbers the columns of numbers, counted from 0 */
    public TextTable(List<String> header, Set<Integer> numbers) {
        this.numbers = Set.copyOf(numbers);
        rows.add(List.copyOf(header));
    }

    /** Adds a row with a cell for each column. */
    public TextTable row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells under " + rows.get(0).size() + " columns");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The lines, the header first, without blanks at their ends. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String room = " ".repeat(width(i) - length(cells.get(i)));
            line.append(numbers.contains(i) ? room + cells.get(i) : cells.get(i) + room)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
