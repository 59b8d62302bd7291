// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TermTableTest {

    private static final List<Term> ENGLISH = TermTable.shipped("en");

    @Test
    void hasTermsOfEveryTimeEachOnce() {
        Set<String> spellings = new HashSet<>();
        for (Term term : ENGLISH) {
            assertThat(term.forms()).as(term.text()).allMatch(spellings::add);
            if (term.evidence() != Evidence.ALLOW) {
                assertThat(term.year()).as(term.text()).isBetween(1750, 2026);
            }
        }
        assertThat(ENGLISH).filteredOn(term -> between(term, 1838, 1901)).hasSizeGreaterThan(200);
        assertThat(ENGLISH).filteredOn(term -> between(term, 1902, 1950)).hasSizeGreaterThan(400);
        assertThat(ENGLISH).filteredOn(term -> between(term, 1951, 2026)).hasSizeGreaterThan(200);
        assertThat(TermTable.shipped("xx")).isEmpty();
    }

    /** What a plain search over a table's forms finds, whatever the table's other terms are. */
    @Test
    void isFoundWordByWordInAnyText() {
        TermIndex index = new TermIndex(ENGLISH, 1901);
        List<Term> later = ENGLISH.stream()
                .filter(term -> term.evidence() == Evidence.ALWAYS && term.year() > 1901)
                .toList();
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            Set<Term> expected = new HashSet<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(" of the xylem,\n\n".repeat(random.nextInt(3)));
                Term term = later.get(random.nextInt(later.size()));
                String form = term.forms().get(random.nextInt(term.forms().size()));
                text.append(". ")
                        .append(random.nextBoolean() ? form : form.toUpperCase(Locale.ROOT))
                        .append(" .");
                expected.add(term);
            }
            TextScan scan = new TextScan(index, YearWords.of("en"), 1901);
            scan.scan(text.toString());
            assertThat(new HashSet<>(scan.findings().terms().keySet()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(expected);
        }
    }

    private static boolean between(Term term, int from, int to) {
        return term.year() >= from && term.year() <= to;
    }
}
