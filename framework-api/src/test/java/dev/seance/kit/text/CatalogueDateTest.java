// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueDateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1851",
                " 1851 ",
                "1851.",
                "1851.0",
                "1851.00",
                "[1851]",
                "(1851)",
                "\uFEFF1851",
                "1851-05-12",
                "1851-05-12T00:00:00",
                "1851-05-12 00:00:00",
                "1851-05-12T00:00:00.000Z",
                "1851/05/12",
                "1851-05",
                "18510512",
                "12 May 1851",
                "May 12th, 1851",
                "12/05/1851",
                "London, 1851.",
                "cop. 1851",
                "\u00A91851",
                "MDCCCLI",
                "M.DCCC.LI.",
                "M DCCC LI",
                "Anno Domini MDCCCLI",
                "Anno 1851",
                "A.D. 1851",
                "1850 [i.e. 1851]",
                "1815 [recte 1851]",
                "1851, 8vo",
                "1851, 12mo",
                "1851 (May 12-14)",
            })
    void knowsTheYear(String catalogue) {
        assertThat(CatalogueDate.parse(catalogue)).contains(CatalogueDate.of(1851));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1851?]",
                "1851?",
                "c1851",
                "c. 1851",
                "ca. 1851",
                "ca1851",
                "circa 1851",
                "[c.1851]",
                "[about 1851]",
                "[MDCCCLI?]",
                "before 1851",
                "not after 1851",
                "1851-",
                "1851-9999",
                "[1851-]",
            })
    void knowsThatTheYearIsUncertain(String catalogue) {
        assertThat(CatalogueDate.parse(catalogue)).contains(new CatalogueDate(1851, 1851, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1850-1860|1850|1860|false",
                "1850 - 1860|1850|1860|false",
                "1850\u20131860|1850|1860|false",
                "[1850-1860]|1850|1860|false",
                "1850/1860|1850|1860|false",
                "1850 to 1860|1850|1860|false",
                "1850, 1860|1850|1860|false",
                "1850-60|1850|1860|false",
                "1850-5|1850|1855|false",
                "1850/51|1850|1851|false",
                "1901-02|1901|1902|false",
                "1850-[60]|1850|1860|false",
                "[1850?]-60|1850|1860|true",
                "1850-1860?|1850|1860|true",
                "1850 or 1851|1850|1851|true",
                "1850 or 51|1850|1851|true",
                "[between 1850 and 1860]|1850|1860|true",
                "185-|1850|1859|false",
                "[185-]|1850|1859|false",
                "[185-?]|1850|1859|true",
                "185u|1850|1859|false",
                "1850s|1850|1859|false",
                "the 1850's|1850|1859|false",
                "18--|1800|1899|false",
                "18uu|1800|1899|false",
                "18??|1800|1899|true",
                "[185-?]-[186-?]|1850|1869|true",
                "1851 (reprinted 1872)|1851|1872|true",
                "1860-1850|1850|1860|false",
            })
    void knowsTheFirstAndTheLastYear(String catalogue, int from, int to, boolean approximate) {
        assertThat(CatalogueDate.parse(catalogue)).contains(new CatalogueDate(from, to, approximate));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "?",
                "n.d.",
                "[s.a.]",
                "undated",
                "None",
                "NaN",
                "null",
                "0",
                "0.0",
                "-1",
                "1",
                "18",
                "51",
                "9999",
                "3015",
                "99999",
                "1851e3",
                "184123456",
                "0000-00-00",
                "1-1",
                "mm mild",
                "ill",
                "dim",
                "civil",
            })
    void refusesWhatIsNoYear(String catalogue) {
        assertThat(CatalogueDate.parse(catalogue)).isEmpty();
    }

    @Test
    void hasYearsLongAgo() {
        assertThat(CatalogueDate.parse("-44")).contains(CatalogueDate.of(-44));
        assertThat(CatalogueDate.parse("-0431")).contains(CatalogueDate.of(-431));
        assertThat(CatalogueDate.parse("731")).contains(CatalogueDate.of(731));
        assertThat(CatalogueDate.parse("0999")).contains(CatalogueDate.of(999));
    }

    @Test
    void countsFrom1970InSecondsAndInThousandthsOfThem() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            int year = 1500 + random.nextInt(400);
            long seconds = LocalDate.ofYearDay(year, 1 + random.nextInt(365))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toEpochSecond();
            for (long unit = 1; unit <= 1_000_000; unit *= 1000) {
                assertThat(CatalogueDate.parse("" + seconds * unit))
                        .as("seed %d, %d in 1/%d s", seed, year, unit)
                        .contains(CatalogueDate.of(year));
            }
        }
    }

    @Test
    void filesARangeUnderItsMean() {
        assertThat(new CatalogueDate(1850, 1860, false).year()).isEqualTo(1855);
        assertThat(new CatalogueDate(1825, 1826, false).year()).isEqualTo(1826);
        assertThat(CatalogueDate.of(1851).year()).isEqualTo(1851);
        assertThat(new CatalogueDate(-45, -44, false).year()).isEqualTo(-44);
    }

    @Test
    void holdsForAnyTextThatTheYearIsWithinAndNothingIsThrown() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String letters = "0123456789018-[]?/. cauxMDLXVI,";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            CatalogueDate.parse(text.toString()).ifPresent(date -> assertThat(date.year())
                    .as("seed %d: %s", seed, text)
                    .isBetween(date.from(), date.to())
                    .isBetween(-3000, 2100));
        }
    }

    @Test
    void neverEndsBeforeItBegins() {
        assertThatThrownBy(() -> new CatalogueDate(1860, 1850, false))
                .hasMessage("a date from 1860 to 1850 ends before it begins");
    }
}
