// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages of an item in their order. The volumes of a set share an item and each begin with page 1: as long as the
 * pages come in order, each beginning is a volume. Pages that come in any order are sorted by number, a number's second
 * page being the second volume's.
 *
 * @param pages the pages
 * @param volumes how many volumes there are, at least 1
 * @param repeated how many pages were left out because all of them were there already, as in an item that lies in two
 *     files
 */
record VolumeOrder(List<Page> pages, int volumes, int repeated) {

    VolumeOrder {
        pages = List.copyOf(pages);
    }

    private record Numbered(Page page, int volume, long number) {}

    static VolumeOrder of(List<Page> all) {
        List<Page> pages = once(all);
        int repeated = all.size() - pages.size();
        int beginnings = 1;
        int most = 1;
        long previous = Long.MIN_VALUE;
        Map<Long, Integer> seen = new HashMap<>();
        List<Numbered> numbered = new ArrayList<>(pages.size());
        for (Page page : pages) {
            long number = number(page, previous);
            beginnings += number <= previous ? 1 : 0;
            previous = number;
            int volume = seen.merge(number, 1, Integer::sum);
            most = Math.max(most, volume);
            numbered.add(new Numbered(page, volume, number));
        }
        if (beginnings == most) {
            return new VolumeOrder(pages, beginnings, repeated);
        }
        numbered.sort(Comparator.comparingInt(Numbered::volume).thenComparingLong(Numbered::number));
        return new VolumeOrder(numbered.stream().map(Numbered::page).toList(), most, repeated);
    }

    /** Without pages whose number and text there are already; all pages when a number has two texts, as in volumes. */
    private static List<Page> once(List<Page> pages) {
        Map<String, Page> byNumber = new LinkedHashMap<>();
        for (Page page : pages) {
            Page known = byNumber.putIfAbsent(page.number(), page);
            if (known == null) {
                continue;
            }
            if (page.number().isEmpty()
                    || !known.text().isEmpty()
                            && !known.text().equals(page.text())
                            && !page.text().isEmpty()) {
                return pages;
            }
            if (known.text().isEmpty()) {
                byNumber.put(page.number(), page);
            }
        }
        boolean texts = pages.stream().filter(page -> !page.text().isEmpty()).count()
                > byNumber.values().stream()
                        .filter(page -> !page.text().isEmpty())
                        .count();
        // Empty pages alone prove nothing: two volumes may begin with one.
        return texts ? List.copyOf(byNumber.values()) : pages;
    }

    /** A page without a number follows the one before it. */
    private static long number(Page page, long previous) {
        String number = page.number();
        boolean digits =
                !number.isEmpty() && number.length() < 10 && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(number) : Math.max(previous, 0) + 1;
    }
}
