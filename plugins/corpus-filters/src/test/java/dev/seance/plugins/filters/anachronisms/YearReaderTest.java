// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.filters.Letters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class YearReaderTest {

    @Test
    void readsYearsByWhatStandsBesideThem() {
        assertThat(years("It was in 1950 that we met.")).containsExactly(1950);
        assertThat(years("On May 4, 1950, and on 5th June, 1951; 6 July 1952.")).containsExactly(1950, 1951, 1952);
        assertThat(years("the war (1939-1945)")).containsExactly(1939, 1945);
        assertThat(years("as he wrote (1950)")).containsExactly(1950);
        assertThat(years("the Act of 1953, and from 1954 to 1955")).containsExactly(1953, 1954, 1955);
        assertThat(years("in the year 2000, and in January 1900")).containsExactly(2000, 1900);
        assertThat(years("the 1960s")).containsExactly(1960);
        assertThat(years("in\n1950")).containsExactly(1950);
    }

    @Test
    void readsNoNumbersOfOtherThings() {
        for (String text : List.of(
                "No. 1950",
                "page 1950",
                "p. 1950",
                "see 1950",
                "a sum of \u00A31950",
                "in $1950 notes",
                "of 1950 men",
                "in 1950 cases",
                "a flock of 1950 sheep",
                "a height of 1950 feet",
                "in 2000 villages",
                "in 1950.5",
                "in 1,950",
                "in 1950,000",
                "a 1950-ton ship",
                "in 1950-ton ships",
                "in 19500",
                "in 950",
                "in 2950",
                "by 1950% more",
                "for 1950 weary ones")) {
            assertThat(years(text)).as(text).isEmpty();
        }
    }

    @Test
    void readsOnlyDecadesWhereItKnowsNoWords() {
        assertThat(years("en 1950, the 1960s", "xx")).containsExactly(1960);
    }

    private static List<Integer> years(String text) {
        return years(text, "en");
    }

    private static List<Integer> years(String text, String language) {
        YearReader reader = new YearReader(YearWords.of(language));
        List<Integer> years = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Letters.end(text, at);
            int year = end > at ? reader.year(text, at, end) : 0;
            if (year != 0) {
                years.add(year);
            }
            at = Math.max(end, at + 1);
        }
        return years;
    }
}
