// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Page;
import dev.seance.plugins.ocr.PageEdge.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which numbers at the edges of pages are their printed numbers: those that run on with the pages. Most pages of a
 * book differ from their neighbours' numbers by just how far they lie apart, and no other numbers do.
 */
final class PageNumbers {

    private static final int UNKNOWN = 0;
    private static final int NEIGHBOURS = 8;
    private static final int MIN_VOTES = 3;

    private final int[] expected;

    PageNumbers(List<Page> pages, List<PageEdge> edges) {
        int[] positions = positions(pages);
        expected = new int[pages.size()];
        for (int i = 0; i < pages.size(); i++) {
            Map<Integer, Integer> votes = new HashMap<>();
            for (int j = Math.max(0, i - NEIGHBOURS); j <= Math.min(pages.size() - 1, i + NEIGHBOURS); j++) {
                for (Token token : edges.get(j).tokens()) {
                    if (token.number() > 0) {
                        votes.merge(token.number() - positions[j], 1, Integer::sum);
                    }
                }
            }
            int most = MIN_VOTES - 1;
            for (Map.Entry<Integer, Integer> vote : votes.entrySet()) {
                int number = vote.getKey() + positions[i];
                // Of two with as many votes the lower, so that it does not depend on a map's order.
                if (number > 0 && (vote.getValue() > most || vote.getValue() == most && number < expected[i])) {
                    most = vote.getValue();
                    expected[i] = number;
                }
            }
        }
    }

    /** The source's own page numbers, where all are numbers, for blank leaves may be missing; else the order. */
    private static int[] positions(List<Page> pages) {
        boolean numbered = pages.stream().allMatch(page -> page.number().matches("\\d{1,6}"));
        int[] positions = new int[pages.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = numbered ? Integer.parseInt(pages.get(i).number()) : i;
        }
        return positions;
    }

    /** Whether a piece at the edge of a page is its number, well or badly read. */
    boolean isNumber(int page, Token token) {
        if (expected[page] == UNKNOWN) {
            return false;
        }
        if (token.number() == expected[page]) {
            return true;
        }
        String right = Integer.toString(expected[page]);
        String found = token.text();
        if (!token.likeNumber() || found.length() > right.length() + 1) {
            return false;
        }
        int same = 0;
        for (int i = 0; i < Math.min(right.length(), found.length()); i++) {
            same += right.charAt(i) == found.charAt(i) ? 1 : 0;
        }
        return 2 * same >= right.length();
    }
}
