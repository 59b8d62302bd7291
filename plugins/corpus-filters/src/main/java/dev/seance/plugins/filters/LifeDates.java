// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the year an author died in, where the catalogue has it: {@code Shelley, Percy Bysshe, 1792-1822} in the author or in
 * the attribute {@code names} ({@code NAME [person] ; NAME [person]}), of which the author's own entry counts.
 */
final class LifeDates {

    private static final String NAMES = "names";
    private static final int LONGEST_LIFE = 110;

    private static final Pattern LIFE = Pattern.compile(
            "(?<!\\d)(\\d{3,4})\\??\\s?[-\u2013]\\s?(?:ca?\\.? ?|approximately |about )?(\\d{3,4})(?!\\d)");
    private static final Pattern DEATH = Pattern.compile("(?:\\bd\\.|\\bdied(?: in)?|[,(]\\s?-)\\s?(\\d{3,4})(?!\\d)");

    private LifeDates() {}

    /** The year of the author's death; of several authors, of the last known one. */
    static Optional<Integer> death(Document document) {
        String author = document.author().strip();
        if (author.isEmpty()) {
            return Optional.empty();
        }
        List<String> entries = new ArrayList<>(List.of(author));
        String name = author.replaceAll("[\\s,(]*\\d.*$", "");
        for (String entry : document.attributes().getOrDefault(NAMES, "").split(";")) {
            if (!name.isEmpty() && entry.strip().startsWith(name)) {
                entries.add(entry.strip());
            }
        }
        return entries.stream().flatMap(entry -> deaths(entry).stream()).max(Integer::compare);
    }

    private static List<Integer> deaths(String entry) {
        List<Integer> deaths = new ArrayList<>();
        Matcher life = LIFE.matcher(entry);
        while (life.find()) {
            int born = Integer.parseInt(life.group(1));
            int died = Integer.parseInt(life.group(2));
            if (died > born && died - born <= LONGEST_LIFE) {
                deaths.add(died);
            }
        }
        Matcher death = DEATH.matcher(entry);
        while (deaths.isEmpty() && death.find()) {
            deaths.add(Integer.parseInt(death.group(1)));
        }
        return deaths;
    }
}
