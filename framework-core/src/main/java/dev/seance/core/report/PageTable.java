// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.List;
import java.util.Set;

/** The tables of a page. */
final class PageTable {

    private PageTable() {}

    /** Opens a table with its head; rows follow, then {@link #close}. */
    static void open(Html html, List<String> header, Set<Integer> numbers) {
        html.open("div", "class", "wide").open("table").open("thead").open("tr");
        for (int i = 0; i < header.size(); i++) {
            cell(html, "th", header.get(i), numbers.contains(i));
        }
        html.close().close().open("tbody").line();
    }

    static void row(Html html, List<String> cells, Set<Integer> numbers) {
        html.open("tr");
        for (int i = 0; i < cells.size(); i++) {
            cell(html, "td", cells.get(i), numbers.contains(i));
        }
        html.close().line();
    }

    static void close(Html html) {
        html.close().close().close().line();
    }

    private static void cell(Html html, String tag, String text, boolean number) {
        if (number) {
            html.element(tag, text, "class", "number");
        } else {
            html.element(tag, text);
        }
    }
}
